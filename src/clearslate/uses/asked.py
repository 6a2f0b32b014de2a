"""What somebody asks the table of uses for: filters, order, groups, columns and page.

It is read from the query of an address, so that a link to it can be kept and shared, and whatever
a query holds, something sensible comes of it: what is not understood is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from clearslate.policy.derived.records import folded
from clearslate.uses.models import WaitsFor
from clearslate.uses.reading import READINGS

OUTCOMES = ("hold", "approval", "notify")
DESTINATIONS = ("final", "temporary", "unknown")
GROUPS = ("state", "waits", "department", "episode", "area")
SIZES = (50, 100)
NAMELESS = "-"
"""Stands for “none” among departments, episodes and areas."""

#: Columns that can be chosen, in their order, with whether they are shown unless asked otherwise.
COLUMNS: dict[str, bool] = {
    "department": True,
    "episodes": True,
    "goes": True,
    "state": True,
    "who": True,
    "next": True,
    "changed": True,
    "outcome": False,
    "areas": False,
    "waits": False,
    "until": False,
    "missing": False,
    "declared": False,
    "versions": False,
}
_USUAL = tuple(each for each, usual in COLUMNS.items() if usual)
SORTS = ("number", "title", *COLUMNS)

_MOST_WORDS = 12
_MOST_VALUES = 60
_LONGEST = 60
_NUMBER = re.compile(r"[Uu]-?0*([1-9][0-9]{0,5})")


@dataclass(frozen=True)
class Asked:
    """A question to the table. Every field is a key of the query, or several of one name."""

    q: str = ""
    state: tuple[str, ...] = ()
    """How it reads today."""
    waits: tuple[str, ...] = ()
    """What it waits for."""
    outcome: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    episode: tuple[str, ...] = ()
    goes: tuple[str, ...] = ()
    mine: bool = False
    """Waits for the person who asks."""
    week: bool = False
    """Changed within seven days."""
    missing: bool = False
    """Evidence is not on file."""
    again: bool = False
    """It does not hold now: suspended, lapsed, or to be assessed again."""
    blocks: str = ""
    """What blocks a lock or a delivery: its kind and the code of its episode."""
    sort: str = ""
    """A column, with a minus for downwards; empty for open first, then by date."""
    group: str = ""
    col: tuple[str, ...] = ()
    size: int = SIZES[0]
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, Sequence[str]]) -> Asked:
        """What a query asks for."""
        return cls(
            q=_text(_last(query, "q")),
            state=_known(query, "state", READINGS),
            waits=_known(query, "waits", WaitsFor.values),
            outcome=_known(query, "outcome", OUTCOMES),
            department=_values(query, "department"),
            area=_values(query, "area"),
            episode=_values(query, "episode"),
            goes=_known(query, "goes", DESTINATIONS),
            mine=_last(query, "mine") == "1",
            week=_last(query, "week") == "1",
            missing=_last(query, "missing") == "1",
            again=_last(query, "again") == "1",
            blocks=_text(_last(query, "blocks"))[:_LONGEST],
            sort=_one(_last(query, "sort"), [*SORTS, *(f"-{each}" for each in SORTS)]),
            group=_one(_last(query, "group"), GROUPS),
            col=_columns(query),
            size=int(_one(_last(query, "size"), [str(size) for size in SIZES]) or SIZES[0]),
            page=_count(_last(query, "page")),
        )

    @classmethod
    def read_text(cls, query: str) -> Asked:
        """What a query asks for, as it stands in an address."""
        return cls.read(parse_qs(query.replace("\x00", ""), max_num_fields=None))

    def query(self, **changes: Any) -> str:
        """The query that asks for this, with changes; what is usual is left out."""
        changed = replace(self, **{"page": 1, **changes})
        pairs: list[tuple[str, str]] = []
        for each in fields(changed):
            value = getattr(changed, each.name)
            if value == each.default:
                continue
            if isinstance(value, tuple):
                pairs += [(each.name, one) for one in value]
            else:
                pairs.append((each.name, "1" if value is True else str(value)))
        return urlencode(pairs)

    @property
    def words(self) -> tuple[str, ...]:
        """The words searched for, folded as the table keeps them."""
        return tuple(dict.fromkeys(folded(self.q).split()))[:_MOST_WORDS]

    @property
    def number(self) -> int | None:
        """The number of a use, where nothing else is searched for: U-042."""
        return use_number_in(self.q)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to show, in their order."""
        if self.col:
            return tuple(each for each in COLUMNS if each in self.col)
        return _USUAL

    @property
    def unfiltered(self) -> Asked:
        """The same order, groups and columns, with no filter."""
        return Asked(sort=self.sort, group=self.group, col=self.col, size=self.size)

    @property
    def filters(self) -> bool:
        """Whether anything is filtered."""
        return self.unfiltered != replace(self, page=1)


def use_number_in(text: str) -> int | None:
    """The number that is written as a whole text, as in U-042 or u42."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def _last(query: Mapping[str, Sequence[str]], key: str) -> str:
    values = query.get(key)
    if isinstance(values, str):
        return values
    return values[-1] if values else ""


def _text(text: str) -> str:
    """One line of a sensible length, without what a database refuses."""
    return " ".join(text.replace("\x00", "").split())[:200]


def _values(query: Mapping[str, Sequence[str]], key: str) -> tuple[str, ...]:
    given = (value.replace("\x00", "")[:_LONGEST] for value in query.get(key, ()))
    return tuple(sorted({value for value in given if value}))[:_MOST_VALUES]


def _known(
    query: Mapping[str, Sequence[str]], key: str, allowed: Sequence[str] | Mapping[str, Any]
) -> tuple[str, ...]:
    given = set(query.get(key, ()))
    return tuple(each for each in allowed if each in given)


def _columns(query: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns that are chosen; the usual ones are no choice."""
    chosen = _known(query, "col", COLUMNS)
    return () if chosen == _USUAL else chosen


def _one(value: str, allowed: Sequence[str]) -> str:
    return value if value in allowed else ""


def _count(value: str) -> int:
    """A page; anything odd is the first."""
    return max(int(value), 1) if re.fullmatch(r"[0-9]{1,6}", value) else 1
