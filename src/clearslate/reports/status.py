"""The weekly status of each episode: what is open, what became clear, gates and dates.

Everything is told by how a use reads on the day. A use of several episodes stands in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from clearslate.clearance.models import Decision, Line, ResultLook
from clearslate.ledger.parties import Party
from clearslate.productions.gates import Place, places_of
from clearslate.productions.models import Production
from clearslate.reports.clear import CLEAR, ENDED, HELD, OPEN, group_of
from clearslate.reports.missing import Missing
from clearslate.uses.finals import GIVEN
from clearslate.uses.ground import ground_for
from clearslate.uses.locks import working_days
from clearslate.uses.models import Use, UseVersion
from clearslate.uses.reading import UNSETTLED, reading
from clearslate.uses.selectors import uses_of
from clearslate.uses.turns import NOTICED, ON_HOLD, Person, Turn

WEEK = timedelta(days=7)
NO_EPISODE = ""


@dataclass(frozen=True)
class Open:
    """A use that somebody has to do something about."""

    use: Use
    reads: str
    turn: Turn
    missing: tuple[str, ...]
    by: date | None
    """When whoever has it should be done; the next lock or delivery where nothing else is set."""
    late: int = 0
    """Working days since then."""


@dataclass(frozen=True)
class Became:
    """A use that became clear within the week, and since when."""

    use: Use
    reads: str
    at: datetime


@dataclass
class Status:
    """One episode, or what names none; a film has one for all of it."""

    code: str
    place: Place | None
    """Its gates and days; None for what names no episode."""
    open: list[Open] = field(default_factory=list)
    became: list[Became] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((CLEAR, OPEN, HELD), 0))


def status_of(actor: Party, production: Production, at: datetime) -> list[Status]:
    """The status of every episode, for whoever may see the uses; the whole of a film is one."""
    ground = ground_for(actor, production, at)
    places = {place.code: place for place in places_of(production) if place.takes}
    found = {code: Status(code, place) for code, place in places.items()}
    uses = uses_of(actor, production)
    rows = list(uses.defer("search").order_by("number"))
    clear_since = _clear_since(uses, at - WEEK)
    on_hold = [row.pk for row in rows if row.state == ON_HOLD and not row.suspended]
    missing = Missing(on_hold, ground.turns, ground.today)
    for row in rows:
        reads = reading(row, ground.today)
        group = group_of(row.state, row.waits_for, reads in UNSETTLED)
        if group == ENDED:
            continue
        turn = _turn(row, reads, ground)
        for code in _codes(row, found, places):
            status = found.setdefault(code, Status(code, None))
            status.counts[group] += 1
            if group == CLEAR and row.pk in clear_since:
                status.became.append(Became(row, reads, clear_since[row.pk]))
            elif group != CLEAR:
                by = row.due_on or _next(status.place, ground.today)
                late = working_days(by, ground.today) if by and by < ground.today else 0
                told = missing.of(row, reads)
                status.open.append(Open(row, reads, turn, told, by, late))
    for status in found.values():
        status.open.sort(key=lambda each: (each.by or date.max, each.use.number))
        status.became.sort(key=lambda each: (each.at, each.use.number))
    return list(found.values())


def _codes(use: Use, found: Mapping[str, Status], places: Mapping[str, Place]) -> Iterable[str]:
    """The sheets that a use stands on: its episodes, or the whole of what has none."""
    return [code for code in use.episodes if code in places] or [NO_EPISODE]


def _turn(use: Use, reads: str, ground: Any) -> Turn:
    declarer = Person(use.declared_by_id, ground.people.get(use.declared_by_id, ""))
    turn: Turn = ground.turns.of(reads, use.waiting, declarer, use.waits_for, use.asked)
    return turn


def _next(place: Place | None, today: date) -> date | None:
    """The next lock or delivery that is planned and not passed."""
    if place is None:
        return None
    stages = [place.stages[kind] for kind in ("picture_lock", "delivery")]
    days = [each.planned for each in stages if each.planned and each.last is None]
    return min((day for day in days if day >= today), default=None)


def _clear_since(uses: Any, since: datetime) -> dict[str, datetime]:
    """When the last act that a use waited for was done, of those where that is within a week.

    For a notice that is its submission. Being assessed anew with nothing changed is no act.
    """
    ids = uses.values("pk")
    decisions = Decision.objects.filter(review__use__in=ids, ended_at=None, at__gte=since)
    looks = ResultLook.objects.filter(result__use__in=ids, cleared=True, at__gte=since)
    asked = (Line.Kind.LEGAL_REVIEW, Line.Kind.RIGHTS_CLEARANCE)
    lines = Line.objects.filter(use__in=ids, kind__in=asked, responded_at__gte=since)
    versions = UseVersion.objects.filter(
        use__in=uses.filter(state=NOTICED).values("pk"), cause__in=GIVEN, submitted_at__gte=since
    )
    latest: dict[str, datetime] = {}
    for rows, use, when in (
        (decisions, "review__use_id", "at"),
        (looks, "result__use_id", "at"),
        (lines, "use_id", "responded_at"),
        (versions, "use_id", "submitted_at"),
    ):
        for key, last in rows.order_by().values_list(use).annotate(last=Max(when)):
            latest[key] = max(last, latest.get(key, last))
    return latest
