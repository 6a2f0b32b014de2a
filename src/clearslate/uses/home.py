"""Where a production stands, at a glance: clear or not, what blocks, who has it, and by when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce, Least

from clearslate.ledger import selectors as ledger
from clearslate.ledger.parties import Party
from clearslate.productions.models import PackInForce, Production
from clearslate.productions.packs import statements_on
from clearslate.uses.ground import alike, blocking, calendar_of, ground_for
from clearslate.uses.locks import DELIVERY, LOCK, Alike, Calendar, Day, blocks, undated
from clearslate.uses.matching import WEEK, Ground, columns, mine
from clearslate.uses.models import Use, UseVersion
from clearslate.uses.reading import LAPSED, READINGS, UNSETTLED, reading
from clearslate.uses.selectors import uses_of
from clearslate.uses.turns import (
    CLEARED,
    GO_AHEAD,
    IN_REVIEW,
    NOTICED,
    ON_HOLD,
    WITHDRAWN,
    Person,
    Turn,
)

SHOWN = 8
"""Rows of what blocks, on the home; the table has them all."""

_TOLD = 8
#: What the home tells of a week. Drafts are their authors' own, and mail is told on the use.
_TOLD_KINDS = (
    *("use.submitted", "use.moved", "use.withdrawn", "notice.called_up", "decision.made"),
    *("standing.", "gate.", "production.", "calendar.", "pack.", "switch.", "facts."),
)


@dataclass(frozen=True)
class Mark:
    """A lock or a delivery with what is open before it."""

    day: Day
    state: str
    """`passed`, `none` where nothing of it is declared, `clear`, or how what blocks it reads."""
    count: int
    """Uses that block it; a delivery may also wait for its lock alone."""


@dataclass(frozen=True)
class Blocker:
    """A use that blocks: who has it, what is missing, and by when it must be settled."""

    use: Use
    reads: str
    """How it reads today: a state, or that it is suspended, stale or lapsed."""
    turn: Turn
    why: tuple[str, ...]
    """Evidence that is missing; where none is, the reason for the hold."""
    areas: tuple[str, ...]
    by: date


class Pack(NamedTuple):
    """A pack in force; an advisory one does not count in outcomes."""

    title: str
    version: str
    counts: bool


@dataclass(frozen=True)
class Standing:
    """Where a production stands."""

    ground: Ground
    calendar: Calendar
    total: int
    """Uses that were declared, without those that were withdrawn."""
    reads: Mapping[str, int]
    """How many uses read as what, every reading with its number."""
    open: int
    """Uses for which something has to happen before they are clear."""
    clear_ones: int
    """Uses that are cleared or noticed, or whose temporary material has the go-ahead."""
    results: int
    """Uses that have the go-ahead, and wait for their result or for what follows it."""
    late: int
    mine: int
    blocked: Mapping[Day, int]
    """Each lock and delivery ahead that something blocks, in order, with how many uses do."""
    blocking: int
    blocking_mine: int
    undated: int
    """Open uses before which no lock or delivery lies."""
    marks: tuple[tuple[str, Mark | None, Mark | None], ...]
    """Lock and delivery of each episode."""
    blockers: tuple[Blocker, ...]

    @property
    def first_blocked(self) -> Day | None:
        """The next lock or delivery that something blocks."""
        return next(iter(self.blocked), None)

    @property
    def clear(self) -> bool:
        """Whether nothing is open that blocks anything."""
        return not self.blocking and not self.undated


def standing(*, actor: Party, production: Production, at: datetime) -> Standing:
    """Where a production stands, for whoever may see its uses."""
    ground = ground_for(actor, production, at)
    today = ground.today
    calendar = calendar_of(production, today)
    uses = uses_of(actor, production)
    counted = alike(
        uses,
        ground,
        late=Count("pk", filter=Q(reads=IN_REVIEW, due_on__lt=today)),
        mine=Count("pk", filter=mine(ground)),
    )
    stands = [use for use, _ in counted]
    blocked = _blocked(stands, calendar)
    first = next(iter(blocked), None)
    return Standing(
        ground=ground,
        calendar=calendar,
        total=sum(use.count for use in stands if use.reads != WITHDRAWN),
        reads=_reads(stands),
        open=sum(use.count for use in stands if use.open),
        clear_ones=sum(use.count for use in stands if use.reads in _CLEAR and not use.open),
        results=sum(use.count for use in stands if use.reads == GO_AHEAD and use.open),
        late=sum(counts["late"] for _, counts in counted),
        mine=sum(counts["mine"] for _, counts in counted),
        blocked=blocked,
        blocking=sum(use.count for use in stands if blocks(use, calendar)),
        blocking_mine=sum(counts["mine"] for use, counts in counted if blocks(use, calendar)),
        undated=sum(use.count for use in stands if undated(use, calendar)),
        marks=tuple(_marks(production, stands, calendar, blocked)),
        blockers=tuple(_blockers(uses, first, stands, calendar, ground)),
    )


_CLEAR = (CLEARED, NOTICED, GO_AHEAD)


def _reads(stands: Iterable[Alike]) -> dict[str, int]:
    found = dict.fromkeys(READINGS, 0)
    for use in stands:
        found[use.reads] += use.count
    return found


def _blocked(stands: Iterable[Alike], calendar: Calendar) -> dict[Day, int]:
    counts: dict[Day, int] = {}
    for use in stands:
        for day in blocks(use, calendar):
            counts[day] = counts.get(day, 0) + use.count
    return {day: counts[day] for day in sorted(counts)}


def _marks(
    production: Production, stands: list[Alike], calendar: Calendar, blocked: Mapping[Day, int]
) -> Iterable[tuple[str, Mark | None, Mark | None]]:
    """The rows of the calendar: the whole production first, where it has days of its own."""
    declared = {code for use in stands for code in use.episodes if use.reads != WITHDRAWN}
    some = any(use.reads != WITHDRAWN for use in stands)
    for code in sorted({day.code for day in calendar.days}):
        has_any = code in declared if code else some
        lock, delivery = calendar.day(LOCK, code), calendar.day(DELIVERY, code)
        before = _mark(lock, has_any, stands, calendar, blocked)
        yield code, before, _after(before, _mark(delivery, has_any, stands, calendar, blocked))


def _after(lock: Mark | None, delivery: Mark | None) -> Mark | None:
    """A delivery that nothing blocks by itself is as open as the lock before it."""
    if lock and delivery and lock.count and not delivery.count:
        return Mark(delivery.day, lock.state, 0)
    return delivery


def _mark(
    day: Day | None,
    declared: bool,
    stands: list[Alike],
    calendar: Calendar,
    blocked: Mapping[Day, int],
) -> Mark | None:
    if day is None:
        return None
    if day.day < calendar.today:
        return Mark(day, "passed", 0)
    if day not in blocked:
        return Mark(day, "clear" if declared else "none", 0)
    open_ones = [use for use in stands if day in blocks(use, calendar)]
    found = {LAPSED if use.reads in UNSETTLED else use.reads for use in open_ones}
    return Mark(day, next(kind for kind in _GRAVEST if kind in found), blocked[day])


#: What is shown of what blocks a day: the first of these, with all that no longer holds as one.
_GRAVEST = (ON_HOLD, LAPSED, IN_REVIEW, GO_AHEAD)


def _blockers(
    uses: Any, day: Day | None, stands: list[Alike], calendar: Calendar, ground: Ground
) -> Iterable[Blocker]:
    """What blocks a day, in the order it must be settled; holds first among equals."""
    if day is None:
        return
    by = Least(Coalesce(F("due_on"), day.day), day.day)
    gravest = Case(When(reads=ON_HOLD, then=Value(0)), default=Value(1))
    matching = uses.alias(**columns(ground)).filter(blocking(day, stands, calendar))
    # Ids first: they and their order are read from an index alone.
    ids = list(matching.order_by(by, gravest, "number").values_list("pk", flat=True)[:SHOWN])
    found = Use.objects.filter(pk__in=ids).defer("search")
    rows = sorted(found, key=lambda use: ids.index(use.pk))
    why = _why([row for row in rows if reading(row, ground.today) == ON_HOLD])
    for row in rows:
        declarer = Person(row.declared_by_id, ground.people.get(row.declared_by_id, ""))
        reads = reading(row, ground.today)
        yield Blocker(
            row,
            reads,
            ground.turns.of(reads, row.waiting, declarer, row.waits_for, row.asked),
            why.get(row.pk, ()),
            tuple(ground.turns.title(area) for area in row.waiting),
            min(row.due_on or day.day, day.day),
        )


def _why(uses: Iterable[Use]) -> dict[str, tuple[str, ...]]:
    """Why each of some uses is on hold, from the bytes of its assessment: evidence first."""
    versions = UseVersion.objects.filter(
        use__in=[use.pk for use in uses], number=F("use__versions_count")
    )
    found = {}
    for use, canonical in versions.values_list("use_id", "assessment__canonical"):
        findings = [each for each in json.loads(bytes(canonical))["findings"] if each["certain"]]
        missing = [_titled(each) for one in findings for each in one["missing"]]
        reasons = [each["because"] for each in findings if each["outcome"] == "hold"]
        found[use] = tuple(dict.fromkeys(missing)) or tuple(reasons[:1])
    return found


def _titled(missing: Mapping[str, str]) -> str:
    about = f" ({missing['subject']})" if missing["subject"] else ""
    return f"{missing['title']}{about}"


def packs_in(production: Production, today: date) -> list[Pack]:
    """The packs in force."""
    rows = statements_on(production, today)
    adopted = str(PackInForce.Standing.ADOPTED)
    return [Pack(row.pack.title, row.pack.version, row.standing == adopted) for row in rows]


def changed_this_week(production: Production, at: datetime) -> list[ledger.Line]:
    """What happened within seven days, the newest first, as sentences."""
    lines = ledger.newest_first(production.id, kinds=_TOLD_KINDS, limit=_TOLD)
    return [line for line in lines if line.at >= at - WEEK]
