"""Time limits that respect the calendar: what is decided after the lock is decided too late.

A time limit of an area counts working days. Where the next lock or delivery of a use comes before
its end, the last working day before that is what counts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from clearslate.productions.gates import DELIVERY, LOCK, STANDING, WHOLE, days_passed
from clearslate.productions.models import Milestone, Production
from clearslate.uses.locks import Calendar, Day


def due_within(limit: date, today: date, gate: date | None) -> date:
    """The day by which a time limit has to be kept: never after the working day before the gate.

    A gate that is too near leaves today. A limit that has passed already stays as it was.
    """
    if gate is None:
        return limit
    last = gate - timedelta(days=1)
    while last.weekday() >= 5:
        last -= timedelta(days=1)
    return min(limit, max(last, today))


@dataclass(frozen=True)
class Gates:
    """The locks and deliveries of a production that lie ahead and were not passed."""

    calendar: Calendar

    @classmethod
    def of(cls, production: Production, today: date) -> Gates:
        """Those of a production on a day."""
        passed = days_passed(production)
        rows = Milestone.objects.filter(production=production, kind__in=STANDING)
        days = [
            Day(day, kind, code or WHOLE)
            for day, kind, code in rows.values_list("day", "kind", "episode__code")
        ]
        left = (
            each for each in days if not {(each.kind, each.code), (each.kind, WHOLE)} & {*passed}
        )
        return cls(Calendar.of(left, today))

    def next_for(self, episodes: Collection[str]) -> Day | None:
        """The next one that a use of these episodes has to be ready for.

        One that names no episode has to be ready for the last of all.
        """
        found = [
            day
            for pair in self.calendar.concerning(episodes)
            for day in pair
            if day is not None and day.day >= self.calendar.today
        ]
        return min(found, default=None)

    def due(self, limit: date, episodes: Collection[str]) -> date:
        """The day by which a time limit of a use of these episodes has to be kept."""
        day = self.next_for(episodes)
        return due_within(limit, self.calendar.today, day.day if day else None)


def gate_words(day: Day) -> str:
    """A gate as the end of a sentence: “101 locks”, “the production is delivered”."""
    what = {LOCK: "locks", DELIVERY: "is delivered"}[day.kind]
    return f"{day.code or 'the production'} {what}"
