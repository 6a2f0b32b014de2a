"""Facts that change beneath uses: what is marked, what reads how, and what assessing again does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clearslate.accounts.parties import party_of
from clearslate.clearance.errors import StaleError
from clearslate.clearance.models import Carried, Decision, Moved, Review
from clearslate.flows.standing import withdraw
from clearslate.kit.models import OutboxMessage
from clearslate.notify.use_letters import USE_LETTERS
from clearslate.productions.errors import ProductionsError
from clearslate.uses.models import Cause, Use
from tests.server.deciding import APPROVAL, AT, DAY, NOTIFY, Deciding, deciding
from tests.server.passing import fresh, reads, record, refile, told, work

pytestmark = pytest.mark.usefixtures("database")

DE_AGEING = "vfx-de-ageing-lead.yaml"
WARMER = "sound-line-made-warmer.yaml"


def withdrawn(document: dict[str, Any]) -> None:
    record(document, "evidence", "marrick-de-ageing")["withdrawn"] = AT.date().isoformat()


def stale(here: Deciding) -> set[str]:
    rows = Use.objects.filter(production=here.series.production, stale_since__isnull=False)
    return set(rows.values_list("title", flat=True))


def test_a_withdrawn_consent_stops_what_was_given_the_go_ahead() -> None:
    here = deciding()
    use = here.approve_all(here.series.submit(DE_AGEING))
    other = here.approve_all(here.series.submit(APPROVAL))
    assert reads(use) == "go_ahead"
    refile(here, withdrawn)
    # No job has run yet, and nothing reads as approved any more.
    assert (reads(use), reads(other)) == ("stale", "go_ahead")
    assert work(here.series.production) == 1
    row = fresh(use)
    assert (row.state, row.outcome, row.stale_since, row.versions_count) == (
        "on_hold",
        "hold",
        None,
        2,
    )
    version = row.versions.get(number=2)
    assert version.cause == Cause.FACTS
    assert version.submitted_by == use.declared_by
    assert (
        "U-001 was assessed again, because facts on file changed: on hold: evidence missing,"
        " in version 2." in told(row)
    )


def test_only_the_areas_whose_findings_changed_are_asked_again() -> None:
    here = deciding()
    use = here.approve_all(here.series.submit(DE_AGEING))
    before = set(Review.objects.filter(use=use).values_list("area", flat=True))
    refile(here, withdrawn)
    work(here.series.production)
    again = set(Review.objects.filter(use=use, state="waiting").values_list("area", flat=True))
    assert again
    assert again < before
    carried = Carried.objects.filter(decision__review__use=use, version=2)
    assert {row.decision.review.area for row in carried} == before - again
    ended = Decision.objects.filter(review__use=use, ended_because="changed")
    assert {row.review.area for row in ended} == again


def test_evidence_that_comes_lifts_a_hold_without_a_hand() -> None:
    here = deciding()
    use = here.series.submit(WARMER)
    assert use.state == "on_hold"
    refile(here, lambda document: document["evidence"].append(consent()))
    assert stale(here) == {use.title}
    work(here.series.production)
    assert fresh(use).state == "in_review"
    assert fresh(use).missing == 0


def consent(**changes: Any) -> dict[str, Any]:
    """A consent for what the declaration of the warmer line does."""
    return {
        "id": "vandermole-warmer",
        "kind": "use_consent",
        "subject": "KESTER  Vandermole",
        "productions": ["saltbox-s2"],
        "acts": ["significant", "replica"],
        "aspects": ["tone", "delivery", "voice", "words"],
        "from": "2026-10-12",
        "to": "2027-07-01",
        "sha256": "ab" * 32,
        **changes,
    }


@pytest.mark.parametrize(
    ("change", "marked"),
    [
        (lambda d: d["evidence"].append(consent(subject="Somebody else")), set()),
        (lambda d: d["evidence"].append(consent()), {"warmer"}),
        (
            lambda d: record(d, "evidence", "oldacre-licence").update(subject="Kester Vandermole"),
            {"warmer"},
        ),
        (lambda d: d["evidence"].remove(record(d, "evidence", "marrick-guild")), {"keeper"}),
        (lambda d: record(d, "terms", "pigmentry-enterprise").update(read_by="Another"), {"board"}),
        (lambda d: record(d, "agreements", "own-larkspire").update(party="Other"), {"keeper"}),
        (lambda d: record(d, "models_on_file", "marrick-s2").update(made_for="x"), {"keeper"}),
        (lambda d: record(d, "models_on_file", "threlgate-s1").update(made_for="x"), set()),
    ],
)
def test_what_differs_marks_what_it_can_matter_to_and_nothing_else(
    change: Any, marked: set[str]
) -> None:
    here = deciding()
    titles = {
        "keeper": here.series.submit(DE_AGEING).title,
        "warmer": here.series.submit(WARMER).title,
        "board": here.series.submit(NOTIFY).title,
    }
    refile(here, change)
    assert stale(here) == {titles[each] for each in marked}


def test_a_record_that_was_gone_finds_its_way_back() -> None:
    """What refers to it reads “not sure” while it is gone, and as it was declared afterwards."""
    here = deciding()
    use = here.series.submit(NOTIFY)
    taken: list[Any] = []

    def take(document: dict[str, Any]) -> None:
        row = record(document, "terms", "pigmentry-enterprise")
        taken.append(row)
        document["terms"].remove(row)

    refile(here, take)
    work(here.series.production)
    assert fresh(use).state == "in_review"
    refile(here, lambda document: document["terms"].append(taken[0]))
    assert stale(here) == {use.title}
    work(here.series.production)
    assert (fresh(use).state, fresh(use).versions_count) == ("noticed", 3)


def test_what_changes_nothing_adds_no_version() -> None:
    """A record of another kind about the same person: looked at, and left as it was."""
    here = deciding()
    use = here.approve_all(here.series.submit(DE_AGEING))
    case = use.versions.get(number=1).case_sha256
    refile(
        here, lambda d: d["agreements"].append({"id": "new", "kind": "enterprise", "party": "X"})
    )
    assert stale(here) == set()
    Use.objects.filter(id=use.id).update(stale_since=AT, stale_because="facts")
    assert reads(use) == "stale"
    assert work(here.series.production) == 1
    row = fresh(use)
    assert (row.state, row.versions_count, row.stale_since) == ("go_ahead", 1, None)
    assert row.versions.get().case_sha256 == case
    assert told(row)[-1] == (
        "U-001 was assessed again, because facts on file changed: nothing changed."
    )
    assert not Moved.objects.exists()


def test_run_twice_it_does_nothing_the_second_time() -> None:
    here = deciding()
    use = here.approve_all(here.series.submit(DE_AGEING))
    refile(here, withdrawn)
    work(here.series.production)
    then = fresh(use)
    lines = told(use)
    assert work(here.series.production) == 0
    assert (fresh(use).revision, told(use)) == (then.revision, lines)


def test_what_ended_or_is_delivered_stays_as_it_was() -> None:
    here = deciding()
    gone, declined, frozen = (here.series.submit(DE_AGEING) for _ in range(3))
    coordinator = party_of(here.series.coordinator)
    withdraw(actor=coordinator, at=AT, use=gone, revision=gone.revision, reason="Cut.")
    here.decide(declined, "talent", "declined")
    frozen = here.approve_all(frozen)
    Use.objects.filter(id=frozen.id).update(frozen_at=AT)
    refile(here, withdrawn)
    assert stale(here) == set()
    assert [reads(each) for each in (gone, declined, frozen)] == [
        "withdrawn",
        "declined",
        "go_ahead",
    ]
    assert work(here.series.production) == 0


def test_nobody_decides_on_what_is_stale() -> None:
    here = deciding()
    use = here.series.submit(DE_AGEING)
    review = here.review(use, "talent")
    read = here.read(review)
    refile(here, withdrawn)
    with pytest.raises(StaleError, match="It is assessed anew"):
        here.decide(use, "talent", read=read)


def test_a_filing_that_is_refused_marks_nothing() -> None:
    here = deciding()
    use = here.approve_all(here.series.submit(DE_AGEING))
    with pytest.raises(ProductionsError):
        refile(
            here,
            lambda d: (
                withdrawn(d),
                record(d, "evidence", "marrick-guild").update(id="marrick-replica"),
            ),
        )
    assert reads(use) == "go_ahead"


def test_marking_is_one_update_however_many_uses_there_are() -> None:
    here = deciding()
    for _ in range(3):
        here.series.submit(DE_AGEING)
    with CaptureQueriesContext(
        connection,
    ) as few:
        refile(here, withdrawn)
    marks = [
        each
        for each in few.captured_queries
        if each["sql"].startswith("UPDATE") and "stale_since" in each["sql"]
    ]
    assert len(marks) == 1
    assert len(stale(here)) == 1


def test_one_letter_to_each_person_names_what_moved_by_number_only() -> None:
    here = deciding()
    uses = [here.approve_all(here.series.submit(DE_AGEING)) for _ in range(3)]
    other = here.series.submit(WARMER)
    OutboxMessage.objects.all().delete()

    def both(document: dict[str, Any]) -> None:
        withdrawn(document)
        document["evidence"].append(consent())

    refile(here, both)
    work(here.series.production)
    letters = {row.recipient: row for row in OutboxMessage.objects.filter(kind="reassessed")}
    contact = letters["contact@saltbox-s2.example"]
    assert set(letters) >= {here.series.coordinator.email, "talent@saltbox-s2.example"}
    assert contact.parameters["on_hold"] == "U-001, U-002, U-003"
    assert contact.parameters["in_review"] == "U-004"
    # Whoever decides on the fourth is told of that one alone.
    assert letters["talent@saltbox-s2.example"].parameters["count"] == "1"
    letter = USE_LETTERS["reassessed"](contact.parameters)
    assert letter.subject == "Saltbox: 4 uses assessed again"
    for words in (uses[0].title, other.title, "Marrick", "Vandermole", "Salt Road"):
        assert words not in letter.text
    # Told once.
    work(here.series.production)
    assert OutboxMessage.objects.filter(kind="reassessed").count() == len(letters)


def test_what_becomes_a_notice_is_noticed_by_name() -> None:
    here = deciding()
    use = here.series.submit(NOTIFY)

    def trains(answer: str) -> Callable[[dict[str, Any]], None]:
        return lambda d: record(d, "terms", "pigmentry-enterprise").update(trains=answer)

    refile(here, trains("yes"))
    work(here.series.production)
    assert fresh(use).state == "in_review"
    refile(here, trains("no"), at=AT + DAY)
    work(here.series.production, at=AT + DAY)
    assert fresh(use).state == "noticed"
    assert told(use, "notice.sent")[-1] == (
        "The notice of U-001 went to contact@saltbox-s2.example."
    )
    assert len(told(use, "notice.sent")) == 2
