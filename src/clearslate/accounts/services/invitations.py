"""Inviting people, and accepting."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.allowed import require
from clearslate.accounts.cleaning import clean_name, set_checked_password
from clearslate.accounts.entries import INVITATION_ACCEPTED, INVITATION_REVOKED, PERSON_INVITED
from clearslate.accounts.errors import AccountsError, InvitationError
from clearslate.accounts.inviting import close_invitations, hash_of, prepare_invitation, still_open
from clearslate.accounts.models import Invitation, Organisation, User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import InstallationAction
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append


@service(PERSON_INVITED)
def invite_person(
    *, actor: Party, at: datetime, email: str, name: str, organisation: Organisation
) -> tuple[User, str]:
    """Invite somebody into the installation by mail. Returns the person and the link's token.

    Raises `AccountsError` for an address that has or had access, or belongs elsewhere.
    """
    require(actor, InstallationAction.INVITE_PEOPLE)
    return prepare_invitation(actor=actor, at=at, email=email, name=name, organisation=organisation)


@service(INVITATION_ACCEPTED)
def accept_invitation(*, actor: Party, at: datetime, token: str, name: str, password: str) -> User:
    """Set the name and password of an invited person, once; other invitations of theirs end.

    The actor is whoever holds the link; the entry names the person.
    Raises `InvitationError`, or `AccountsError` for a name or password that will not do.
    """
    invitation = _open(token, at)
    user: User = User.objects.select_for_update().get(id=invitation.user_id)
    if user.is_active or user.deactivated_at is not None:
        raise InvitationError("used" if user.is_active else "revoked")
    user.name = clean_name(name)
    if not user.name:
        raise AccountsError("name: write the name that others will see.")
    set_checked_password(user, password)
    user.is_active = True
    user.save(update_fields=["name", "password", "is_active"])
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    close_invitations(user, at)
    append(INVITATION_ACCEPTED, actor=party_of(user), subject=party_of(user), at=at)
    return user


@service(INVITATION_REVOKED)
def revoke_invitation(*, actor: Party, at: datetime, invitation: Invitation) -> None:
    """Take an invitation back. Raises `AccountsError` for one that was used or taken back."""
    if invitation.invited_by != actor.id:
        require(actor, InstallationAction.INVITE_PEOPLE)
    row: Invitation = Invitation.objects.select_for_update().get(id=invitation.id)
    if row.accepted_at is not None or row.revoked_at is not None:
        raise AccountsError("This invitation was used or taken back already.")
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    append(INVITATION_REVOKED, actor=actor, subject=party_of(row.user), at=at)


def _open(token: str, at: datetime) -> Invitation:
    """The invitation of a token, locked. Raises `InvitationError` unless it may be accepted."""
    found = Invitation.objects.select_for_update().filter(token_sha256=hash_of(token)).first()
    return still_open(found, at)
