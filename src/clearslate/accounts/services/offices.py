"""Giving and taking the offices of the installation."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.allowed import require
from clearslate.accounts.entries import OFFICE_GIVEN, OFFICE_TAKEN
from clearslate.accounts.errors import AccountsError
from clearslate.accounts.models import Office, User
from clearslate.accounts.offices import is_last_administrator
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import OFFICES, InstallationAction
from clearslate.accounts.permissions import Office as Kind
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append


@service(OFFICE_GIVEN)
def appoint(*, actor: Party, at: datetime, user: User, office: str) -> Office:
    """Give a person an office. Raises `AccountsError` for one they hold, or who has no access."""
    require(actor, InstallationAction.APPOINT)
    kind = _kind(office)
    if not user.is_active:
        raise AccountsError(f"{user.email} cannot sign in. Let them accept an invitation first.")
    held, made = Office.objects.get_or_create(user=user, office=kind, defaults={"since": at})
    if not made:
        raise AccountsError(f"{user.email} is {OFFICES[kind][0].title.lower()} already.")
    append(OFFICE_GIVEN, actor=actor, subject=party_of(user), at=at, body={"office": kind.value})
    return held


@service(OFFICE_TAKEN)
def dismiss(*, actor: Party, at: datetime, user: User, office: str) -> None:
    """Take an office from a person.

    Raises `AccountsError` for one they do not hold, and for the last administrator.
    """
    require(actor, InstallationAction.APPOINT)
    kind = _kind(office)
    if kind == Kind.ADMINISTRATOR and is_last_administrator(user):
        raise AccountsError(f"{user.email} is the last administrator. Appoint another first.")
    taken, _ = Office.objects.filter(user=user, office=kind).delete()
    if not taken:
        raise AccountsError(f"{user.email} is not {OFFICES[kind][0].title.lower()}.")
    append(OFFICE_TAKEN, actor=actor, subject=party_of(user), at=at, body={"office": kind.value})


def _kind(office: str) -> Kind:
    try:
        return Kind(office)
    except ValueError:
        there = ", ".join(Kind)
        raise AccountsError(f"There is no office “{office}”. There are: {there}.") from None
