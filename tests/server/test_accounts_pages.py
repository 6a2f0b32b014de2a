"""Signing in and out, and a person's own account, through the pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from clearslate.ledger import selectors
from tests.server import people

pytestmark = pytest.mark.usefixtures("database")


def sentences() -> list[str]:
    return [line.sentence for line in selectors.history("installation")]


def test_signing_in_and_out(client: Client) -> None:
    ana = people.person()
    assert client.get(reverse("account")).status_code == 302
    assert "Sign in with a passkey" in client.get(reverse("account_login")).content.decode()
    people.sign_in(client, ana)
    page = client.get(reverse("account"))
    assert page.status_code == 200
    assert "ana@example.org" in page.content.decode()
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(reverse("account")).status_code == 302
    assert sentences()[-2:] == ["Ana Ruiz signed in with a password.", "Ana Ruiz signed out."]
