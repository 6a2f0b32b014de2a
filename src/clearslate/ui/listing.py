"""The table of uses in the terms of its template: tabs, menus, heads of columns, and lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from clearslate.clearance.selectors import with_conditions
from clearslate.uses.asked import COLUMNS, DESTINATIONS, GROUPS, NAMELESS, OUTCOMES, SIZES, Asked
from clearslate.uses.entries import use_number
from clearslate.uses.locks import LOCK
from clearslate.uses.matching import DEPARTMENTS
from clearslate.uses.models import WaitsFor
from clearslate.uses.reading import READINGS, STALE
from clearslate.uses.table import Group, Row, Table
from clearslate.uses.turns import CLEARED, GO_AHEAD, Turns

SIGNS = {name: name for name in READINGS} | {"on_hold": "hold", STALE: "lapsed"}
"""How a use reads → the sign it is shown with."""

_WAITS = dict(WaitsFor.choices)

GOES = {True: "final", False: "temporary", None: "not known"}
_DESTINATIONS = {"final": "final", "temporary": "temporary", "unknown": "not known"}
_OUTCOMES = {"hold": "on hold", "approval": "needs approval", "notify": "notify"}

EN_DASH = "\u2013"

TITLES = {
    "number": "No.",
    "title": "Use",
    "department": "Department",
    "episodes": "Episodes",
    "goes": "Goes to",
    "state": "State",
    "who": "Who has it",
    "next": "Next date",
    "changed": "Changed",
    "outcome": "Outcome",
    "areas": "Areas",
    "waits": "Waits for",
    "until": "Holds until",
    "missing": "Missing",
    "declared": "Declared by",
    "versions": "Versions",
}
_NUMERIC = {"next", "changed", "until", "missing", "versions"}
_CODES = {"episodes"}


@dataclass(frozen=True)
class Tab:
    """A quick filter as a link, with how many uses it leaves."""

    title: str
    count: int
    query: str
    current: bool


class Choice(NamedTuple):
    """One box to tick in a menu."""

    value: str
    title: str
    ticked: bool


class Menu(NamedTuple):
    """A filter of several values."""

    name: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def ticked(self) -> int:
        """How many are ticked."""
        return sum(choice.ticked for choice in self.choices)


class Head(NamedTuple):
    """The head of a column: its title, how it sorts now, and the query that sorts by it."""

    key: str
    title: str
    sort: str
    query: str
    kind: str


@dataclass(frozen=True)
class Cell:
    """What a line says in one of the chosen columns: words, or a day."""

    key: str
    title: str
    value: str
    day: date | datetime | None
    kind: str


@dataclass(frozen=True)
class Line:
    """A use as one line."""

    row: Row
    number: str
    sign: str
    word: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """A group of lines under one heading; without a title there is no heading."""

    title: str
    count: int
    lines: tuple[Line, ...]


def tabs(table: Table) -> Iterator[Tab]:
    """The quick filters. Each of them stands alone; the other filters stay."""
    asked = table.asked
    none = replace(asked, goes=(), mine=False, week=False, missing=False, again=False)
    kinds: list[tuple[str, str, dict[str, Any]]] = [
        ("all", "All", {}),
        ("final", "Final", {"goes": ("final",)}),
        ("temporary", "Temporary", {"goes": ("temporary",)}),
        ("mine", "Waits for you", {"mine": True}),
        ("week", "Changed this week", {"week": True}),
        ("missing", "Evidence missing", {"missing": True}),
        ("again", "No longer holds", {"again": True}),
    ]
    for key, title, changes in kinds:
        current = replace(none, **changes) == asked
        if key != "again" or table.counts[key] or current:
            yield Tab(title, table.counts[key], none.query(**changes), current)


def menus(asked: Asked, turns: Turns, episodes: Sequence[str]) -> Iterator[Menu]:
    """The filters of several values."""
    areas = {key: area.title for key, area in turns.areas.items()}
    codes = {code: code for code in episodes} | {NAMELESS: "names none"}
    for name, title, known in (
        ("state", "State", READINGS),
        ("waits", "Waits for", _WAITS),
        ("outcome", "Outcome", {key: _OUTCOMES[key] for key in OUTCOMES}),
        ("goes", "Goes to", {key: _DESTINATIONS[key] for key in DESTINATIONS}),
        ("department", "Department", {**DEPARTMENTS, NAMELESS: "not said"}),
        ("area", "Area", {**areas, NAMELESS: "none"}),
        ("episode", "Episode", codes),
    ):
        chosen = getattr(asked, name)
        # What is asked for and not known any more stays, so that it can be taken away.
        choices = known | {value: value for value in chosen if value not in known}
        yield Menu(name, title, _ticked(choices, chosen))


def columns(asked: Asked) -> Menu:
    """The columns to choose."""
    return Menu("col", "Columns", _ticked({key: TITLES[key] for key in COLUMNS}, asked.columns))


def _ticked(choices: Mapping[str, str], chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, title, value in chosen) for value, title in choices.items())


def groupings(asked: Asked) -> Iterator[Choice]:
    """What to group by."""
    yield Choice("", "no groups", not asked.group)
    for key in GROUPS:
        yield Choice(key, key, asked.group == key)


def sizes(asked: Asked) -> Iterator[Choice]:
    """How many uses on a page."""
    for size in SIZES:
        yield Choice(str(size), str(size), asked.size == size)


def heads(asked: Asked) -> Iterator[Head]:
    """The heads of the columns; a second choice of one turns its order around."""
    for key in ("number", "title", *asked.columns):
        sort = {key: "ascending", f"-{key}": "descending"}.get(asked.sort, "")
        query = asked.query(sort=f"-{key}" if sort == "ascending" else key)
        yield Head(key, TITLES[key], sort, query, _kind(key) if key in _NUMERIC else "")


def parts(table: Table, episodes: Sequence[str]) -> Iterator[Part]:
    """The lines of the page in their groups."""
    conditional = with_conditions([row.use.pk for row in table.rows])
    for group in table.groups:
        lines = tuple(line(row, table, episodes, conditional) for row in group.rows)
        yield Part(_group_title(group, table) if table.asked.group else "", group.count, lines)


def _group_title(group: Group, table: Table) -> str:
    match table.asked.group:
        case "state":
            return READINGS[group.key]
        case "waits":
            return _WAITS.get(group.key, "waits for nothing")
        case "department":
            return DEPARTMENTS.get(group.key, "Department not said")
        case "area":
            if group.key == NAMELESS:
                return "No area has to decide"
            return table.ground.turns.title(group.key)
        case _:
            return "Names no episode" if group.key == NAMELESS else group.key


def line(
    row: Row, table: Table, episodes: Sequence[str], conditional: Collection[str] = ()
) -> Line:
    """A use as one line; `conditional` are the ids of those decided on under conditions."""
    sign, word = signed(row.reads, conditional=row.use.pk in conditional)
    use, turns = row.use, table.ground.turns
    values: dict[str, Any] = {
        "department": row.department,
        "episodes": span(use.episodes, episodes),
        "goes": GOES[use.final],
        "who": row.turn.called(table.ground.me),
        "outcome": _OUTCOMES.get(use.outcome, "none"),
        "areas": ", ".join(turns.title(area) for area in use.areas),
        "waits": row.waits,
        "missing": use.missing or "",
        "declared": table.ground.people.get(use.declared_by_id, ""),
        "versions": use.versions_count,
    }
    days = {"next": row.next_date, "changed": use.changed_at, "until": row.until}
    cells = tuple(
        Cell(key, TITLES[key], str(values.get(key, "")), days.get(key), _kind(key))
        for key in table.asked.columns
    )
    return Line(row, use_number(use.number), sign, word, cells)


def _kind(key: str) -> str:
    """The class of the cells of a column."""
    return "num" if key in _NUMERIC else "code" if key in _CODES else ""


def signed(reads: str, *, conditional: bool = False) -> tuple[str, str]:
    """The sign and the word of how a use reads; the word is empty where it is the sign's own."""
    if conditional and reads == CLEARED:
        return "conditions", ""
    if conditional and reads == GO_AHEAD:
        return SIGNS[reads], "go-ahead with conditions"
    return SIGNS[reads], "assess again" if reads == STALE else ""


def span(codes: Sequence[str], episodes: Sequence[str]) -> str:
    """Episodes in short: what follows one another is written as first and last."""
    places = sorted(episodes.index(code) for code in codes if code in episodes)
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    words = [
        f"{episodes[run[0]]}{EN_DASH}{episodes[run[-1]]}"
        if len(run) > 2
        else ", ".join(episodes[place] for place in run)
        for run in runs
    ]
    return ", ".join([*words, *(code for code in codes if code not in episodes)])


def told(asked: Asked) -> str:
    """In words, what a lock or delivery filter asks for."""
    kind, _, code = asked.blocks.partition(":")
    what = "the lock" if kind == LOCK else "the delivery"
    return f"Blocks {what}{f' of {code}' if code else ''}" if asked.blocks else ""
