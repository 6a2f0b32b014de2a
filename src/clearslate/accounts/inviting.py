"""Invitations: the link, the row and the message, for every service that invites somebody.

The token of a link is made from the id of its invitation with the secret key. So neither the row
nor the message in the outbox holds what would let a reader of the database accept it.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from clearslate.accounts.cleaning import clean, clean_name
from clearslate.accounts.entries import PERSON_INVITED
from clearslate.accounts.errors import AccountsError, InvitationError
from clearslate.accounts.models import Invitation, Organisation, User
from clearslate.accounts.parties import PERSON, party_of
from clearslate.kit import outbox
from clearslate.kit.ids import new_id
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append

LASTS = timedelta(days=14)
LETTER = "invitation"


def prepare_invitation(
    *, actor: Party, at: datetime, email: str, name: str, organisation: Organisation
) -> tuple[User, str]:
    """Invite somebody, in the transaction of a service that has checked who may.

    Makes the person without a password unless an earlier invitation did; appends the entry, and
    writes the message. Returns the person and the token of the link.
    Raises `AccountsError` for an address that has or had access, or belongs elsewhere.
    """
    user = _invitee(email, name, organisation, at)
    invitation_id = new_id()
    token = token_of(invitation_id)
    Invitation.objects.create(
        id=invitation_id,
        user=user,
        token_sha256=hash_of(token),
        invited_by=actor.id if actor.kind == PERSON else "",
        created_at=at,
        expires_at=at + LASTS,
    )
    append(
        PERSON_INVITED,
        actor=actor,
        subject=party_of(user),
        at=at,
        body={"organisation": Party("organisation", organisation.id)},
        commit={"email": user.email},
    )
    outbox.put(
        channel="email",
        kind=LETTER,
        recipient=user.email,
        parameters={"invitation": invitation_id, "organisation": organisation.name},
        at=at,
    )
    return user, token


def close_invitations(user: User, at: datetime) -> None:
    """Let no open invitation of a person be accepted any more."""
    Invitation.objects.filter(user=user, accepted_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=at
    )


def still_open(invitation: Invitation | None, at: datetime) -> Invitation:
    """The invitation, if it may be accepted at that time. Raises `InvitationError`."""
    if invitation is None:
        raise InvitationError("unknown")
    if invitation.accepted_at is not None:
        raise InvitationError("used")
    if invitation.revoked_at is not None:
        raise InvitationError("revoked")
    if invitation.expires_at <= at:
        raise InvitationError("expired")
    return invitation


def token_of(invitation_id: str) -> str:
    """The secret part of an invitation's link."""
    digest = salted_hmac("clearslate.invitation", invitation_id, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(invitation_id: str) -> str:
    """The whole address that accepts an invitation."""
    path = reverse("accept_invitation", args=[token_of(invitation_id)])
    return f"{settings.CLEARSLATE['base_url'].geturl().rstrip('/')}{path}"


def _invitee(email: str, name: str, organisation: Organisation, at: datetime) -> User:
    address = email.strip().lower()
    found: User | None = User.objects.filter(email=address).first()
    if found is None:
        user = User(
            email=address,
            name=clean_name(name),
            organisation=organisation,
            is_active=False,
            created_at=at,
        )
        user.set_unusable_password()
        clean(user)
        user.save(force_insert=True)
        return user
    if found.is_active:
        raise AccountsError(f"{address} has access already and needs no invitation.")
    if found.deactivated_at is not None:
        raise AccountsError(f"The access of {address} was ended. Ask an administrator.")
    if found.organisation_id != organisation.id:
        raise AccountsError(f"{address} was invited for another organisation. Choose that one.")
    return found
