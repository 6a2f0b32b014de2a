"""What is shown, before any medium: a verdict, sections of items, a foot.

Every renderer writes out this one outline, so a section is changed in one place. All words here
are raw; each renderer makes them harmless for its medium.

The order is that of a person's questions: the answer, what to do, the reasons, everything else.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

#: How the clapper sticks stand: open while answers can still change the verdict.
Sticks = Literal["open", "closed"]


class Cell(NamedTuple):
    """A ruled cell of the board: a small label and a value."""

    label: str
    value: str


class Note(NamedTuple):
    """A line under an item: what it says, and its label."""

    label: str
    text: str


class Item(NamedTuple):
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


class Section(NamedTuple):
    """A heading with its items."""

    name: str
    title: str
    items: tuple[Item, ...]
    intro: str = ""


class Stop(NamedTuple):
    """One of the three outcomes on the line of bounds, and what can be said of it."""

    outcome: str
    words: str
    possible: bool
    now: bool


class Verdict(NamedTuple):
    """The answer: sign, headline, what it means, and whether it can still change."""

    sign: str
    headline: str
    means: str
    settled: str
    sticks: Sticks
    stops: tuple[Stop, ...]
    """Empty when this is not a use at all."""


class Outline(NamedTuple):
    """One assessment, rulebook or rules card, ready to be written out."""

    title: str
    cells: tuple[Cell, ...]
    verdict: Verdict | None
    """None for what is not assessed: a rulebook, a rules card."""
    sections: tuple[Section, ...]
    foot: tuple[Cell, ...]
    made_by: str
    columns: bool = False
    """Whether the sections stand side by side, where there is room."""
