"""The rules card of each department: from the rules in force, on one page, with who to ask."""

from __future__ import annotations

import pytest
from django.test import Client

from clearslate.productions.models import PackInForce
from clearslate.uses.matching import DEPARTMENTS
from tests.server import envelopes
from tests.server.papers import client_of, pdf, squeezed, text
from tests.server.series import AT, Series, other_pack, series

pytestmark = pytest.mark.usefixtures("database")

URL = "/p/saltbox-s2/rules-card/"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Series:
    monkeypatch.setattr("clearslate.ui.access.system_clock", lambda: AT)
    return series()


@pytest.fixture
def client(here: Series) -> Client:
    return client_of(here.coordinator)


def test_it_works(here: Series, client: Client) -> None:
    envelopes.give(here, title="Craft of the show")
    page = text(client, f"{URL}?department=vfx")
    for words in (
        "Saltbox",
        "Visual effects",
        "Dana Whitlock",
        "May, on notice",
        "Temporary plates with a day before picture lock on which they are replaced.",
        "Ask first",
        "Crowds, from scans or of strangers.",
        "May not",
        "Replicate, re-age or change a performer without consent on file.",
        "T1, T2, M4",
        # What holds for everybody stands on each card.
        "Put personal data into a tool",
        "SA-01 Craft of the show",
        "in force here since",
    ):
        assert words in page, words
    assert "Clone a voice" not in page
    assert "The Salt Road" not in page


def test_each_card_is_one_page(here: Series, client: Client) -> None:
    for number in range(6):
        envelopes.give(here, title=f"Craft {number} {'of the show ' * 8}"[:120])
    for size in ("", "?paper=letter"):
        found = pdf(client, f"/p/saltbox-s2/rules-card.pdf{size}")
        assert len(found.pages) == len(DEPARTMENTS)
        for title, page in zip(DEPARTMENTS.values(), found.pages, strict=True):
            assert squeezed(f"Rules card, {title}") in squeezed(page)
            assert f"of {len(DEPARTMENTS)}" in page


def test_the_whole_card_is_in_the_pdf(here: Series, client: Client) -> None:
    said = squeezed(pdf(client, "/p/saltbox-s2/rules-card.pdf?department=sound").text)
    for words in (
        "Clone a voice without consent",
        "Dana Whitlock",
        "“Not sure” counts as ask first",
    ):
        assert squeezed(words) in said, words


def test_a_standing_approval_is_named_only_where_it_covers(here: Series, client: Client) -> None:
    envelopes.give(here, title="Sound alone", departments=("sound",))
    assert "Sound alone" in text(client, f"{URL}?department=sound")
    page = text(client, f"{URL}?department=vfx")
    assert "Sound alone" not in page
    assert "No standing approval covers work of this department." in page


def test_an_advisory_pack_is_marked(here: Series, client: Client) -> None:
    pack = other_pack(urn="urn:example:pack:house", title="House rules", row="D1")
    PackInForce.objects.create(
        production=here.production,
        pack=pack,
        urn=pack.urn,
        standing="advisory",
        from_day=AT.date(),
        set_at=AT,
    )
    page = text(client, f"{URL}?department=vfx")
    assert "advisory, so it changes no outcome" in page
    assert "(House rules, advisory)" in page


def test_every_department_has_a_card_and_no_other(here: Series, client: Client) -> None:
    page = text(client, URL)
    for title in DEPARTMENTS.values():
        assert page.count(title) >= 2
    assert client.get(f"{URL}?department=catering").status_code == 404
    assert client.get("/p/saltbox-s2/rules-card.pdf?department=catering").status_code == 404
