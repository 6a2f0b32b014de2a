"""A sheet before any medium: its head, its parts, its foot. HTML and PDF write out this one value.

All words here are raw: each medium makes them harmless for itself. A paper calls the production by
its code name, and never by its title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from clearslate.policy.assess.assessment import MADE_BY
from clearslate.policy.render.outline import Cell, Item, Note

__all__ = [
    "MADE_BY",
    "Answer",
    "Cell",
    "Columns",
    "Grid",
    "Head",
    "Item",
    "Items",
    "Letter",
    "Note",
    "Part",
    "Sheet",
    "Told",
]

_GAP = re.compile(r"(\[[^\[\]]*\]|\(not known\))")


class Answer(NamedTuple):
    """The headline of a sheet in a box of its own: sign and words, and what stands beside it."""

    label: str
    sign: str
    headline: str
    texts: tuple[str, ...] = ()
    beside: str = ""
    beside_texts: tuple[str, ...] = ()


class Told(NamedTuple):
    """One cell of a grid."""

    text: str = ""
    notes: tuple[str, ...] = ()
    sign: str = ""
    """The name of the sign before it; `text` is its word then."""
    url: str = ""
    """Where it leads on a screen. Paper has no links."""


class Head(NamedTuple):
    """The head of a column: its title, its share of the width, and whether it holds codes."""

    title: str
    share: int
    code: bool = False


@dataclass(frozen=True)
class Items:
    """A heading with lines: a sign, what they belong to, the text with notes, what ends them."""

    kind: ClassVar[str] = "items"
    title: str
    items: tuple[Item, ...]
    intro: str = ""
    empty: str = ""
    """What is said where there is no line; without it the heading is left out as well."""
    sign: str = ""
    """The name of the sign before the title."""


@dataclass(frozen=True)
class Grid:
    """A heading with a table."""

    kind: ClassVar[str] = "grid"
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Told, ...], ...]
    intro: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Columns:
    """Lists side by side, each under its own heading."""

    kind: ClassVar[str] = "columns"
    columns: tuple[Items, ...]


@dataclass(frozen=True)
class Letter:
    """A letter as it would go out; what stands in square brackets is still to be written."""

    kind: ClassVar[str] = "letter"
    text: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text cut at its gaps."""
        return tuple(
            Piece(each, bool(place % 2)) for place, each in enumerate(_GAP.split(self.text)) if each
        )


class Piece(NamedTuple):
    """A piece of a letter: a gap is still to be written."""

    text: str
    gap: bool


Part = Items | Grid | Columns | Letter


@dataclass(frozen=True)
class Sheet:
    """One paper, or one of several in a file. Each begins on a page of its own."""

    kind: str
    """What it is: “Written approval”."""
    name: str
    """Of what: “U-042, version 3”. It stands at the foot of each page."""
    production: str
    """The code name."""
    made: str
    """When, and for whom."""
    title: str
    parts: tuple[Part, ...]
    cells: tuple[Cell, ...] = ()
    lines: tuple[str, ...] = ()
    """What stands under the title."""
    warning: str = ""
    """What must be read before anything else: that it does not hold."""
    answer: Answer | None = None
    foot: tuple[Cell, ...] = ()
    made_by: str = MADE_BY
    landscape: bool = False
    one_page: bool = False
    """Whether it is set smaller rather than on a second page."""

    @property
    def head(self) -> tuple[Cell, ...]:
        """The cells of the board: what it is of comes first."""
        return (Cell("Production", self.production), *self.cells)
