"""From a condition with three values to two formulas with two: the dual rail.

Strong Kleene logic in one sentence: `not` swaps the rails, and every other connective is itself on
the true rail and its dual on the false one. A condition is unknown where neither rail holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Member,
    Not,
    Or,
    Quantified,
    Truth,
)
from clearslate.policy.prove.formula import (
    NO,
    YES,
    Every,
    Formula,
    Items,
    Known,
    Listed,
    Settled,
    Some,
    all_of,
    any_of,
    negated,
)


@dataclass(frozen=True, slots=True)
class Rails:
    """When a condition is certainly true, and when it is certainly false."""

    true: Formula
    false: Formula

    @property
    def open(self) -> Formula:
        """When the answers leave the condition unknown."""
        return all_of(negated(self.true), negated(self.false))


def rails(expression: Expression, layer: int) -> Rails:
    """Both rails of a condition, read in one layer."""
    match expression:
        case Constant(value):
            return Rails(YES, NO) if value else Rails(NO, YES)
        case Truth() | Compare() | Member() | Contains():
            return Rails(Settled(layer, expression, True), Settled(layer, expression, False))
        case Not(part):
            inner = rails(part, layer)
            return Rails(inner.false, inner.true)
        case And(parts):
            each = [rails(part, layer) for part in parts]
            return Rails(all_of(*(r.true for r in each)), any_of(*(r.false for r in each)))
        case Or(parts):
            each = [rails(part, layer) for part in parts]
            return Rails(any_of(*(r.true for r in each)), all_of(*(r.false for r in each)))
        case Quantified():
            return _quantified(expression, layer)
    assert_never(expression)


def _quantified(loop: Quantified, layer: int) -> Rails:
    """`any` needs one item for true and a known list without one for false; `all` is its dual."""
    body = rails(loop.body, layer)
    items = Items(loop.part, loop.over)
    known = Listed(layer, loop.part) if loop.over is None else Known(layer, loop.over)
    if loop.quantifier == "any":
        some, every = body.true, body.false
    else:
        some, every = body.false, body.true
    one = all_of(known, Some(items, loop.variable, some, layer))
    each = all_of(known, Every(items, loop.variable, every, layer))
    return Rails(one, each) if loop.quantifier == "any" else Rails(each, one)
