"""Days that come: assessments that hold until one, decisions that end, workers that are dead."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from clearslate.accounts.parties import party_of
from clearslate.clearance import reassessing
from clearslate.clearance.models import LegalException, Moved
from clearslate.clearance.reassessing import assess_next, plan_reassessing
from clearslate.clearance.services.exceptions import grant_exception
from clearslate.flows.calendar import edit_production, set_calendar
from clearslate.kit import jobs
from clearslate.kit.models import OutboxMessage
from clearslate.productions.calendar import GivenCalendar, GivenEpisode
from clearslate.productions.models import Membership, Production
from clearslate.productions.particulars import Particulars
from clearslate.productions.services.production import archive_production
from clearslate.uses.home import standing
from clearslate.uses.models import Cause, Use
from tests.server import envelopes
from tests.server.deciding import AT, DAY, NOTIFY, Deciding, deciding
from tests.server.passing import fresh, reads, refile, told, work
from tests.server.test_time_facts import DE_AGEING, stale, withdrawn

pytestmark = pytest.mark.usefixtures("database")

CROWD = "vfx-crowd-from-scans.yaml"
CUE = "music-temp-cue-plain.yaml"


@pytest.fixture
def here(database) -> Deciding:
    return deciding()


def first(day: date) -> Any:
    """An instant of a day, as the production counts it."""
    return AT + timedelta(days=(day - AT.date()).days)


def test_a_day_that_comes_is_seen_with_no_worker_and_then_assessed(here: Deciding) -> None:
    """An agreement ends in the middle of the work."""
    use = here.approve_all(here.series.submit(CROWD))
    until = use.holds_until
    assert until is not None
    assert reads(use, first(until) - DAY) == "go_ahead"
    assert reads(use, first(until)) == "stale"
    seen = standing(
        actor=party_of(here.series.coordinator),
        production=here.series.production,
        at=first(until),
    )
    assert not seen.clear
    assert plan_reassessing(at=first(until) - DAY) == 0
    assert plan_reassessing(at=first(until)) == 1
    work(here.series.production, at=first(until))
    row = fresh(use)
    assert row.holds_until is None or row.holds_until > until
    assert told(row, "use.reassessed")[-1].startswith(
        "U-001 was assessed again, because a date was reached"
    )


def test_a_day_is_that_of_the_production(here: Deciding) -> None:
    """London is an hour behind Berlin: at 23:30 UTC the day has come in Berlin alone."""
    use = here.series.submit(NOTIFY)
    Use.objects.filter(id=use.id).update(holds_until=date(2026, 12, 2))
    late = AT.replace(month=12, day=1, hour=23, minute=30)
    assert reads(use, late) == "noticed"
    Production.objects.filter(id=here.series.production.id).update(zone="Europe/Berlin")
    assert reads(use, late) == "stale"
    assert plan_reassessing(at=late) == 1


def test_what_only_another_day_changes_adds_no_version(here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    Use.objects.filter(id=use.id).update(holds_until=AT.date() + DAY)
    work(here.series.production, at=AT + DAY)
    row = fresh(use)
    assert (row.versions_count, row.state) == (1, "noticed")
    assert row.holds_until == use.holds_until
    assert told(row)[-1] == "U-001 was assessed again, because a date was reached: nothing changed."


def test_a_legal_exception_that_ends_holds_again(here: Deciding) -> None:
    use = here.series.submit("sound-line-made-warmer.yaml")
    grant_exception(
        actor=party_of(here.people["platform_legal"]),
        at=AT,
        use=use,
        revision=fresh(use).revision,
        missing=("person.use_consent", "Kester Vandermole"),
        reasons=[reason_of(use)],
        note="The agent confirmed it by telephone.",
        until=AT.date() + 7 * DAY,
    )
    use = here.approve_all(fresh(use))
    assert reads(use, AT + 6 * DAY) == "go_ahead"
    assert reads(use, AT + 7 * DAY) == "lapsed"
    work(here.series.production, at=AT + 7 * DAY)
    assert fresh(use).state == "on_hold"
    assert LegalException.objects.count() == 1
    # Once moved it is not taken again and again.
    assert work(here.series.production, at=AT + 7 * DAY) == 0


def reason_of(use: Use) -> str:
    from clearslate.clearance.reasons import reasons_for

    return reasons_for(use, "exception")[0].id


def test_what_loses_its_standing_approval_is_asked_about(here: Deciding) -> None:
    envelope = envelopes.give(here.series, to_day=envelopes.in_days(60))
    use = envelopes.noticed_under(here.series, envelope)
    assert envelope.to_day is not None
    over = first(envelope.to_day)
    assert reads(use, over - DAY) == "noticed"
    assert reads(use, over) == "lapsed"
    work(here.series.production, at=over)
    row = fresh(use)
    assert (row.state, row.under, row.versions_count) == ("in_review", "", 1)
    assert set(row.waiting) == set(row.areas)
    assert Moved.objects.filter(use=use, state="in_review").exists()


def test_another_standing_approval_takes_it_over(here: Deciding) -> None:
    envelope = envelopes.give(here.series, to_day=envelopes.in_days(60))
    use = envelopes.noticed_under(here.series, envelope)
    assert envelope.to_day is not None
    other = envelopes.give(here.series, to_day=envelope.to_day + 30 * DAY)
    work(here.series.production, at=first(envelope.to_day))
    row = fresh(use)
    assert (row.state, row.under, row.valid_until) == ("noticed", other.id, other.to_day)


def days(here: Deciding, **locks: date) -> GivenCalendar:
    """The calendar of the series with other locks."""
    production = here.series.production
    given = []
    for episode in production.episodes.all():
        lock = production.milestones.get(episode=episode, kind="picture_lock").day
        moved = {"picture_lock": locks.get(f"e{episode.code}", lock)}
        given.append(GivenEpisode(episode.code, days=moved, id=episode.id))
    return GivenCalendar(days={"shoot_begins": production.photography_from}, episodes=given)


def test_a_lock_that_moves_marks_the_uses_of_that_episode(here: Deciding) -> None:
    mine = of_episode(here, "102")
    other = of_episode(here, "101")
    assert (mine.state, other.state) == ("noticed", "in_review")
    producer = party_of(here.people["producer"])
    production = here.series.production
    set_calendar(
        actor=producer,
        at=AT,
        production=production,
        revision=production.revision,
        given=days(here, e102=date(2027, 1, 29)),
    )
    assert (fresh(mine).stale_because, fresh(other).stale_since) == (Cause.CALENDAR, None)
    work(production)
    assert fresh(mine).state == "in_review"
    assert fresh(mine).versions.get(number=2).cause == Cause.CALENDAR


def of_episode(here: Deciding, code: str) -> Use:
    from tests.docs.world import declaration

    use = {**declaration(CUE)["use"], "shots": [f"{code}_0010"]}
    return here.series.submit(CUE, use=use)


def test_an_episode_that_is_entered_gets_the_uses_that_name_it(here: Deciding) -> None:
    use = here.series.submit(DE_AGEING)
    assert use.episodes == []
    production = here.series.production
    given = days(here)
    added = GivenEpisode("203", days={"picture_lock": date(2027, 3, 30)})
    set_calendar(
        actor=party_of(here.people["producer"]),
        at=AT,
        production=production,
        revision=production.revision,
        given=GivenCalendar(days=given.days, episodes=[*given.episodes, added]),
    )
    assert stale(here) == {use.title}
    work(production)
    assert fresh(use).episodes == ["203"]


def test_particulars_that_no_assessment_reads_mark_nothing(here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    production = here.series.production
    producer = party_of(here.people["producer"])
    known = {
        "code_name": production.code_name,
        "kind": production.kind,
        "zone": production.zone,
        "photography_from": production.photography_from,
    }
    row = edit_production(
        actor=producer,
        at=AT,
        production=production,
        revision=production.revision,
        given=Particulars(**known, title="Another title"),
    )
    assert reads(use) == "noticed"
    edit_production(
        actor=producer,
        at=AT,
        production=production,
        revision=row.revision,
        given=Particulars(**{**known, "code_name": "Brine"}, title="Another title"),
    )
    assert reads(use) == "stale"


def test_a_batch_that_is_killed_leaves_the_rest_stale(here: Deciding, monkeypatch) -> None:
    """What was done before stays done; what was half done is as if it never began."""
    uses = [here.series.submit(DE_AGEING) for _ in range(4)]
    refile(here, withdrawn)
    monkeypatch.setattr(reassessing, "BATCH", 2)
    done = assess_next(here.series.production.id, "", at=AT)
    assert len(done) == 2
    real, taken = reassessing.assess_anew, []

    def dies(use: Use, **given: Any) -> Any:
        taken.append(use.id)
        if len(taken) == 2:
            raise KeyboardInterrupt
        return real(use, **given)

    monkeypatch.setattr(reassessing, "assess_anew", dies)
    with pytest.raises(KeyboardInterrupt):
        assess_next(here.series.production.id, done[-1], at=AT)
    left = Use.objects.filter(stale_since__isnull=False)
    assert {each.id for each in left} == {each.id for each in uses} - set(done)
    monkeypatch.setattr(reassessing, "assess_anew", real)
    work(here.series.production)
    assert {fresh(each).versions_count for each in uses} == {2}


def test_a_use_that_cannot_be_assessed_holds_up_no_other(here: Deciding, caplog) -> None:
    bad, good = here.series.submit(DE_AGEING), here.series.submit(DE_AGEING)
    refile(here, withdrawn)
    version = bad.versions.get(number=1)
    type(version).objects.filter(id=version.id).update(case=b"{}")
    with caplog.at_level(logging.ERROR, logger="clearslate.worker"):
        work(here.series.production)
    assert f"use {bad.id} could not be assessed again" in caplog.text
    assert (fresh(bad).stale_since, fresh(good).state) == (AT, "on_hold")
    assert plan_reassessing(at=AT) == 1


def test_a_notice_that_nobody_would_get_leaves_it_stale(here: Deciding, caplog) -> None:
    use = here.series.submit(NOTIFY)

    def trains(answer: str) -> Any:
        return lambda d: next(
            each for each in d["terms"] if each["id"] == "pigmentry-enterprise"
        ).update(trains=answer)

    refile(here, trains("yes"))
    work(here.series.production)
    Membership.objects.filter(role__key="platform_contact").update(ended_at=AT)
    refile(here, trains("no"), at=AT + DAY)
    work(here.series.production, at=AT + DAY)
    assert (fresh(use).state, fresh(use).stale_since) == ("in_review", AT + DAY)
    assert "Nobody gets notices" in caplog.text


def test_jobs_follow_one_another_until_nothing_is_left(here: Deciding, monkeypatch) -> None:
    for _ in range(3):
        here.series.submit(DE_AGEING)
    monkeypatch.setattr(reassessing, "BATCH", 2)
    DBTaskResult.objects.all().delete()
    refile(here, withdrawn)
    names = []
    while job := DBTaskResult.objects.ready().order_by("enqueued_at").first():
        job.delete()
        name = job.task_path.rpartition(".")[2]
        if name in ("reassess_uses", "tell_moved_uses"):
            names.append(name)
            getattr(reassessing, name).call(*job.args_kwargs["args"])
    assert names == ["reassess_uses"] * 3 + ["tell_moved_uses"]
    assert not Use.objects.filter(stale_since__isnull=False).exists()
    assert OutboxMessage.objects.filter(kind="reassessed").exists()


def test_an_archived_production_waits_until_it_is_opened_again(here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    Use.objects.filter(id=use.id).update(holds_until=AT.date())
    production = here.series.production
    archive_production(actor=party_of(here.people["producer"]), at=AT, production=production)
    assert plan_reassessing(at=AT) == 0
    assert assess_next(production.id, "", at=AT) == []
    assert reads(use) == "stale"


def test_the_chore_is_known_to_the_worker() -> None:
    assert jobs.CHORES["reassess_uses"][1] is plan_reassessing
