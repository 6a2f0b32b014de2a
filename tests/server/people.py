"""Makes organisations and people, and signs them in, for every test of the product."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

from clearslate.accounts.models import Organisation, User
from clearslate.accounts.services import appoint, create_organisation, create_user
from clearslate.ledger.parties import COMMAND_LINE

AT = datetime(2026, 11, 24, 12, 30, 15, tzinfo=UTC)
PASSWORD = "correct horse battery"


def organisation(name: str = "North Light", kind: str = "production_company") -> Organisation:
    """An organisation."""
    return create_organisation(actor=COMMAND_LINE, at=AT, name=name, kind=kind)


def person(
    email: str = "ana@example.org",
    *,
    of: Organisation | None = None,
    name: str = "Ana Ruiz",
    password: str | None = PASSWORD,
) -> User:
    """A person who can sign in; of an organisation of their own unless one is given."""
    of = of or organisation(f"Home of {email}")
    return create_user(
        actor=COMMAND_LINE, at=AT, email=email, organisation=of, password=password, name=name
    )


def administrator(email: str = "ada@example.org") -> User:
    """A person who administers the installation."""
    user = person(email, name="Ada Admin")
    appoint(actor=COMMAND_LINE, at=AT, user=user, office="administrator")
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD) -> None:
    """Sign in as a person does, through the page."""
    answer = client.post(reverse("account_login"), {"login": user.email, "password": password})
    assert answer.status_code == 302, answer.content.decode()
