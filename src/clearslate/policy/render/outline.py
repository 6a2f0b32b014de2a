"""What an assessment is shown as, before any medium: a verdict, sections of items, a foot.

Every renderer writes out this one outline, so a section is changed in one place. All words here
are raw; each renderer makes them harmless for its medium.

The order is that of a person's questions: the answer, what to do, the reasons, everything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: How the clapper sticks stand: open while answers can still change the verdict.
Sticks = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A ruled cell of the board: a small label and a value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line under an item: what it says, and its label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section."""

    text: str
    sign: str = ""
    """The name of the sign that stands before it."""
    word: str = ""
    """The sign's word, where it differs from the usual one."""
    group: str = ""
    """What it belongs to: an area, an owner."""
    aside: str = ""
    """What stands at the end of the line: a citation, a date."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its items."""

    name: str
    title: str
    items: tuple[Item, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One of the three outcomes on the line of bounds, and what can be said of it."""

    outcome: str
    words: str
    possible: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: sign, headline, what it means, and whether it can still change."""

    sign: str
    headline: str
    means: str
    settled: str
    sticks: Sticks
    stops: tuple[Stop, ...]
    """Empty when this is not a use at all."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One assessment, ready to be written out."""

    title: str
    cells: tuple[Cell, ...]
    verdict: Verdict
    sections: tuple[Section, ...]
    foot: tuple[Cell, ...]
    made_by: str
