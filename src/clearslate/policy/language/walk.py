"""Walks a condition: the fields it reads and the lists it runs over."""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.policy.language.ir import (
    And,
    Compare,
    Contains,
    Expression,
    Field,
    Literal,
    Member,
    Not,
    Or,
    Quantified,
    Today,
    Truth,
)


def fields(expression: Expression) -> Iterator[Field]:
    """Every field a condition reads, repeated as often as it is read."""
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
        case Quantified():
            if expression.over is not None:
                yield expression.over
            yield from fields(expression.body)


def lists(expression: Expression) -> Iterator[str]:
    """Every list a condition runs over."""
    match expression:
        case Not(part):
            yield from lists(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from lists(part)
        case Quantified():
            if expression.over is None:
                yield expression.part
            yield from lists(expression.body)


def beside_today(expression: Expression) -> Iterator[Field | Literal]:
    """The dates, declared or written out, that a condition compares with that of the assessment."""
    for atom in atoms(expression):
        if isinstance(atom, Compare) and Today() in (atom.left, atom.right):
            yield from (
                side for side in (atom.left, atom.right) if isinstance(side, Field | Literal)
            )


def atoms(expression: Expression) -> Iterator[Expression]:
    """The smallest conditions, those that only read answers."""
    match expression:
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case Quantified():
            yield from atoms(expression.body)
        case _:
            yield expression
