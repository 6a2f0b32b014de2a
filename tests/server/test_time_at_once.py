"""Facts, decisions and jobs at the same instant: whatever comes first, nothing false is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clearslate.clearance.models import Carried, Decision
from clearslate.clearance.reassessing import assess_next
from clearslate.ledger.selectors import check
from clearslate.uses.models import Use
from tests.server.deciding import AT, DAY, Deciding, deciding
from tests.server.passing import fresh, reads, record, refile, work
from tests.server.test_productions_at_once import at_once, kinds
from tests.server.test_time_facts import DE_AGEING, withdrawn
from tests.server.test_time_suspensions import ended, paused

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.slow]

ROUNDS = 3


def last_decision(here: Deciding, use: Use) -> Callable[[], object]:
    """Everybody but talent has decided; the act is talent's decision, on what was read now."""
    for area in [each for each in use.waiting if each != "talent"]:
        here.decide(use, area)
    read = here.read(here.review(use, "talent"))
    return lambda: here.decide(use, "talent", read=read)


def sound(here: Deciding, use: Use) -> None:
    """Nothing reads as approved that the newest facts do not carry, and each log is whole."""
    assert reads(use) in ("stale", "in_review", "on_hold")
    work(here.series.production)
    assert fresh(use).state == "on_hold"
    standing = Decision.objects.filter(review__use=use, ended_at=None, review__area="talent")
    assert not standing.exists()
    assert [each.flaws for each in check()] == [[]] * len(list(check()))


def test_a_decision_and_a_withdrawal() -> None:
    """Either the decision is refused, or what it decided on is marked right after it."""
    here = deciding()
    for _ in range(ROUNDS):
        use = here.series.submit(DE_AGEING)
        decide = last_decision(here, use)
        met = at_once(decide, lambda: refile(here, withdrawn))
        assert kinds([each for each in met if each]) in ([], ["StaleError"])
        sound(here, use)
        refile(here, lambda d: record(d, "evidence", "marrick-de-ageing").pop("withdrawn"))
        work(here.series.production)


def test_a_decision_and_the_job() -> None:
    """What is stale is not decided; what was assessed has another version than was read."""
    here = deciding()
    use = here.series.submit(DE_AGEING)
    decide = last_decision(here, use)
    refile(here, withdrawn)
    met = at_once(decide, lambda: assess_next(here.series.production.id, "", at=AT))
    assert kinds(met) == ["NoneType", "StaleError"]
    sound(here, use)


def test_a_filing_and_the_job() -> None:
    """A mark that comes while the use is being assessed is not lost."""
    here = deciding()
    use = here.approve_all(here.series.submit(DE_AGEING))
    for _ in range(ROUNDS):
        Use.objects.filter(id=use.id).update(stale_since=AT, stale_because="facts")
        met = at_once(
            lambda: assess_next(here.series.production.id, "", at=AT),
            lambda: refile(here, withdrawn),
        )
        assert met == [None, None]
        assert reads(use) in ("stale", "on_hold")
        work(here.series.production)
        assert fresh(use).state == "on_hold"
        refile(here, lambda d: record(d, "evidence", "marrick-de-ageing").pop("withdrawn"))
        work(here.series.production)
        use = here.approve_all(fresh(use))
        assert reads(use) == "go_ahead"


def test_several_workers_assess_each_use_once() -> None:
    here = deciding()
    uses = [here.series.submit(DE_AGEING) for _ in range(4)]
    refile(here, withdrawn)

    def run() -> object:
        return assess_next(here.series.production.id, "", at=AT)

    assert at_once(run, run, run) == [None, None, None]
    assert {fresh(each).versions_count for each in uses} == {2}
    assert {fresh(each).state for each in uses} == {"on_hold"}


def test_a_decision_that_came_first_is_carried_or_ended() -> None:
    """After the decision the job finds it: it stands where nothing of its area changed."""
    here = deciding()
    use = here.approve_all(here.series.submit(DE_AGEING))
    areas = list(use.areas)
    refile(here, withdrawn)
    work(here.series.production)
    ended_ones = set(
        Decision.objects.filter(review__use=use, ended_because="changed").values_list(
            "review__area", flat=True
        )
    )
    carried = set(
        Carried.objects.filter(decision__review__use=use).values_list(
            "decision__review__area", flat=True
        )
    )
    assert ended_ones | carried == set(areas)
    assert not ended_ones & carried
    assert "talent" in ended_ones


def test_a_new_version_and_a_withdrawal() -> None:
    here = deciding()
    for _ in range(ROUNDS):
        use = here.series.submit(DE_AGEING)
        met = at_once(
            lambda use=use: here.series.submit(DE_AGEING, version_of=use),
            lambda: refile(here, withdrawn),
        )
        assert met == [None, None]
        # Whichever came first, the newest version knows of the withdrawal, or is marked.
        row = fresh(use)
        assert row.stale_since is not None or row.outcome == "hold"
        work(here.series.production)
        assert fresh(use).outcome == "hold"
        refile(here, lambda d: record(d, "evidence", "marrick-de-ageing").pop("withdrawn"))
        work(here.series.production)


def test_a_suspension_with_a_decision_and_a_submission() -> None:
    here = deciding()
    for _ in range(ROUNDS):
        use = here.series.submit(DE_AGEING)
        decide = last_decision(here, use)
        rows: list[object] = []
        met = at_once(
            decide,
            lambda rows=rows: rows.append(paused(here)),
            lambda: here.series.submit(DE_AGEING),
        )
        assert kinds([each for each in met if each]) in ([], ["StaleError"])
        assert {reads(each) for each in Use.objects.all()} == {"suspended"}
        assert at_once(
            lambda rows=rows: ended(here, rows[0], at=AT + DAY),
            lambda: here.series.submit(DE_AGEING),
        ) == [None, None]
        assert not Use.objects.filter(suspended=True).exists()


def test_who_declares_and_who_files_at_once_wait_for_one_another() -> None:
    """Locks are taken in one order: production, uses, log."""
    here = deciding()
    uses = [here.series.submit(DE_AGEING) for _ in range(2)]
    acts: list[Callable[[], object]] = [last_decision(here, use) for use in uses]
    acts += [
        lambda: refile(here, withdrawn),
        lambda: assess_next(here.series.production.id, "", at=AT),
        lambda: here.series.submit(DE_AGEING),
    ]
    met = at_once(*acts)
    assert set(kinds(met)) <= {"NoneType", "StaleError"}
    for use in Use.objects.all():
        work(here.series.production)
        assert fresh(use).state == "on_hold"
