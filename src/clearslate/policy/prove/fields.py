"""Which fields a condition reads."""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.policy.language.ir import (
    And,
    Compare,
    Contains,
    Expression,
    Field,
    Member,
    Not,
    Or,
    Quantified,
    Truth,
)


def fields(expression: Expression | None) -> Iterator[Field]:
    """Every field the condition reads, in its order; the elements of a field are not repeated."""
    match expression:
        case Truth(field) | Member(field) | Contains(field):
            yield field
        case Compare(_, left, right):
            yield from (side for side in (left, right) if isinstance(side, Field))
        case Not(part):
            yield from fields(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from fields(part)
        case Quantified(over=over, body=body):
            if over is not None:
                yield over
            yield from fields(body)
