"""Reading people and organisations, for whoever administers the installation."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.inviting import hash_of, still_open
from clearslate.accounts.models import Invitation, Office, Organisation, User
from clearslate.accounts.permissions import Office as Kind


def organisation_named(name: str) -> Organisation | None:
    """The organisation of that name, however it is capitalised."""
    found: Organisation | None = Organisation.objects.filter(name__iexact=name.strip()).first()
    return found


def organisation_names() -> list[str]:
    """The names of all organisations."""
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


def person_at(email: str) -> User | None:
    """The person of an address, however it is capitalised."""
    address = email.strip().lower()
    if not address.isprintable():  # PostgreSQL cannot even be asked about some
        return None
    found: User | None = User.objects.filter(email=address).first()
    return found


def offices_of(user: User) -> list[str]:
    """The offices that a person holds."""
    return list(user.offices.order_by("office").values_list("office", flat=True))


def has_administrator() -> bool:
    """Whether somebody with access can administer the installation."""
    held = Office.objects.filter(office=Kind.ADMINISTRATOR, user__is_active=True)
    return bool(held.exists())


def invitation_of(token: str, at: datetime) -> Invitation:
    """The open invitation of a link. Raises `InvitationError` for any other."""
    found: Invitation | None = (
        Invitation.objects.select_related("user__organisation")
        .filter(token_sha256=hash_of(token))
        .first()
    )
    return still_open(found, at)
