"""Suspending: everything pauses, nothing that was decided is touched, and it ends again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.models import Decision, Review, Suspension
from clearslate.clearance.services.suspending import resume, suspend
from clearslate.kit.models import OutboxMessage
from clearslate.ledger.selectors import newest_first
from clearslate.notify.use_letters import USE_LETTERS
from clearslate.productions.errors import NotAllowedError
from clearslate.uses.models import Use
from tests.server.deciding import APPROVAL, AT, DAY, NOTIFY, Deciding, deciding
from tests.server.passing import fresh, reads, refile, told, work
from tests.server.test_time_facts import DE_AGEING, withdrawn

pytestmark = pytest.mark.usefixtures("database")

STRIKE = "The writers walked out."


def paused(
    here: Deciding,
    use: Use | None = None,
    *,
    by: User | None = None,
    at: datetime = AT,
    kind: str = "strike",
    reason: str = STRIKE,
) -> Suspension:
    return suspend(
        actor=party_of(by or here.people["producer"]),
        at=at,
        production=here.series.production,
        use=use,
        kind=kind,
        reason=reason,
    )


def ended(here: Deciding, row: Suspension, *, at: datetime = AT) -> Suspension:
    producer = party_of(here.people["producer"])
    return resume(actor=producer, at=at, suspension=row, reason="Over.")


def test_everything_reads_as_suspended_and_nothing_decided_is_touched() -> None:
    here = deciding()
    approved = here.approve_all(here.series.submit(DE_AGEING))
    noticed, waiting = here.series.submit(NOTIFY), here.series.submit(APPROVAL)
    decisions = list(Decision.objects.values())
    row = paused(here)
    assert [reads(each) for each in (approved, noticed, waiting)] == ["suspended"] * 3
    with pytest.raises(StaleError, match="is suspended"):
        here.decide(waiting, "data")
    ended(here, row)
    assert [reads(each) for each in (approved, noticed, waiting)] == [
        "go_ahead",
        "noticed",
        "in_review",
    ]
    assert list(Decision.objects.values()) == decisions


def test_what_is_submitted_meanwhile_is_suspended_too() -> None:
    here = deciding()
    row = paused(here)
    use = here.series.submit(NOTIFY)
    assert reads(use) == "suspended"
    ended(here, row)
    assert reads(use) == "noticed"


def test_a_use_stays_suspended_while_any_suspension_of_it_is_open() -> None:
    here = deciding()
    use, other = here.series.submit(NOTIFY), here.series.submit(NOTIFY)
    strike = paused(here)
    own = paused(here, use, kind="injunction", reason="By the court.")
    again = paused(here, kind="other", reason="The stage burnt down.")
    ended(here, strike)
    assert [reads(use), reads(other)] == ["suspended"] * 2
    ended(here, again)
    assert [reads(use), reads(other)] == ["suspended", "noticed"]
    ended(here, own)
    assert reads(use) == "noticed"


def test_one_use_alone() -> None:
    here = deciding()
    use, other = here.series.submit(NOTIFY), here.series.submit(NOTIFY)
    paused(here, use)
    assert [reads(use), reads(other)] == ["suspended", "noticed"]
    assert told(use, "suspension.") == [f"Producer suspended U-001: strike. Reason: {STRIKE}"]


def test_facts_go_on_changing_beneath_it() -> None:
    """What became stale meanwhile is assessed, and does not read as approved afterwards."""
    here = deciding()
    use = here.approve_all(here.series.submit(DE_AGEING))
    row = paused(here)
    refile(here, withdrawn)
    assert work(here.series.production) == 1
    assert (reads(use), fresh(use).state) == ("suspended", "on_hold")
    ended(here, row)
    assert reads(use) == "on_hold"


def test_time_limits_stand_still() -> None:
    """AT is a Tuesday; the strike takes five working days, and every limit moves by as many."""
    here = deciding()
    use = here.series.submit(APPROVAL)
    before = dict(Review.objects.filter(use=use).values_list("area", "due_on"))
    due = fresh(use).due_on
    assert due == max(before.values())
    row = paused(here)
    later = here.series.submit(APPROVAL, at=AT + 6 * DAY)
    its_own = fresh(later).due_on
    ended(here, row, at=AT + 7 * DAY)
    moved = dict(Review.objects.filter(use=use).values_list("area", "due_on"))
    assert moved == {area: day + timedelta(days=7) for area, day in before.items()}
    assert fresh(use).due_on == due + timedelta(days=7)
    # It was submitted one working day before the end.
    assert fresh(later).due_on == next_working_day(its_own)


def next_working_day(day: date) -> date:
    day += timedelta(days=1)
    return day if day.weekday() < 5 else next_working_day(day)


def test_overlapping_pauses_count_once() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    due = fresh(use).due_on
    one = paused(here)
    other = paused(here, kind="other", at=AT + 2 * DAY)
    ended(here, one, at=AT + 3 * DAY)
    assert fresh(use).due_on == due
    ended(here, other, at=AT + 7 * DAY)
    assert fresh(use).due_on == due + timedelta(days=7)


def test_what_ended_or_is_delivered_is_not_paused() -> None:
    here = deciding()
    declined, delivered = here.series.submit(DE_AGEING), here.series.submit(NOTIFY)
    here.decide(declined, "talent", "declined")
    Use.objects.filter(id=delivered.id).update(frozen_at=AT)
    paused(here)
    assert [reads(declined), reads(delivered)] == ["declined", "noticed"]
    for use, words in ((declined, "nothing to pause"), (delivered, "is delivered")):
        with pytest.raises(ClearanceError, match=words):
            paused(here, use)


def test_who_may_and_what_is_asked() -> None:
    here = deciding()
    use = here.series.submit(NOTIFY)
    with pytest.raises(NotAllowedError):
        paused(here, by=here.reviewers["talent"])
    with pytest.raises(ClearanceError, match="Give a reason"):
        paused(here, use, reason="  ")
    with pytest.raises(ClearanceError, match="Choose why"):
        paused(here, use, kind="holiday")
    with pytest.raises(ClearanceError, match="more than 400"):
        paused(here, use, reason="x" * 401)
    row = paused(here, use)
    with pytest.raises(NotAllowedError):
        resume(actor=party_of(here.reviewers["data"]), at=AT, suspension=row, reason="Over.")
    ended(here, row)
    with pytest.raises(StaleError, match="ended this suspension already"):
        ended(here, row)
    assert reads(use) == "noticed"


def test_it_is_told_without_the_reason() -> None:
    here = deciding()
    use = here.series.submit(NOTIFY)
    OutboxMessage.objects.all().delete()
    ended(here, paused(here, use, reason="Mara Lind sued."))
    ended(here, paused(here, reason="Mara Lind sued."))
    letters = list(OutboxMessage.objects.order_by("created_at", "id"))
    assert {row.kind for row in letters} == {"suspended", "resumed"}
    texts = [USE_LETTERS[row.kind](row.parameters) for row in letters]
    assert {each.subject for each in texts} == {
        "Saltbox U-001: suspended",
        "Saltbox U-001: a suspension has ended",
        "Saltbox: suspended",
        "Saltbox: a suspension has ended",
    }
    assert not any("Mara" in each.text for each in texts)
    lines = [line.sentence for line in newest_first(here.series.production.id, limit=20)]
    assert "Producer suspended every use of Saltbox: strike. Reason: Mara Lind sued." in lines
    assert "Producer ended a suspension of every use of Saltbox. Reason: Over." in lines
