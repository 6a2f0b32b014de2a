"""Writes a condition out again, in the language of packs, with its definitions in place.

What is written parses to the same condition, as long as it is within the caps of length and depth.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Field,
    Kind,
    Literal,
    Member,
    Not,
    Operand,
    Or,
    Quantified,
    Today,
    Truth,
    Value,
)


def written(expression: Expression) -> str:
    """The text of a condition."""
    match expression:
        case Constant(value):
            return str(value)
        case Truth(field):
            return name_of(field)
        case Compare(operator, left, right):
            return _compared(left, operator, right)
        case Member(field, values):
            return f"{name_of(field)} in {_listed(values, field.kind)}"
        case Contains(field, value):
            return f"{_word(value)} in {name_of(field)}"
        case Not(part):
            return _denied(part)
        case And(parts):
            return " and ".join(map(_inside, parts))
        case Or(parts):
            return " or ".join(map(_inside, parts))
        case Quantified(quantifier, variable, part, over, body):
            several = part if over is None else name_of(over)
            return f"{quantifier}({written(body)} for {variable} in {several})"


def name_of(field: Field) -> str:
    """A field as conditions name it, such as `output.destination`."""
    return f"{field.variable}.{field.name}" if field.name else field.variable


def _denied(part: Expression) -> str:
    """The negation of a condition, as people write it."""
    match part:
        case Compare("==", left, right):
            return _compared(left, "!=", right)
        case Member(field, values):
            return f"{name_of(field)} not in {_listed(values, field.kind)}"
        case Contains(field, value):
            return f"{_word(value)} not in {name_of(field)}"
        case Constant() | Truth() | Quantified():
            return f"not {written(part)}"
        case _:
            return f"not ({written(part)})"


def _inside(part: Expression) -> str:
    """A part beside others, in brackets where it would be read otherwise without."""
    return f"({written(part)})" if isinstance(part, And | Or) else written(part)


def _compared(left: Operand, operator: str, right: Operand) -> str:
    kind = _kind(left) or _kind(right) or "date"
    return f"{_operand(left, kind)} {operator} {_operand(right, kind)}"


def _listed(values: Sequence[Value], kind: Kind) -> str:
    listed = ", ".join(_value(value, kind) for value in values)
    return f"({listed},)" if len(values) == 1 else f"({listed})"


def _kind(operand: Operand) -> Kind | None:
    return operand.kind if isinstance(operand, Field) else None


def _operand(operand: Operand, kind: Kind) -> str:
    match operand:
        case Field():
            return name_of(operand)
        case Literal(value):
            return _value(value, kind)
        case Today():
            return "today"


def _value(value: Value, kind: Kind) -> str:
    if kind == "date":
        return f'date("{date.fromordinal(int(value)).isoformat()}")'
    if kind == "seconds":
        return str(int(value) // 1000)
    return _word(value) if isinstance(value, str) else str(value)


def _word(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
