"""Adding people and organisations."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from clearslate.accounts.entries import ORGANISATION_CREATED, USER_CREATED
from clearslate.accounts.errors import AccountsError
from clearslate.accounts.models import Organisation, User
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append


@service(ORGANISATION_CREATED)
def create_organisation(*, actor: Party, at: datetime, name: str, kind: str) -> Organisation:
    """Add an organisation. Raises `AccountsError` for a name that exists or an unknown kind."""
    organisation = Organisation(name=" ".join(name.split()), kind=kind, created_at=at)
    _clean(organisation)
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
    *, actor: Party, at: datetime, email: str, organisation: Organisation, password: str | None
) -> User:
    """Add a person; without a password they cannot sign in with one.

    Raises `AccountsError` for an address that exists, or a password that is too easy to guess.
    """
    user = User(email=email.strip().lower(), organisation=organisation, created_at=at)
    if password is None:
        user.set_unusable_password()
    else:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise AccountsError(" ".join(error.messages)) from None
        user.set_password(password)
    _clean(user)
    user.save(force_insert=True)
    append(
        USER_CREATED,
        actor=actor,
        subject=Party("person", user.id),
        at=at,
        body={"organisation": Party("organisation", organisation.id)},
        commit={"email": user.email},
    )
    return user


def _clean(row: Organisation | User) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        said = [
            f"{field}: {' '.join(messages)}" if field != "__all__" else " ".join(messages)
            for field, messages in error.message_dict.items()
        ]
        raise AccountsError(" ".join(said)) from None
