"""The weekly status sheet: each episode on a page, with what is open and what became clear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearslate.accounts.parties import party_of
from clearslate.productions.models import Milestone
from clearslate.productions.services.gates import pass_gate
from clearslate.reports.status import Status, status_of
from clearslate.uses.models import Use
from tests.docs.world import declaration
from tests.server import many
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, NOTIFY, Deciding, deciding
from tests.server.papers import HOSTILE, client_of, pdf, squeezed, text
from tests.server.test_clearance_deciding import cleared

pytestmark = pytest.mark.usefixtures("database")

URL = "/p/saltbox-s2/status-sheet/"
PDF = "/p/saltbox-s2/status-sheet.pdf"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Deciding:
    monkeypatch.setattr("clearslate.ui.access.system_clock", lambda: AT)
    return deciding()


@pytest.fixture
def client(here: Deciding) -> Client:
    return client_of(here.people["producer"])


def submit(here: Deciding, name: str, shot: str, **changes: object) -> Use:
    """A use with one shot, whose code begins with its episode."""
    use = {**declaration(name)["use"], "shots": [shot]}
    return here.series.submit(name, use=use, **changes)


def statuses(here: Deciding, days: int = 0) -> dict[str, Status]:
    actor = party_of(here.people["producer"])
    found = status_of(actor, here.series.production, AT + timedelta(days=days))
    return {each.code: each for each in found}


def test_it_works(here: Deciding, client: Client) -> None:
    held = submit(here, HOLD, "101_0010")
    review = submit(here, APPROVAL, "101_0020")
    submit(here, NOTIFY, "102_0010")
    keeper = party_of(here.people["post_supervisor"])
    first, _ = here.series.production.episodes.all()
    gate = {"actor": keeper, "at": AT, "production": here.series.production, "number": 1}
    pass_gate(**gate, episode=first, kind="turnover")
    found = statuses(here)
    open_ones = {each.use.id: each for each in found["101"].open}
    assert set(open_ones) == {held.id, review.id}
    days = [each.by for each in found["101"].open if each.by]
    assert days == sorted(days)
    assert found["101"].counts == {"clear": 0, "open": 1, "held": 1}
    assert open_ones[held.id].missing
    assert not found["102"].open
    page = text(client, URL)
    for words in (
        "Episode 101",
        "passed 24 Nov 2026",
        "11 Dec 2026",
        "Not yet: 2 of 2 uses wait",
        "1 use on hold: evidence missing.",
        "U-001",
        open_ones[held.id].missing[0],
        "a decision: Final output",
        "data reviewer",
        "Episode 102",
        "19 Mar 2027",
        "All 1 use of it need nothing more.",
        "Became clear this week",
    ):
        assert words in page, words
    assert "The Salt Road" not in page
    file = pdf(client, PDF)
    assert [squeezed("Status, Episode 101") in squeezed(each) for each in file.pages] == [
        True,
        False,
    ]
    assert squeezed("a decision: Final output") in squeezed(file.pages[0])


def test_a_use_of_several_episodes_stands_in_each_and_one_of_none_by_itself(
    here: Deciding, client: Client
) -> None:
    use = {**declaration(APPROVAL)["use"], "shots": ["101_0010", "102_0010"]}
    here.series.submit(APPROVAL, use=use)
    submit(here, HOLD, "999_0010")
    found = statuses(here)
    assert {code: len(each.open) for code, each in found.items()} == {"101": 1, "102": 1, "": 1}
    assert "Names no episode" in text(client, f"{URL}?episode=-")
    assert "Names no episode" not in text(client, f"{URL}?episode=101")
    assert client.get(f"{URL}?episode=104").status_code == 404
    assert len(pdf(client, f"{PDF}?episode=102").pages) == 1


def test_what_became_clear_within_the_week(here: Deciding) -> None:
    use = cleared(here, submit(here, APPROVAL, "101_0010"))
    notice = submit(here, NOTIFY, "101_0020")
    became = {each.use.id for each in statuses(here, days=6)["101"].became}
    assert became == {use.id, notice.id}
    assert statuses(here, days=8)["101"].became == []
    assert statuses(here, days=8)["101"].counts["clear"] == 2
    # Being stale is no news of what became clear.
    Use.objects.filter(id=use.id).update(stale_since=AT)
    found = statuses(here)["101"]
    assert {each.use.id for each in found.became} == {notice.id}
    assert "a new assessment, since what it rests on changed" in found.open[0].missing


def test_late_is_told_in_working_days(here: Deciding, client: Client) -> None:
    use = submit(here, APPROVAL, "101_0010")
    Use.objects.filter(id=use.id).update(due_on=(AT - 5 * DAY).date())
    (open_one,) = statuses(here)["101"].open
    assert open_one.late == 3
    page = text(client, URL)
    assert "3 working days ago" in page
    assert "1 open use past its day." in page


def test_what_has_no_day_waits_for_the_next_lock(here: Deciding) -> None:
    use = here.approve_all(submit(here, APPROVAL, "101_0010"))
    assert use.waits_for == "result"
    (open_one,) = statuses(here)["101"].open
    assert open_one.by is not None
    assert open_one.by.isoformat() == "2026-12-11"
    assert open_one.missing == ("the result, to be looked at",)


def test_a_film_has_one_sheet(here: Deciding, client: Client) -> None:
    here.series.production.kind = "film"
    here.series.production.save()
    Milestone.objects.all().delete()
    here.series.production.episodes.all().delete()
    here.series.submit(APPROVAL)
    assert list(statuses(here)) == [""]
    page = text(client, URL)
    assert "The whole production" in page
    assert "no day set" in page
    assert len(pdf(client, PDF).pages) == 1


def test_a_hostile_name_is_only_text(here: Deciding, client: Client) -> None:
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "title": HOSTILE[:120], "shots": ["101_0010"]}
    here.series.submit(APPROVAL, **document)
    markup = client.get(URL).content.decode()
    assert "<script>alert(1)" not in markup
    assert "\u202e" not in markup
    said = squeezed(pdf(client, PDF).text)
    assert squeezed("<script>alert(1)</script>") in said


def test_queries_are_as_many_for_few_uses_as_for_many() -> None:
    made = many.make_production(episodes=2)
    many.odd_uses(made, 8)
    client = many.client(made)
    address = f"/p/{made.slug}/status-sheet/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    many.odd_uses(made, 60, seed=1)
    with CaptureQueriesContext(connection) as more:
        assert client.get(address).status_code == 200
    assert len(more) == len(few)
