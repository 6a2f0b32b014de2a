"""What stands beside the findings: what changed since the last look, what was decided before that
is most alike, and the lines that are kept beside the go-ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from clearslate.clearance.looks import Looked, look_at
from clearslate.clearance.models import Line as ClearanceLine
from clearslate.clearance.models import Result, Review
from clearslate.clearance.page import results_by_state
from clearslate.clearance.precedents import Precedent, like, precedents
from clearslate.clearance.selectors import lines_of
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.render.words import listed
from clearslate.ui import dates
from clearslate.ui.seen import seen
from clearslate.ui.views.review.areas import verdict_words
from clearslate.ui.views.review.bench import Bench
from clearslate.ui.views.use.finding import stored_or_404
from clearslate.uses.differences import Changed, difference
from clearslate.uses.errors import DamagedError

_MOST = 10
"""Differences on the page; all of them are a link away."""


@dataclass(frozen=True)
class Since:
    """What changed since somebody last looked at an older version."""

    older: int
    newer: int
    at: datetime
    rows: tuple[Changed, ...]
    more: int
    again: str
    """Which areas are asked again."""
    problem: str = ""


def since_last_look(bench: Bench) -> Since | None:
    """Note that the person looks, and say what changed since they looked at an older version.

    None where they look for the first time.
    """
    visit = bench.visit
    looked = look_at(bench.use, visit.user, visit.at)
    return None if looked is None else changed_since(bench, looked)


def changed_since(bench: Bench, looked: Looked) -> Since:
    """What changed from an older version to the newest."""
    newer, problem = int(bench.use.versions_count), ""
    rows: tuple[Changed, ...] = ()
    try:
        rows = difference(stored_or_404(bench.use, looked.version), bench.stored)
    except DamagedError as error:
        problem = str(error)
    again = [
        bench.title(each.area)
        for each in bench.asked.values()
        if each.pending and each.review.why != Review.Why.NEW
    ]
    return Since(
        older=looked.version,
        newer=newer,
        at=looked.at,
        rows=seen(rows[:_MOST]),
        more=max(len(rows) - _MOST, 0),
        again=listed(again) if again else "",
        problem=problem,
    )


class Alike(NamedTuple):
    """An earlier decision as the page tells it."""

    precedent: Precedent
    sign: str
    words: str
    area: str
    techniques: tuple[str, ...]


def most_alike(bench: Bench) -> tuple[Alike, ...]:
    """The decisions of one's own organisation that are most alike to what one has to decide."""
    stored = bench.stored
    areas = [each.asked.area for each in bench.mine]
    areas = areas or [area for area in bench.asked if bench.judge(area) is not None]
    assessment = stored.assessment.as_json()
    alike = [like(area, assessment, stored.case.document) for area in areas if area]
    found = precedents(bench.visit.user, bench.use, alike)
    words = core_schema().vocabularies["technique"]
    return tuple(
        Alike(
            seen(each),
            "declined" if each.verdict == "declined" else "go_ahead",
            verdict_words(each.verdict, len(each.conditions)),
            bench.title(each.area),
            tuple(words.get(name, name).lower() for name in each.techniques),
        )
        for each in found
    )


class Line(NamedTuple):
    """A line beside the go-ahead: what it is, how far it is, and where it is kept."""

    title: str
    words: str
    place: str


def lines_beside(bench: Bench) -> tuple[Line, ...]:
    """The lines beside the go-ahead that are open, and the results that were sent."""
    today = bench.visit.today
    rows = [row for row in lines_of(bench.use) if row.closed_at is None]
    found = [Line(_capital(row.get_kind_display()), _answered(row, today), row.id) for row in rows]
    states = results_by_state(bench.use)
    if states:
        told = ", ".join(f"{number} {RESULT_WORDS[state]}" for state, number in states.items())
        found.append(Line("Results", told, ""))
    return tuple(found)


RESULT_WORDS = {
    str(Result.State.WAITING): "waiting",
    str(Result.State.CLEARED): "cleared",
    str(Result.State.SENT_BACK): "sent back",
}


def _answered(row: ClearanceLine, today: date) -> str:
    if not row.response:
        return "shown, not answered yet" if row.shown_at else "not answered yet"
    day = dates.words(timezone.localtime(row.responded_at).date(), today)
    return f"{row.get_response_display()}, {day}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
