"""What a proof asks: formulas about symbolic cases, with quantifiers over the items of lists.

A condition has three values; a formula has two. `rails` turns the first into the second: one
formula for "certainly true", one for "certainly false". Formulas know nothing of the solver. That
keeps the quantifiers visible until it is known how many items a list needs (`witnesses`).

Some proofs compare two cases. A formula then speaks of layer NOW or layer THEN: the same items in
the same lists, with other answers where the proof says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from clearslate.policy.language.ir import Compare, Contains, Field, Member, Truth

#: The case a proof starts from, and the one it is compared with.
NOW, THEN = 0, 1

Leaf: TypeAlias = Truth | Compare | Member | Contains


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """True or false whatever the case is."""

    value: bool


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A test of answers has certainly this value: all its answers are known, and it is so."""

    layer: int
    test: Leaf
    wanted: bool


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """An answer is known."""

    layer: int
    field: Field


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A list of the declaration is known, empty or not."""

    layer: int
    part: str


@dataclass(frozen=True, slots=True, eq=False)
class Negation:
    """The opposite."""

    part: Formula


@dataclass(frozen=True, slots=True, eq=False)
class All:
    """Every part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Any:
    """At least one part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """What a quantifier runs over: the items of `part`, or the elements of the field `over`."""

    part: str
    over: Field | None = None

    @property
    def key(self) -> str:
        """The name under which the number of its slots is kept."""
        return self.part if self.over is None else f"{self.over.part}.{self.over.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """At least one item that exists satisfies the body."""

    items: Items
    variable: str
    body: Formula
    layer: int = NOW
    """Where the elements of a field are read; the items of a list are the same in both."""


@dataclass(frozen=True, slots=True, eq=False)
class Every:
    """Each item that exists satisfies the body."""

    items: Items
    variable: str
    body: Formula
    layer: int = NOW
    """Where the elements of a field are read; the items of a list are the same in both."""


Formula: TypeAlias = Fixed | Settled | Known | Listed | Negation | All | Any | Some | Every

YES = Fixed(True)
NO = Fixed(False)


def all_of(*parts: Formula) -> Formula:
    """The conjunction, without parts that say nothing."""
    if any(isinstance(part, Fixed) and not part.value for part in parts):
        return NO
    kept = tuple(part for part in parts if not isinstance(part, Fixed))
    return kept[0] if len(kept) == 1 else All(kept) if kept else YES


def any_of(*parts: Formula) -> Formula:
    """The disjunction, without parts that say nothing."""
    if any(isinstance(part, Fixed) and part.value for part in parts):
        return YES
    kept = tuple(part for part in parts if not isinstance(part, Fixed))
    return kept[0] if len(kept) == 1 else Any(kept) if kept else NO


def negated(part: Formula) -> Formula:
    """The opposite."""
    match part:
        case Fixed(value):
            return NO if value else YES
        case Negation(inner):
            return inner
    return Negation(part)
