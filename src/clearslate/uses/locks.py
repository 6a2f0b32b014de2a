"""What is clear and what is not: which uses block which lock or delivery.

What the product knows of a use decides, and nothing is assumed in its favour:

- noticed, “not a use” and cleared block nothing while they hold; declined and withdrawn never do;
- a go-ahead blocks nothing where all of its material is temporary; otherwise it is open until its
  result was looked at, the legal review is done and the rights are cleared;
- in review and on hold are open; so is what is suspended, stale or lapsed;
- an open use that is final, or of which that is not known, blocks the next lock ahead of each of
  its episodes, or the delivery once the lock has passed;
- an open use that is temporary blocks nothing before the lock, and the delivery after it;
- a use that names no episode belongs to the last lock and the last delivery of all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clearslate.productions.models import Milestone
from clearslate.uses.reading import UNSETTLED
from clearslate.uses.turns import GO_AHEAD, OPEN

LOCK = str(Milestone.Kind.PICTURE_LOCK)
DELIVERY = str(Milestone.Kind.DELIVERY)


@dataclass(frozen=True, order=True)
class Day:
    """A lock or a delivery; without a code it is that of the whole production."""

    day: date
    kind: str
    code: str

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Alike:
    """Uses that stand alike: as many as `count`."""

    reads: str
    final: bool | None
    episodes: tuple[str, ...]
    waits_for: str = ""
    count: int = 1

    @property
    def open(self) -> bool:
        """Whether something has to happen before it is clear."""
        if self.reads == GO_AHEAD:
            return self.final is not False or self.waits_for != ""
        return self.reads in OPEN or self.reads in UNSETTLED


@dataclass(frozen=True)
class Calendar:
    """The locks and deliveries of a production, in their order."""

    days: tuple[Day, ...]
    today: date

    @classmethod
    def of(cls, days: Iterable[Day], today: date) -> Calendar:
        """A calendar of days in any order."""
        return cls(tuple(sorted(days)), today)

    def ahead(self) -> tuple[Day, ...]:
        """What lies ahead; today counts."""
        return tuple(day for day in self.days if day.day >= self.today)

    def day(self, kind: str, code: str) -> Day | None:
        """The lock or delivery of an episode."""
        return next((each for each in self.days if (each.kind, each.code) == (kind, code)), None)

    def last(self, kind: str) -> Day | None:
        """The last lock or delivery of all."""
        return max((each for each in self.days if each.kind == kind), default=None)

    def concerning(self, episodes: Collection[str]) -> Iterator[tuple[Day | None, Day | None]]:
        """Lock and delivery of each episode; the last of all where none of them has a day."""
        found = [(self.day(LOCK, code), self.day(DELIVERY, code)) for code in episodes]
        known = [pair for pair in found if pair != (None, None)]
        yield from known or [(self.last(LOCK), self.last(DELIVERY))]


def blocks(use: Alike, calendar: Calendar) -> frozenset[Day]:
    """The locks and deliveries ahead that a use blocks."""
    if not use.open:
        return frozenset()
    today = calendar.today
    found = set()
    for lock, delivery in calendar.concerning(use.episodes):
        locked = lock is not None and lock.day < today
        if use.final is False and not locked:
            continue
        for each in (lock, delivery):
            if each is not None and each.day >= today:
                found.add(each)
                break
    return frozenset(found)


def undated(use: Alike, calendar: Calendar) -> bool:
    """Whether a use is open, and no lock or delivery lies ahead that it would block."""
    if not use.open or blocks(use, calendar):
        return False
    if use.final is not False:
        return True
    locks = (lock for lock, _ in calendar.concerning(use.episodes))
    return any(lock is not None and lock.day < calendar.today for lock in locks)


def working_days(today: date, day: date) -> int:
    """Weekdays after today, up to and with the day."""
    days = (day - today).days
    return sum((today + timedelta(n)).weekday() < 5 for n in range(1, days + 1))
