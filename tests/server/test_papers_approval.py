"""The written approval as a document: what it says of every way in which a use can stand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearslate.accounts.parties import party_of
from clearslate.clearance.conditions import checked
from clearslate.clearance.models import Decision, Line
from clearslate.clearance.services.exceptions import grant_exception
from clearslate.clearance.services.lines import answer_line
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.suspending import suspend
from clearslate.flows.standing import withdraw
from clearslate.uses.models import Use
from tests.docs.world import declaration
from tests.server import envelopes
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, NOTIFY, Deciding, deciding
from tests.server.papers import HOSTILE, client_of, pdf, squeezed, text
from tests.server.series import NOT_A_USE
from tests.server.test_clearance_deciding import cleared

pytestmark = pytest.mark.usefixtures("database")

URL = "/p/saltbox-s2/uses/1/approval/"
PDF = "/p/saltbox-s2/uses/1/approval.pdf"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Deciding:
    monkeypatch.setattr("clearslate.ui.access.system_clock", lambda: AT)
    return deciding()


@pytest.fixture
def client(here: Deciding) -> Client:
    return client_of(here.people["producer"])


def fresh(use: Use) -> Use:
    return Use.objects.get(id=use.id)


def both(client: Client, page: str = URL, file: str = PDF, query: str = "") -> tuple[str, str]:
    """The text of the page and of the PDF, without spaces."""
    found = pdf(client, f"{file}{query}")
    assert b"/URI" not in found.raw
    return squeezed(text(client, f"{page}{query}")), squeezed(found.text)


def says(client: Client, *words: str, query: str = "", **more: Any) -> None:
    """Both the page and the PDF say this."""
    for said in both(client, query=query, **more):
        for each in words:
            assert squeezed(each) in said, each


def says_not(client: Client, *words: str) -> None:
    for said in both(client):
        for each in words:
            assert squeezed(each) not in said, each


def test_it_works(here: Deciding, client: Client) -> None:
    use = here.series.submit(APPROVAL)
    areas = use.areas
    given = [
        checked("most_shots", 3, pack={}),
        checked("label", "Harbour made with Platewright", pack={}),
        checked("own", "Only at dusk.", pack={}),
    ]
    until = date(2027, 3, 1)
    more = {"note": "The tower stays.", "valid_until": until}
    here.decide(use, areas[0], "conditions", conditions=given, **more)
    for area in areas[1:]:
        here.decide(use, area)
    use = cleared(here, fresh(use))
    version = use.versions.get(number=1)
    says(
        client,
        "Written approval",
        "Saltbox",
        "U-001, version 1",
        "Vannick harbour at dusk, for the LED wall",
        "201_0010, 201_0020, 201_0030, 203_0500",
        "Photographed in camera, for example on an LED wall, 48 s",
        "Platewright, set extension, 7.1, studio, at Larkspire VFX",
        "Cleared",
        "It holds until before 1 Mar 2027.",
        "Shots at most",
        "In-house; Larkspire VFX",
        "data reviewer",
        "24 Nov 2026",
        "The tower stays.",
        "At most 3 shots.",
        "Labelled on screen: “Harbour made with Platewright”.",
        "Kept and shown now; checked against the finished cut at delivery.",
        "Only at dusk.",
        "Legal review",
        "Cleared by: final_output reviewer",
        "1" * 64,
        "Repainted by hand.",
        "Made by rule, not by a lawyer.",
        version.case_sha256,
        version.assessment_id,
    )
    # Words beside what only delivery can show, and not beside the rest.
    page = text(client, URL)
    assert page.count("checked against the finished cut at delivery") == 2
    assert "The Salt Road" not in page
    assert "The Salt Road" not in pdf(client, PDF).text


def test_a_go_ahead_says_what_a_final_still_waits_for(here: Deciding, client: Client) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    assert (use.state, use.waits_for) == ("go_ahead", "result")
    says(client, "Go-ahead given", "it waits for the result, to be looked at")


def test_both_names_stand_where_somebody_stood_in(here: Deciding, client: Client) -> None:
    use = here.series.submit(APPROVAL)
    area, *_ = use.areas
    other = here.reviewers["talent"]
    set_away(
        actor=party_of(here.reviewers[area]),
        at=AT,
        production=here.series.production,
        delegate=other,
        from_day=AT.date(),
        to_day=date(2026, 12, 1),
    )
    here.decide(use, area, by=other)
    says(client, f"talent reviewer, for {area} reviewer")


def test_a_decision_that_was_carried_over_says_so(here: Deciding, client: Client) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "purpose": "The same, in other words."}
    here.series.submit(version_of=use, at=AT + DAY, **document)
    old = use.versions.get(number=1).case_sha256
    says(
        client, "U-001, version 2", "decided on version 1, stands for version 2", f"On case: {old}"
    )
    says(
        client,
        "Superseded. Version 2 came on 25 Nov 2026, and only what stands for it counts.",
        "Superseded by version 2",
        "data reviewer",
        query="?version=1",
    )
    # What is superseded stands above everything else of the sheet.
    page = text(client, f"{URL}?version=1")
    assert page.index("Superseded. Version 2") < page.index("Vannick harbour at dusk")
    says_not(client, "Superseded")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_until": AT.date()}, ["Lapsed", "It ended on 24 Nov 2026."]),
        ({"stale_since": AT}, ["What it rests on has changed", "To be assessed again"]),
        ({"holds_until": AT.date()}, ["Its assessment held until before 24 Nov 2026."]),
    ],
)
def test_what_does_not_hold_now_says_so_at_the_top(
    here: Deciding, client: Client, changes: dict[str, Any], words: list[str]
) -> None:
    use = cleared(here, here.series.submit(APPROVAL))
    Use.objects.filter(id=use.id).update(**changes)
    says(client, "This clearance does not hold now.", *words)
    says_not(client, "The method may be used")


def test_a_suspended_one_names_who_and_why(here: Deciding, client: Client) -> None:
    use = cleared(here, here.series.submit(APPROVAL))
    suspend(
        actor=party_of(here.people["platform_legal"]),
        at=AT,
        production=here.series.production,
        kind="strike",
        reason="The guild is on strike",
        use=use,
    )
    says(
        client,
        "Suspended. It was suspended by Platform Legal on 24 Nov 2026 (strike):"
        " The guild is on strike.",
    )
    says_not(client, "The method may be used")


def test_without_a_go_ahead_it_says_that_there_is_none(here: Deciding, client: Client) -> None:
    use = here.series.submit(APPROVAL)
    first, *_ = use.areas
    says(client, "There is no go-ahead: in review", "Has yet to decide.")
    here.decide(use, first, "declined")
    says(client, "There is no go-ahead: declined", "Declined. The work is not to be done.")
    here.series.submit(HOLD)
    place = {"page": "/p/saltbox-s2/uses/2/approval/", "file": "/p/saltbox-s2/uses/2/approval.pdf"}
    says(client, "There is no go-ahead: on hold, evidence missing", **place)
    here.series.submit(NOTIFY)
    place = {"page": "/p/saltbox-s2/uses/3/approval/", "file": "/p/saltbox-s2/uses/3/approval.pdf"}
    says(client, "There is no go-ahead, since no rule asks for one.", **place)
    here.series.submit(NOT_A_USE)
    place = {"page": "/p/saltbox-s2/uses/4/approval/", "file": "/p/saltbox-s2/uses/4/approval.pdf"}
    says(client, "There is no go-ahead, and none is needed", **place)


def test_a_withdrawn_one_says_so(here: Deciding, client: Client) -> None:
    use = cleared(here, here.series.submit(APPROVAL))
    withdraw(
        actor=party_of(here.series.coordinator),
        at=AT,
        use=use,
        revision=use.revision,
        reason="Not needed.",
    )
    says(client, "Withdrawn on 24 Nov 2026.", "There is no go-ahead: withdrawn", "ended")
    says_not(client, "The method may be used")


def test_a_decision_whose_time_was_over_stands_as_ended(here: Deciding, client: Client) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    row = Decision.objects.filter(review__use=use).first()
    assert row is not None
    Decision.objects.filter(id=row.id).update(ended_at=AT, ended_because="renewed")
    row.review.state = "waiting"
    row.review.save()
    Use.objects.filter(id=use.id).update(state="in_review", waiting=[row.review.area])
    says(client, "its time was over, and it was asked again", "asked again, and has yet to decide")


def test_lines_are_lines_of_their_own(here: Deciding, client: Client) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    line = Line.objects.get(use=use, kind="director")
    answer_line(
        actor=party_of(here.people["director"]),
        at=AT,
        line_id=line.id,
        revision=line.revision,
        response="with_changes",
        note="A lower sun.",
    )
    says(
        client,
        "Consultation of the director",
        "agreed with changes",
        "A lower sun.",
        "No answer yet.",
    )


def test_an_exception_to_a_hold_is_named(here: Deciding, client: Client) -> None:
    from clearslate.clearance.asks import held_by, newest
    from clearslate.clearance.reasons import reasons_for

    use = here.series.submit(HOLD)
    held, *_ = held_by(newest(use)["findings"])
    grant_exception(
        actor=party_of(here.people["platform_legal"]),
        at=AT,
        use=use,
        revision=use.revision,
        missing=held.key,
        reasons=[reasons_for(use, "exception")[0].id],
        note="Seen at the agent's.",
        until=date(2026, 12, 24),
    )
    says(
        client,
        "Exceptions to a hold",
        "Platform Legal, 24 Nov 2026",
        "Seen at the agent's.",
        "until before 24 Dec 2026",
    )


def test_a_use_under_a_standing_approval_cites_it(here: Deciding, client: Client) -> None:
    envelopes.give(here.series, most_shots=40, title="Craft of the show")
    use = here.series.submit(envelopes.CRAFT)
    assert use.under
    says(
        client,
        "Noticed under SA-01",
        "The standing approval that it is noticed under: SA-01, Craft of the show",
        "Given by Dana Whitlock, 24 Nov 2026.",
    )
    place = {
        "page": "/p/saltbox-s2/standing/1/approval/",
        "file": "/p/saltbox-s2/standing/1/approval.pdf",
    }
    says(client, "SA-01", "In force", "U-001", "1 use and", "of 40 shots", **place)


def test_an_ended_standing_approval_says_so_at_the_top(here: Deciding, client: Client) -> None:
    from clearslate.envelopes.services.standing import end_standing

    standing = envelopes.give(here.series)
    end_standing(
        actor=party_of(envelopes.contact_of(here.series)),
        at=AT,
        envelope=standing,
        reason="Enough.",
    )
    page = text(client, "/p/saltbox-s2/standing/1/approval/")
    assert "Ended by Dana Whitlock on 24 Nov 2026. Reason: Enough." in page
    assert page.index("Ended by Dana") < page.index("What it covers")


def test_a_hostile_name_is_only_text(here: Deciding, client: Client) -> None:
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "title": HOSTILE[:120], "purpose": HOSTILE * 20}
    document["outputs"] = [{**document["outputs"][0], "name": HOSTILE[:120]}]
    use = here.series.submit(APPROVAL, **document)
    condition = checked("own", HOSTILE, pack={})
    here.decide(use, use.areas[0], "conditions", conditions=[condition], note="=1+1 <b>x</b>")
    markup = client.get(URL).content.decode()
    assert "<script>alert(1)" not in markup
    assert "\u202e" not in markup
    found = pdf(client, PDF)
    assert squeezed("<script>alert(1)</script>") in squeezed(found.text)
    assert "\u202e" not in found.text
    assert b"/JavaScript" not in found.raw


def test_there_is_none_of_what_is_not_there(here: Deciding, client: Client) -> None:
    here.series.submit(APPROVAL)
    for address in (
        "/p/saltbox-s2/uses/9/approval/",
        f"{URL}?version=2",
        f"{URL}?version=x",
        "/p/saltbox-s2/standing/9/approval/",
    ):
        assert client.get(address).status_code == 404, address


def test_on_us_letter(here: Deciding, client: Client) -> None:
    here.series.submit(APPROVAL)
    assert b"/MediaBox [ 0 0 612 792 ]" in pdf(client, f"{PDF}?paper=letter").raw
    assert b"/MediaBox [ 0 0 595" in pdf(client, PDF).raw
    assert "us-letter" in client.get(f"{URL}?paper=letter").content.decode()


def test_queries_do_not_grow_with_what_was_decided(here: Deciding, client: Client) -> None:
    use = here.series.submit(APPROVAL)
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(URL)
    cleared(here, use)
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) <= len(few) + 3
