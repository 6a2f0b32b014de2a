"""Time limits respect the calendar: nobody decides after the lock because the limit says so."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Review
from clearslate.clearance.services.suspending import resume, suspend
from clearslate.flows.calendar import set_calendar
from clearslate.productions.calendar import GivenCalendar, GivenEpisode
from clearslate.productions.models import Episode, Milestone, Production
from clearslate.productions.services.gates import pass_gate
from clearslate.uses.limits import due_within
from clearslate.uses.models import Use
from clearslate.uses.versions import working_day
from tests.server.deciding import APPROVAL, AT, DAY, Deciding, deciding
from tests.server.series import text

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("limit", "today", "gate", "due"),
    [
        (date(2026, 11, 30), MONDAY, None, date(2026, 11, 30)),
        (date(2026, 11, 30), MONDAY, date(2026, 12, 11), date(2026, 11, 30)),
        (date(2026, 11, 30), MONDAY, date(2026, 11, 27), date(2026, 11, 26)),
        # The working day before a Monday is a Friday, and so before the days of a weekend.
        (date(2026, 12, 4), MONDAY, date(2026, 11, 30), date(2026, 11, 27)),
        (date(2026, 12, 4), MONDAY, date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 12, 4), MONDAY, date(2026, 11, 28), date(2026, 11, 27)),
        # What is too near leaves today, and what is late stays late.
        (date(2026, 12, 4), MONDAY, MONDAY, MONDAY),
        (date(2026, 12, 4), MONDAY, date(2026, 11, 24), MONDAY),
        (date(2026, 11, 20), MONDAY, date(2026, 11, 24), date(2026, 11, 20)),
    ],
)
def test_due_within(limit: date, today: date, gate: date | None, due: date) -> None:
    assert due_within(limit, today, gate) == due


@given(limit=DAYS, today=DAYS, gate=DAYS)
def test_what_holds_always(limit: date, today: date, gate: date) -> None:
    due = due_within(limit, today, gate)
    assert due <= limit
    assert due in (limit, today) or due < gate
    # Nothing is shortened more than the calendar asks.
    assert due in (limit, today) or working_day(due, 1) >= gate


@pytest.fixture
def here(database) -> Deciding:
    return deciding()


def plan(here: Deciding, lock: date | None, delivery: date | None = None, *, at: datetime = AT):
    """Set the lock and the delivery of 101 on the calendar, as its page does."""
    production = Production.objects.get(id=here.series.production.id)
    episodes = []
    for row in Episode.objects.filter(production=production):
        rows = Milestone.objects.filter(episode=row)
        days = dict(rows.values_list("kind", "day"))
        if row.code == "101":
            days = {"picture_lock": lock, "delivery": delivery}
        kept = {kind: day for kind, day in days.items() if day}
        episodes.append(GivenEpisode(row.code, row.title, kept, row.id))
    return set_calendar(
        actor=party_of(here.series.coordinator),
        at=at,
        production=production,
        revision=production.revision,
        given=GivenCalendar({"shoot_begins": production.photography_from}, episodes),
    )


def of_101(here: Deciding) -> Use:
    """A use of the first episode that has yet to be decided, with the time limits alone."""
    Milestone.objects.all().delete()
    use = here.series.submit(APPROVAL)
    Use.objects.filter(id=use.id).update(episodes=["101"])
    return Use.objects.get(id=use.id)


def dues(use: Use) -> dict[str, date]:
    return dict(Review.objects.filter(use=use).values_list("area", "due_on"))


@pytest.mark.usefixtures("database")
def test_a_lock_that_is_nearer_than_the_limit_is_what_counts(here: Deciding) -> None:
    use = of_101(here)
    limits = dict(Review.objects.filter(use=use).values_list("area", "limit_on"))
    assert dues(use) == limits
    assert min(limits.values()) > date(2026, 11, 26)
    plan(here, date(2026, 11, 27))
    assert set(dues(use).values()) == {date(2026, 11, 26)}
    assert Use.objects.get(id=use.id).due_on == date(2026, 11, 26)
    plan(here, date(2026, 12, 24))
    assert dues(use) == limits
    assert Use.objects.get(id=use.id).due_on == max(limits.values())


@pytest.mark.usefixtures("database")
def test_the_delivery_counts_once_the_lock_was_passed(here: Deciding) -> None:
    use = of_101(here)
    plan(here, date(2026, 11, 25), date(2026, 11, 30))
    assert set(dues(use).values()) == {date(2026, 11, 24)}
    pass_gate(
        actor=party_of(here.people["post_supervisor"]),
        at=AT,
        production=here.series.production,
        episode=Episode.objects.get(code="101"),
        kind="picture_lock",
        number=1,
    )
    plan(here, date(2026, 11, 25), date(2026, 12, 1))
    assert max(dues(use).values()) == date(2026, 11, 30)


@pytest.mark.usefixtures("database")
def test_a_new_use_and_a_pause_respect_it_too_and_the_pages_say_so(
    here: Deciding, client: Client
) -> None:
    Milestone.objects.filter(episode__code="102").delete()
    Milestone.objects.filter(episode__code="101").update(day=date(2026, 11, 27))
    use = here.series.submit(APPROVAL)
    assert set(dues(use).values()) == {date(2026, 11, 26)}
    client.force_login(here.reviewers["final_output"])
    said = "the last working day before 101 locks"
    page = text(client, "/p/saltbox-s2/uses/1/review/")
    assert f"{said}." in page
    assert "The last working day before 101 locks." in text(client)
    suspension = suspend(
        actor=party_of(here.people["security"]),
        at=AT,
        production=here.series.production,
        kind="other",
        reason="A strike.",
    )
    resume(
        actor=party_of(here.people["security"]),
        at=AT + DAY,
        suspension=suspension,
        reason="It is over.",
    )
    assert set(dues(use).values()) == {date(2026, 11, 26)}
    limit = Review.objects.filter(use=use).first().limit_on
    assert limit > date(2026, 11, 27)
