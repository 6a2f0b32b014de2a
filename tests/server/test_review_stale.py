"""What was read is what is decided: stale pages, forged tokens and second reviewers are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Decision, Query
from clearslate.clearance.services.deciding import Verdict, decide_alike
from clearslate.clearance.services.suspending import suspend
from clearslate.flows.standing import withdraw
from clearslate.ledger.models import Entry
from clearslate.uses.models import Use
from tests.docs.world import declaration
from tests.server.databases import Database
from tests.server.deciding import APPROVAL, AT, Deciding, deciding
from tests.server.reviewing import (
    REASONS,
    address,
    browser,
    carried,
    decide,
    evidence_changed,
    opened,
    review_of,
    sent,
)
from tests.server.series import plain
from tests.server.test_productions_at_once import at_once, kinds

pytestmark = pytest.mark.usefixtures("database")


NOW = AT + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def here() -> Deciding:
    return deciding()


@pytest.fixture
def use(here: Deciding) -> Use:
    """In review, with the areas data, creative and final output."""
    return here.series.submit(APPROVAL)


@pytest.fixture
def data(here: Deciding, use: Use) -> Client:
    """The browser of the reviewer of data."""
    return browser(here.reviewers["data"])


def fresh(use: Use) -> Use:
    return Use.objects.get(id=use.id)


def new_version(here: Deciding, use: Use) -> None:
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "purpose": "Something else altogether."}
    here.series.submit(version_of=use, at=NOW, **document)


def other_reviewer(here: Deciding, use: Use) -> None:
    here.decide(use, "data", by=here.people["platform_legal"], note="I was first.")


def a_question(here: Deciding, use: Use) -> None:
    decide(
        browser(here.people["platform_legal"]),
        use,
        "ask",
        about=review_of(use, "data").id,
        to=here.people["producer"].id,
        question="Who?",
    )


def withdrawn(here: Deciding, use: Use) -> None:
    row = fresh(use)
    withdraw(
        actor=party_of(here.series.coordinator),
        at=NOW,
        use=row,
        revision=row.revision,
        reason="The scene was cut.",
    )


def declined(here: Deciding, use: Use) -> None:
    here.decide(use, "creative", "declined")


def suspended(here: Deciding, use: Use) -> None:
    suspend(
        actor=party_of(here.people["platform_legal"]),
        at=NOW,
        production=here.series.production,
        kind="strike",
        reason="The crew is out.",
        use=use,
    )


def marked_stale(here: Deciding, use: Use) -> None:
    Use.objects.filter(id=use.id).update(stale_since=NOW, stale_because="rules")


TOO_LATE: dict[str, tuple[Callable[[Deciding, Use], None], str, bool]] = {
    "new version": (new_version, "newer version than you read", True),
    "other reviewer": (other_reviewer, "None of your areas has to decide now.", False),
    "a question": (a_question, "Somebody was here since you read it.", True),
    "withdrawn": (withdrawn, "It was withdrawn.", False),
    "declined elsewhere": (declined, "It was declined.", False),
    "suspended": (suspended, "It is suspended.", False),
    "stale": (marked_stale, "It is assessed anew first.", False),
    "changed evidence": (evidence_changed, "It is assessed anew first.", False),
}


@pytest.mark.parametrize("cause", TOO_LATE)
def test_a_stale_page_decides_nothing_says_what_changed_and_keeps_the_words(
    here: Deciding, data: Client, use: Use, cause: str
) -> None:
    act, words, again = TOO_LATE[cause]
    filled = sent(
        opened(data, use),
        "conditions",
        kind_0="own",
        value_0="Shown to the actor first.",
        note="Rider 3 was read with the agent.",
    )
    act(here, use)
    before = Decision.objects.count()
    answer = data.post(address(use), filled)
    page = plain(answer.content.decode())
    assert answer.status_code == 409, page
    assert "Nothing was done." in page
    assert words in page
    assert "Rider 3 was read with the agent." in page
    assert "Shown to the actor first." in answer.content.decode()
    assert Decision.objects.count() == before
    assert not Decision.objects.filter(by=here.reviewers["data"]).exists()
    if again:
        # What is sent from here has read what stands now, and decides that.
        form = answer.content.decode()
        resent = {**filled, **carried(form)}
        assert data.post(address(use), resent).status_code == 302
        made = Decision.objects.get(by=here.reviewers["data"])
        assert made.case_sha256 == use.versions.order_by("-number")[0].case_sha256
        assert made.note == "Rider 3 was read with the agent."


def test_a_newer_version_shows_its_difference(here: Deciding, data: Client, use: Use) -> None:
    filled = sent(opened(data, use), "approved")
    new_version(here, use)
    page = data.post(address(use), filled).content.decode()
    assert "What changed since you read it" in page
    assert "Something else altogether." in plain(page).partition("What changed since")[2]
    assert "changes/?from=1&amp;to=2" in page


def test_whoever_was_first_is_named(here: Deciding, data: Client, use: Use) -> None:
    filled = sent(opened(data, use), "approved")
    other_reviewer(here, use)
    page = plain(data.post(address(use), filled).content.decode())
    assert "Data: go-ahead Tue 24 Nov, Platform Legal." in page


def test_another_area_decides_in_between_and_both_count(
    here: Deciding, data: Client, use: Use
) -> None:
    filled = sent(opened(data, use), "approved")
    here.decide(use, "creative")
    assert data.post(address(use), filled).status_code == 302
    assert Decision.objects.count() == 2


def forged(**changes: Any) -> Callable[[dict[str, Any], Use], dict[str, Any]]:
    return lambda filled, use: {**filled, **changes}


@pytest.mark.parametrize(
    "forge",
    [
        forged(version="9"),
        forged(version="x"),
        forged(version=""),
        forged(version="1" * 40),
        forged(case="0" * 64),
        forged(assessment="0" * 64),
        forged(case="\0"),
        forged(read=[]),
        forged(read=["x"]),
        forged(read=["x:1"], area=["x"]),
        forged(area=["x"]),
        lambda filled, use: {**filled, "read": [f"{filled['read'][0].partition(':')[0]}:7"]},
        lambda filled, use: {**filled, "read": [f"{filled['read'][0].partition(':')[0]}:²"]},
    ],
)
def test_a_forged_token_decides_nothing(
    data: Client, use: Use, forge: Callable[[dict[str, Any], Use], dict[str, Any]]
) -> None:
    answer = data.post(address(use), forge(sent(opened(data, use), "approved"), use))
    assert answer.status_code in (409, 422)
    assert not Decision.objects.exists()


def test_reviews_of_others_are_out_of_reach(here: Deciding, data: Client, use: Use) -> None:
    other = here.series.submit(APPROVAL)
    foreign = deciding("harbour-s1", code_name="Harbour")
    abroad = foreign.series.submit(APPROVAL)
    filled = sent(opened(data, use), "approved")
    for review in (
        review_of(use, "creative"),  # another area
        review_of(other, "data"),  # another use
        review_of(abroad, "data"),  # another production
    ):
        token = f"{review.id}:{review.revision}"
        for read in ([token], [*filled["read"], token]):
            wrong = {**filled, "area": [review.id], "read": read}
            assert data.post(address(use), wrong).status_code in (409, 422)
        asked = {**filled, "verdict": "ask", "about": review.id, "read": [*filled["read"], token]}
        asked |= {"to": here.series.coordinator.id, "question": "Who?"}
        assert data.post(address(use), asked).status_code in (409, 422)
    assert data.post(address(use, slug="harbour-s1"), filled).status_code == 404
    assert not Decision.objects.exists()
    assert not Query.objects.exists()


def test_a_form_from_elsewhere_is_refused(here: Deciding, use: Use) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(here.reviewers["data"])
    filled = sent(opened(client, use), "approved")
    del filled["csrfmiddlewaretoken"]
    assert client.post(address(use), filled).status_code == 403
    assert not Decision.objects.exists()


def test_whoever_lost_the_role_meanwhile_decides_nothing(
    here: Deciding, data: Client, use: Use
) -> None:
    filled = sent(opened(data, use), "approved")
    here.series.production.members.filter(user=here.reviewers["data"]).update(ended_at=NOW)
    assert data.post(address(use), filled).status_code == 404
    assert not Decision.objects.exists()


@pytest.mark.slow
def test_of_two_reviewers_at_once_one_is_heard_in_an_area_and_both_in_two(
    here: Deciding, use: Use, database: Database
) -> None:
    first, second = here.reviewers["data"], here.people["platform_legal"]
    read = {area: here.read(review_of(use, area)) for area in use.areas}

    def act(who: Any, *areas: str) -> Callable[[], object]:
        reads = {review_of(use, area).id: read[area] for area in areas}
        verdict = Verdict("approved", [REASONS["approved"]])
        return lambda: decide_alike(actor=party_of(who), at=NOW, reads=reads, verdict=verdict)

    met = at_once(act(first, "data"), act(second, "data"))
    assert kinds(met) == ["NoneType", "StaleError"]
    assert Decision.objects.count() == 1
    met = at_once(
        act(here.reviewers["creative"], "creative"),
        act(here.reviewers["final_output"], "final_output"),
    )
    assert kinds(met) == ["NoneType", "NoneType"]
    assert Decision.objects.filter(ended_at=None).count() == len(use.areas)
    assert fresh(use).state in ("go_ahead", "cleared")
    assert Entry.objects.filter(type="decision.made").count() == len(use.areas)
