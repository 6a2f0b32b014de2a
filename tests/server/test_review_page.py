"""The review page: everything the decision needs on one page, and nothing decided by opening it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Decision, Look
from clearslate.clearance.reassessing import assess_next
from clearslate.flows.submitting import submit
from clearslate.ledger.models import Entry
from clearslate.productions.models import Membership, Role
from clearslate.uses import drafts
from clearslate.uses.changes import Change
from clearslate.uses.models import Use
from clearslate.uses.starting import start_version
from tests.docs.world import declaration
from tests.server import people
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, Deciding, deciding
from tests.server.reviewing import (
    address,
    browser,
    evidence_changed,
    opened,
    says,
    sent,
)
from tests.server.series import picture, plain

pytestmark = pytest.mark.usefixtures("database")


AGREED = "editorial-visual-adr-agreed.yaml"


NOW = AT + timedelta(minutes=10)


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def here() -> Deciding:
    return deciding()


def still(**changes: Any) -> dict[str, Any]:
    return {
        "chunks": [picture()],
        "name": "plate.png",
        "kind": "still",
        "caption": "Plate, as filmed, 01:22:04:11",
        **changes,
    }


def consent(**changes: Any) -> dict[str, Any]:
    record = {
        "kind": "use_consent",
        "subject": "Rufina Tamsett",
        "acts": ["significant"],
        "aspects": ["face", "voice"],
        "from": "2026-01-01",
        "to": "2028-01-01",
    }
    return {
        "chunks": [PDF],
        "name": "consent.pdf",
        "kind": "evidence",
        "record": record,
        **changes,
    }


def test_everything_stands_on_one_page(here: Deciding) -> None:
    use = here.series.submit(AGREED, files=[still(), consent()])
    page = opened(browser(here.reviewers["talent"]), use)
    words = plain(page)
    assert page.index("data-stills") < page.index('id="findings"') < page.index('id="decide"')
    assert "01:22:04:11" in words
    version = use.versions.get()
    short = f"{version.case_sha256[:4]} {version.case_sha256[4:8]}"
    assert f"Case {short} , version 1. You decide exactly this." in words
    for said in (
        "Your decision for Talent",
        "0 of 4 areas decided",
        "You decide",
        "waits for you",
        "The performance of Rufina Tamsett is changed",
        "T2",
        "“A recorded performance is changed in what it says, does or feels”",
        "Ines Okoro, Tue 24 Nov",
        "What the go-ahead must carry",
        "Legal review",
        "What is due, and by when",
        "Watermarked for you",
        "What was said",
        "Beside the go-ahead",
        "Made by rule, not by a lawyer.",
    ):
        assert said in words, said
    # The area to decide comes first, and the paper opens in its place.
    assert page.index('id="area-talent"') < page.index('id="area-data"')
    assert re.search(r"<iframe[^>]+review/paper/", page)
    assert (
        "frame-src 'self'"
        in browser(here.reviewers["talent"]).get(address(use)).headers["Content-Security-Policy"]
    )


def test_only_whoever_decides_sees_it(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    for who, status in (
        (here.reviewers["talent"], 200),
        (here.people["platform_legal"], 200),
        (here.people["producer"], 404),
        (here.people["auditor"], 404),
        (here.series.coordinator, 404),
        (people.person("stranger@example.org"), 404),
    ):
        assert browser(who).get(address(use)).status_code == status, who
    assert Client().get(address(use)).status_code == 302
    assert browser(here.reviewers["data"]).get(address(use)[:-9] + "99/review/").status_code == 404


def test_the_page_of_the_use_leads_to_it(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    reviewer, producer = browser(here.reviewers["data"]), browser(here.people["producer"])
    link = f'href="{address(use)}"'
    assert link in reviewer.get(address(use, "")).content.decode()
    assert link not in producer.get(address(use, "")).content.decode()
    bar = reviewer.get("/p/saltbox-s2/uses/").content.decode()
    assert "Next to decide" in bar
    assert "Next to decide" not in producer.get("/p/saltbox-s2/uses/").content.decode()
    answer = reviewer.get("/p/saltbox-s2/inbox/next/")
    assert answer.headers["Location"] == address(use)


def test_opening_it_decides_nothing(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    client = browser(here.reviewers["data"])
    data = sent(opened(client, use), "approved")
    before = Entry.objects.count()
    assert client.get(address(use), data).status_code == 200
    assert client.head(address(use)).status_code == 200
    assert not Decision.objects.exists()
    assert Entry.objects.count() == before
    assert client.put(address(use)).status_code == 405


def test_a_hold_says_what_is_missing_and_who_would_have_it(here: Deciding) -> None:
    use = here.series.submit(HOLD)
    page = says(browser(here.people["platform_legal"]), use)
    assert "It is on hold: evidence missing." in page
    assert "What is missing" in page
    assert "Who would have it" in page
    assert "Lift a part of it" in page
    assert "Lift a part of it" not in says(browser(here.reviewers["talent"]), use)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("withdrawn", "It was withdrawn."),
        ("declined", "It was declined."),
        ("go_ahead", "Every area that was asked gave the go-ahead."),
        ("cleared", "It is cleared."),
        ("noticed", "It is noticed."),
    ],
)
def test_it_says_why_there_is_nothing_to_decide(here: Deciding, state: str, words: str) -> None:
    use = here.series.submit(APPROVAL)
    Use.objects.filter(id=use.id).update(state=state)
    page = opened(browser(here.reviewers["data"]), use)
    assert words in plain(page)
    assert "data-decide" not in page


def test_who_declared_it_is_told_that_somebody_else_decides(here: Deciding) -> None:
    mine = here.reviewers["data"]
    Membership.objects.create(
        production=here.series.production,
        user=mine,
        role=Role.objects.get(production=here.series.production, key="coordinator"),
        since=AT,
    )
    use = here.series.submit(APPROVAL, by=mine)
    assert "So somebody else decides." in says(browser(mine), use)


def test_each_answer_names_whoever_gave_it(here: Deciding) -> None:
    """Also in a version that somebody else submitted, or that was only assessed anew."""
    lead = here.people["department_lead"]
    use = here.series.submit(APPROVAL)
    draft = start_version(author=lead, use=use, at=NOW)
    drafts.keep(
        draft_id=draft.id,
        author=lead,
        at=NOW,
        base=draft.revision,
        page="one",
        changes=[Change("answer", "outputs[0].position", "foreground")],
    )
    draft.refresh_from_db()
    draft.authors.add(here.series.coordinator)
    submit(
        actor=party_of(here.series.coordinator),
        at=NOW,
        draft_id=draft.id,
        revision=draft.revision,
    )
    version = use.versions.get(number=2)
    assert version.answered["outputs[0].position"][0] == lead.id
    evidence_changed(here, use)
    assert assess_next(here.series.production.id, "", at=NOW)
    third = use.versions.get(number=3)
    assert (third.cause, third.answered) == ("facts", version.answered)
    page = says(browser(here.reviewers["final_output"]), use)
    assert "Department Lead, Tue 24 Nov" in page
    assert "Ines Okoro, Tue 24 Nov" in page


def test_what_changed_since_the_last_look(here: Deciding, time_machine: Any) -> None:
    use = here.series.submit(APPROVAL)
    client, other = browser(here.reviewers["data"]), browser(here.reviewers["creative"])
    assert "Changed since you looked" not in says(client, use)
    assert (Look.objects.get().version, Look.objects.get().before) == (1, None)
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "purpose": "Something else."}
    here.series.submit(version_of=use, at=NOW + DAY, **document)
    time_machine.move_to(NOW + 2 * DAY)
    for _ in range(2):  # coming back to it does not hide what changed
        page = says(client, use)
        assert "Changed since you looked, Tue 24 Nov version 1 to version 2" in page
        assert "Something else." in page.partition("Changed since")[2]
    look = Look.objects.get(user=here.reviewers["data"])
    assert (look.version, look.before) == (2, 1)
    assert "You look at it for the first time." in says(other, use)
    client.head(address(use))
    assert Look.objects.count() == 2


def test_a_look_is_no_act(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    client = browser(here.reviewers["data"])
    before = Entry.objects.count()
    opened(client, use)
    assert Look.objects.get().user == here.reviewers["data"]
    assert Entry.objects.count() == before
