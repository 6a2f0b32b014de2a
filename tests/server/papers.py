"""What tests of papers share: reading one as a page and as a PDF, and one hostile name."""

from __future__ import annotations

from typing import Any

from django.test import Client

from clearslate.accounts.models import User
from tests.policy.render.hostile import NAME
from tests.server import pdftext
from tests.server.people import sign_in
from tests.server.series import plain

__all__ = ["HOSTILE", "client_of", "pdf", "squeezed", "text"]

#: What a declaration may hold, with everything that a medium could take for something else.
HOSTILE = f"{NAME[:80]} 😀 العربية"


def client_of(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def text(client: Client, address: str, *, status: int = 200) -> str:
    """What stands in the main part of a page, without its markup."""
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    page = answer.content.decode()
    return plain(page[page.index("<main") :])


def pdf(client: Client, address: str, *, status: int = 200) -> pdftext.Pdf:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/pdf"
    return pdftext.read(answer.content)


def squeezed(words: Any) -> str:
    """Words without their spaces: a PDF breaks lines where it likes."""
    return "".join(str(words).split())
