"""Lines of a log as a story: grouped by day in a zone, told with the names of today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clearslate.ledger import selectors
from clearslate.ledger.parties import Party
from clearslate.ledger.selectors import Line

#: Lines on one page of a history.
PAGE = 50

#: What a history can be narrowed to: the title, and what the types of its entries begin with.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "uses": ("Uses", ("use.",)),
    "notices": ("Notices", ("notice.",)),
    "decisions": (
        "Decisions",
        ("area.", "decision.", "query.", "remark.", "line.", "exception.", "away."),
    ),
    "results": ("Results and shots", ("results.", "shots.")),
    "envelopes": ("Standing approvals", ("standing.", "envelope.")),
    "duties": ("Duties", ("duty.", "feed.")),
    "gates": ("Gates", ("gate.", "delivered.")),
    "suspensions": ("Suspensions", ("suspension.",)),
    "people": ("People and roles", ("member.", "role.")),
    "rules": ("Rules and facts", ("pack.", "switch.", "facts.")),
    "production": (
        "The production",
        ("production.", "episode.", "milestone.", "calendar.", "view."),
    ),
}


class Told(NamedTuple):
    """A line as a page shows it; `place` is its number in the log."""

    place: int
    hour: str
    at: datetime
    sentence: str
    hash: str


class Day(NamedTuple):
    """A day with what happened on it, the latest first."""

    day: date
    lines: tuple[Told, ...]


class Story(NamedTuple):
    """A page of a history; `before` is where the next one begins, if there is one."""

    days: tuple[Day, ...]
    before: int | None


def story(
    scope: str,
    *,
    zone: str,
    subject: Party | None = None,
    kind: str = "",
    before: int | None = None,
    limit: int = PAGE,
) -> Story:
    """A page of what happened, the newest first. `kind` is one of `KINDS`, or empty for all."""
    kinds = KINDS[kind][1] if kind else ()
    lines = selectors.newest_first(
        scope, subject=subject, kinds=kinds, before=before, limit=limit + 1
    )
    more = len(lines) > limit
    shown = lines[:limit]
    return Story(_days(shown, ZoneInfo(zone)), shown[-1].index if more else None)


def _days(lines: Sequence[Line], zone: ZoneInfo) -> tuple[Day, ...]:
    local = [(line.at.astimezone(zone), line) for line in lines]
    return tuple(
        Day(
            day,
            tuple(
                Told(line.index, f"{at:%H:%M}", at, line.sentence, line.sha256[:12])
                for at, line in each
            ),
        )
        for day, each in groupby(local, key=lambda pair: pair[0].date())
    )
