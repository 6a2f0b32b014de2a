"""Adding people and organisations, and ending a person's access."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.allowed import require
from clearslate.accounts.cleaning import clean, clean_name, set_checked_password
from clearslate.accounts.entries import (
    ORGANISATION_CREATED,
    PERSON_DEACTIVATED,
    PERSON_REACTIVATED,
    PERSON_RENAMED,
    USER_CREATED,
)
from clearslate.accounts.errors import AccountsError, NotAllowedError
from clearslate.accounts.inviting import close_invitations
from clearslate.accounts.models import Organisation, User
from clearslate.accounts.offices import is_last_administrator
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import InstallationAction
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append


@service(ORGANISATION_CREATED)
def create_organisation(*, actor: Party, at: datetime, name: str, kind: str) -> Organisation:
    """Add an organisation. Raises `AccountsError` for a name that exists or an unknown kind."""
    require(actor, InstallationAction.MANAGE_ORGANISATIONS)
    organisation = Organisation(name=" ".join(name.split()), kind=kind, created_at=at)
    clean(organisation)
    organisation.save(force_insert=True)
    append(
        ORGANISATION_CREATED,
        actor=actor,
        subject=Party("organisation", organisation.id),
        at=at,
        body={"kind": kind},
        commit={"name": organisation.name},
    )
    return organisation


@service(USER_CREATED)
def create_user(
    *,
    actor: Party,
    at: datetime,
    email: str,
    organisation: Organisation,
    password: str | None,
    name: str = "",
) -> User:
    """Add a person; without a password they sign in by single sign-on only.

    Raises `AccountsError` for an address that exists, or a password that is too easy to guess.
    """
    require(actor, InstallationAction.INVITE_PEOPLE)
    user = User(
        email=email.strip().lower(),
        name=clean_name(name),
        organisation=organisation,
        created_at=at,
    )
    if password is None:
        user.set_unusable_password()
    else:
        set_checked_password(user, password)
    clean(user)
    user.save(force_insert=True)
    append(
        USER_CREATED,
        actor=actor,
        subject=party_of(user),
        at=at,
        body={"organisation": Party("organisation", organisation.id)},
        commit={"email": user.email, "name": user.name},
    )
    return user


@service(PERSON_RENAMED)
def rename_person(*, actor: Party, at: datetime, user: User, name: str) -> User:
    """Change what a person is called; only they may."""
    if actor != party_of(user):
        raise NotAllowedError("Everybody chooses their own name.")
    row = _locked(user)
    row.name = clean_name(name)
    if not row.name:
        raise AccountsError("write the name that others will see.")
    row.save(update_fields=["name"])
    append(PERSON_RENAMED, actor=actor, subject=party_of(row), at=at, commit={"name": row.name})
    return row


@service(PERSON_DEACTIVATED)
def deactivate_person(*, actor: Party, at: datetime, user: User) -> User:
    """End a person's access at once: no sign-in, no session, no open invitation.

    What they did stays. Raises `AccountsError` for the last administrator.
    """
    require(actor, InstallationAction.INVITE_PEOPLE)
    row = _locked(user)
    if row.deactivated_at is not None:
        raise AccountsError(f"{row.email} has no access already.")
    if is_last_administrator(row):
        raise AccountsError(f"{row.email} is the last administrator. Appoint another first.")
    row.is_active = False
    row.deactivated_at = at
    row.save(update_fields=["is_active", "deactivated_at"])
    close_invitations(row, at)
    append(PERSON_DEACTIVATED, actor=actor, subject=party_of(row), at=at)
    return row


@service(PERSON_REACTIVATED)
def reactivate_person(*, actor: Party, at: datetime, user: User) -> User:
    """Give a person access again, with the password and second factors they had."""
    require(actor, InstallationAction.INVITE_PEOPLE)
    row = _locked(user)
    if row.deactivated_at is None:
        raise AccountsError(f"The access of {row.email} was not ended.")
    row.is_active = True
    row.deactivated_at = None
    row.save(update_fields=["is_active", "deactivated_at"])
    append(PERSON_REACTIVATED, actor=actor, subject=party_of(row), at=at)
    return row


def _locked(user: User) -> User:
    row: User = User.objects.select_for_update().get(id=user.id)
    return row
