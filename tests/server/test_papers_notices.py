"""Letters as drafts: filled from the declaration, gaps marked, nothing sent."""

from __future__ import annotations

import pytest
from django.test import Client

from clearslate.kit.models import OutboxMessage
from tests.docs.world import declaration
from tests.server.deciding import AT, NOTIFY, Deciding, deciding
from tests.server.papers import HOSTILE, client_of, pdf, squeezed, text

pytestmark = pytest.mark.usefixtures("database")

URL = "/p/saltbox-s2/uses/1/notices"
LEAD = "vfx-de-ageing-lead.yaml"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Deciding:
    monkeypatch.setattr("clearslate.ui.access.system_clock", lambda: AT)
    return deciding()


@pytest.fixture
def client(here: Deciding) -> Client:
    return client_of(here.people["labour_relations"])


def test_it_works(here: Deciding, client: Client) -> None:
    here.series.submit(LEAD)
    waiting = OutboxMessage.objects.count()
    page = text(client, f"{URL}/")
    file = squeezed(pdf(client, f"{URL}.pdf").text)
    plain = client.get(f"{URL}.txt").content.decode()
    for words in (
        "Labour relations or a lawyer checks it before it goes.",
        "To SAG-AFTRA",
        "About Saltbox",
        "Performer: Ottoline Marrick",
        "24 Nov 2026",
        "[what was agreed]",
        "Questions go to Labour Relations.",
    ):
        assert squeezed(words) in squeezed(page), words
        assert squeezed(words) in file, words
        assert words in plain, words
    assert "<mark>[what was agreed]</mark>" in client.get(f"{URL}/").content.decode()
    assert "The Salt Road" not in page + plain
    assert OutboxMessage.objects.count() == waiting


def test_a_use_without_such_a_duty_says_so(here: Deciding, client: Client) -> None:
    here.series.submit(NOTIFY)
    assert "No duty of this use asks for a letter." in text(client, f"{URL}/")
    assert "No duty of this use" in client.get(f"{URL}.txt").content.decode()
    assert len(pdf(client, f"{URL}.pdf").pages) == 1


def test_a_hostile_name_is_only_text(here: Deciding, client: Client) -> None:
    use = {**declaration(LEAD)["use"], "purpose": HOSTILE}
    here.series.submit(LEAD, use=use)
    markup = client.get(f"{URL}/").content.decode()
    assert "<script>alert(1)" not in markup
    assert "\u202e" not in markup + client.get(f"{URL}.txt").content.decode()
