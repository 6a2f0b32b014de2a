"""A production with lawyers of both organisations, for the tests of privileged notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from clearslate.accounts.models import User
from clearslate.privileged import notes
from clearslate.privileged.models import Note
from clearslate.productions.models import Membership, Role
from clearslate.uses.models import Use
from tests.server import people
from tests.server.databases import made_once
from tests.server.series import AT, HOLD, Series, series

USE = "/p/saltbox-s2/uses/1/"
NOTES = f"{USE}privileged/"
WORD = "zephyrine"
"""A word that stands nowhere but in a note."""
TEXT = f"Counsel thinks: {WORD} exposure, and <b>no</b> more.\nSecond line."


@dataclass
class Lawyers:
    """Two lawyers of the company, one of the platform, one use on hold."""

    made: Series
    use: Use
    vera: User
    """Production legal, of the company."""
    paul: User
    """Her colleague."""
    piper: User
    """Platform legal, of the platform."""

    def write(self, by: User | None = None, text: str = TEXT) -> Note:
        """A note, with notes switched on before."""
        user = by or self.vera
        notes.switch(user=user, at=AT, production=self.made.production, on=True)
        return notes.write(user=user, at=AT, use=self.use, text=text)


@made_once
def lawyers() -> Lawyers:
    made = series()
    use = made.submit(HOLD)
    vera = made.member("production_legal", "vera@example.org", name="Vera Lunt")
    paul = made.member("production_legal", "paul@example.org", name="Paul Osei")
    piper = people.person("piper@example.org", name="Piper Quill")
    join(made, piper, "platform_legal")
    return Lawyers(made, use, vera, paul, piper)


def join(made: Series, user: User, role: str) -> Membership:
    return Membership.objects.create(
        production=made.production,
        user=user,
        role=Role.objects.get(production=made.production, key=role),
        since=AT,
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def bare(content: bytes) -> bytes:
    """A page without the tokens of its forms, which differ each time and have one length."""
    return re.sub(
        rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[A-Za-z0-9]{64}', rb"\1", content
    )


def address(name: str, *args: object) -> str:
    return reverse(name, args=["saltbox-s2", *args])
