"""The table of uses: what is asked for, counted, put in order, and one page of it.

The number of queries does not depend on the number of uses. Rows are found as ids first, so that
what is long is read for one page only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q

from clearslate.ledger.parties import Party
from clearslate.productions.models import Production
from clearslate.uses.asked import NAMELESS, Asked
from clearslate.uses.ground import alike, blocking, calendar_of, episode_codes, ground_for
from clearslate.uses.matching import (
    DEPARTMENTS,
    RANK,
    WEEK,
    Combination,
    Ground,
    again,
    columns,
    destination,
    filters,
    mine,
    order,
    quick,
    who_cases,
)
from clearslate.uses.models import Attachment, Use, WaitsFor
from clearslate.uses.reading import reading
from clearslate.uses.selectors import uses_of
from clearslate.uses.turns import OPEN, SETTLED, WAITING, WITHDRAWN, Person, Turn

CHUNK = 500
"""How many rows are read at a time where all are wanted."""


@dataclass(frozen=True)
class Row:
    """A use as the table shows it."""

    use: Use
    turn: Turn
    reads: str
    """How it reads today: a state, or that it is suspended, stale or lapsed."""
    picture: str = ""
    """The id of the still to show small."""

    @property
    def next_date(self) -> Any:
        """When whoever has it should be done."""
        return self.use.due_on if self.reads in OPEN else None

    @property
    def waits(self) -> str:
        """What it waits for, in words."""
        waits_for = self.use.waits_for if self.reads in WAITING else ""
        return str(WaitsFor(waits_for).label) if waits_for else ""

    @property
    def until(self) -> date | None:
        """The first day on which what settles it no longer holds; none where nothing ends."""
        if self.reads not in SETTLED or self.use.frozen_at is not None:
            return None
        days = (self.use.holds_until, self.use.valid_until)
        return min((day for day in days if day is not None), default=None)

    @property
    def department(self) -> str:
        """The department in words."""
        return DEPARTMENTS.get(self.use.department, self.use.department)


@dataclass(frozen=True)
class Group:
    """Rows that belong together; `count` is how many there are on all pages."""

    key: str
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """One page of the table, with what is needed to ask for another one."""

    asked: Asked
    ground: Ground
    counts: dict[str, int]
    """How many uses there are for each quick filter, under the other filters."""
    groups: tuple[Group, ...]
    lines: int
    """Lines on all pages; a use in several groups has several."""
    matching: int
    """Uses that match, on all pages."""

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.lines // self.asked.size), 1)

    @property
    def rows(self) -> list[Row]:
        """The rows of the page."""
        return [row for group in self.groups for row in group.rows]


class Search:
    """The uses of a production that match what is asked, for whoever may see them."""

    def __init__(
        self,
        actor: Party,
        production: Production,
        asked: Asked,
        at: datetime,
        ground: Ground | None = None,
    ) -> None:
        self.actor = actor
        self.production = production
        self.asked = asked
        self.at = at
        self.ground = ground or ground_for(actor, production, at)
        base = uses_of(self.actor, self.production).alias(**columns(self.ground))
        self.filtered = base.filter(filters(self.asked, self.ground), self._blocking())
        self.quick = quick(self.asked, self.ground)

    def _blocking(self) -> Q:
        """What blocks the lock or delivery that is asked for; nothing does where there is none."""
        if not self.asked.blocks:
            return Q()
        calendar = calendar_of(self.production, self.ground.today)
        day = next((each for each in calendar.ahead() if each.key == self.asked.blocks), None)
        if day is None:
            return Q(pk__in=[])
        uses = uses_of(self.actor, self.production)
        stands = [use for use, _ in alike(uses, self.ground)]
        return blocking(day, stands, calendar)

    @property
    def matching(self) -> Any:
        """All uses that match, in no order."""
        return self.filtered.filter(self.quick)

    def counts(self) -> dict[str, int]:
        """The number of uses for each quick filter and in all, in one query."""
        open_ones = ~Q(state=WITHDRAWN)
        asked_for: dict[str, Any] = {
            "all": Count("pk"),
            "matching": Count("pk", filter=self.quick) if self.quick else Count("pk"),
            "final": Count("pk", filter=destination("final")),
            "temporary": Count("pk", filter=destination("temporary")),
            "mine": Count("pk", filter=mine(self.ground)),
            "week": Count("pk", filter=Q(changed_at__gte=self.at - WEEK)),
            "missing": Count("pk", filter=Q(missing__gt=0) & open_ones),
            "again": Count("pk", filter=again()),
        }
        found = self.filtered.aggregate(**{f"n_{name}": count for name, count in asked_for.items()})
        return {name: found[f"n_{name}"] for name in asked_for}

    def inorder(self) -> Any:
        """What matches, in the order that is asked for."""
        uses, cases = self.matching, []
        if self.asked.sort.removeprefix("-") == "who":
            combined = uses.annotate(**{name: F(name) for name in _SHOWN}).order_by()
            combined = combined.values_list(*_WHO).distinct()
            cases = who_cases(map(Combination._make, combined), self.ground)
        return uses.order_by(*order(self.asked, self.ground, cases))

    def ids(self, numbers: Collection[int] | None = None) -> list[str]:
        """The ids of all that matches, or of some numbers of it, in order."""
        found = self.inorder()
        if numbers is not None:
            found = found.filter(number__in=numbers)
        return list(found.values_list("pk", flat=True))

    def numbers(self, ids: Sequence[str]) -> list[int]:
        """The numbers of some uses, in the order of their ids."""
        found: dict[str, int] = {}
        for start in range(0, len(ids), CHUNK):
            rows = Use.objects.filter(production=self.production, pk__in=ids[start:][:CHUNK])
            found.update(rows.values_list("pk", "number"))
        return [found[each] for each in ids if each in found]

    def rows(self, ids: Iterable[str]) -> Iterator[Row]:
        """The rows of some uses, in the order of their ids."""
        ids = list(ids)
        uses = Use.objects.filter(pk__in=ids, production=self.production).defer("search")
        found = {use.pk: use for use in uses}
        pictures = pictures_of(ids)
        for each in ids:
            if each in found:
                yield self._row(found[each], pictures.get(each, ""))

    def _row(self, use: Any, picture: str) -> Row:
        declarer = Person(use.declared_by_id, self.ground.people.get(use.declared_by_id, ""))
        reads = reading(use, self.ground.today)
        turn = self.ground.turns.of(reads, use.waiting, declarer, use.waits_for, use.asked)
        return Row(use, turn, reads, picture)


_WHO = Combination._fields
#: Those of them that are no columns of a use.
_SHOWN = ("reads", "waiting_text", "asked_text")


def table_of(search: Search, *, most: int | None = None) -> Table:
    """A page of the table of uses; at most so many rows of it."""
    asked = search.asked
    counts = search.counts()
    if asked.group:
        groups, lines = _grouped(search)
    else:
        lines = counts["matching"]
        start = (_page(asked, lines) - 1) * asked.size
        ids = search.inorder().values_list("pk", flat=True)[start:][: most or asked.size]
        groups = (Group("", lines, tuple(search.rows(ids))),)
    shown = replace(asked, page=_page(asked, lines))
    return Table(shown, search.ground, counts, groups, lines, counts["matching"])


def _page(asked: Asked, lines: int) -> int:
    """The page to show: the last one where a later one is asked for."""
    return min(asked.page, max(-(-lines // asked.size), 1))


def _grouped(search: Search) -> tuple[tuple[Group, ...], int]:
    """The groups of which the page shows rows. A use of several episodes is in each of theirs."""
    asked = search.asked
    column = _COLUMNS.get(asked.group, asked.group)
    members: dict[str, list[str]] = {key: [] for key in _keys(search)}
    found = search.inorder().annotate(reads=F("reads"), waits=F("waits")).values_list("pk", column)
    for pk, value in found:
        keys = value if isinstance(value, list) else [value]
        for key in keys or [NAMELESS]:
            members.setdefault(key or NAMELESS, []).append(pk)
    lines = sum(len(ids) for ids in members.values())
    start = (_page(asked, lines) - 1) * asked.size
    end, place, cut = start + asked.size, 0, []
    for key, ids in members.items():
        part = ids[max(start - place, 0) : max(end - place, 0)]
        place += len(ids)
        if part:
            cut.append((key, len(ids), part))
    wanted = dict.fromkeys(pk for _, _, part in cut for pk in part)
    rows = {row.use.pk: row for row in search.rows(wanted)}
    return tuple(
        Group(key, count, tuple(rows[pk] for pk in part if pk in rows)) for key, count, part in cut
    ), lines


_COLUMNS = {"episode": "episodes", "area": "areas", "state": "reads"}
"""The columns of groups that are called otherwise."""


def _keys(search: Search) -> list[str]:
    """The keys of groups in the order they are shown in; others follow as they come."""
    match search.asked.group:
        case "state":
            return [*RANK]
        case "department":
            return list(DEPARTMENTS)
        case "area":
            return list(search.ground.turns.areas)
        case "waits":
            return list(WaitsFor.values)
        case _:
            return episode_codes(search.production)


def pictures_of(ids: Iterable[str]) -> dict[str, str]:
    """The first still of the newest version of each use that has one."""
    stills = (
        Attachment.objects.filter(
            kind=Attachment.Kind.STILL,
            preview__isnull=False,
            versions__use__in=list(ids),
            versions__number=F("versions__use__versions_count"),
        )
        .order_by("-attached_at", "-id")
        .values_list("versions__use", "id")
    )
    return dict(stills)
