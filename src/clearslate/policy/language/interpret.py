"""The meaning of a condition: what it is on a resolved case, in three values.

This tree walk is the oracle that every other engine is held against, and it explains: `unknowns`
names the answers that keep a condition from being settled, `traced` also those that settle it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Field,
    Literal,
    Member,
    Not,
    Operand,
    Or,
    Quantified,
    Today,
    Truth,
)
from clearslate.policy.language.logic import Truth3, both, either, negation

#: A resolved case: see `policy.derived.resolve`.
Resolved = Mapping[str, Any]
#: What each variable is bound to: an item with its path, or the element of a field.
Binding = tuple[Mapping[str, Any], str]
Environment = Mapping[str, Binding]


def environment(resolved: Resolved) -> dict[str, Binding]:
    """The bindings that every condition has: the use, the production and the switches."""
    return {
        "use": (resolved["use"], "use"),
        "production": (resolved["production"], "production"),
        "switch": (resolved["switch"], "switch"),
    }


def truth(expression: Expression, env: Environment, resolved: Resolved) -> Truth3:
    """Whether a condition holds: True, False, or None where the answers leave it open."""
    match expression:
        case Constant(value):
            return value
        case Truth(field):
            value = read(field, env, resolved)
            return None if value is None else bool(value)
        case Compare():
            return _compare(expression, env, resolved)
        case Member(field, values):
            value = read(field, env, resolved)
            return None if value is None else value in values
        case Contains(field, wanted):
            value = read(field, env, resolved)
            return None if value is None else wanted in value
        case Not(part):
            return negation(truth(part, env, resolved))
        case And(parts):
            return both(truth(part, env, resolved) for part in parts)
        case Or(parts):
            return either(truth(part, env, resolved) for part in parts)
        case Quantified():
            inner = bindings(expression, env, resolved)
            if inner is None:
                return None
            values3 = (truth(expression.body, each, resolved) for each in inner)
            return either(values3) if expression.quantifier == "any" else both(values3)
    assert_never(expression)


def read(operand: Operand, env: Environment, resolved: Resolved) -> Any:
    """The value of an operand; None is unknown."""
    match operand:
        case Literal(value):
            return value
        case Today():
            return resolved["today"]
        case Field(variable, _, name):
            return env[variable][0][name]
    assert_never(operand)


def bindings(
    loop: Quantified, env: Environment, resolved: Resolved
) -> list[dict[str, Binding]] | None:
    """The environments of a quantifier's body, one per item; None where the list is unknown."""
    if loop.over is not None:
        values = read(loop.over, env, resolved)
        if values is None:
            return None
        path = path_of(loop.over, env)
        return [{**env, loop.variable: ({"": value}, path)} for value in values]
    items = resolved[loop.part]
    if items is None:
        return None
    return [
        {**env, loop.variable: (item, f"{loop.part}[{index}]")} for index, item in enumerate(items)
    ]


def _compare(comparison: Compare, env: Environment, resolved: Resolved) -> Truth3:
    left = read(comparison.left, env, resolved)
    right = read(comparison.right, env, resolved)
    if left is None or right is None:
        return None
    if comparison.operator == "==":
        return bool(left == right)
    return bool(left < right) if comparison.operator == "<" else bool(left <= right)


def path_of(field: Field, env: Environment) -> str:
    """Where the answer stands that a field reads: `people[0].act`."""
    path = env[field.variable][1]
    return f"{path}.{field.name}" if field.name else path


def traced(
    expression: Expression, env: Environment, resolved: Resolved
) -> tuple[Truth3, list[str]]:
    """The truth of a condition and the paths of the answers behind it; paths may repeat.

    Settled: answers that make it so. For a true `and` and a false `or` all parts speak; for a true
    `or` its true parts do; for a false `and` its first false part, which is enough.
    Open: the unknown answers that keep it open. An unknown answer beside a part that settles the
    whole already cannot matter.
    """
    match expression:
        case Constant(value):
            return value, []
        case Truth(field):
            value = env[field.variable][0][field.name]
            return value, [path_of(field, env)]
        case Compare(_, left, right):
            settled = _compare(expression, env, resolved)
            sides = [side for side in (left, right) if isinstance(side, Field)]
            if settled is None:
                sides = [side for side in sides if read(side, env, resolved) is None]
            return settled, [path_of(side, env) for side in sides]
        case Member(field) | Contains(field):
            return truth(expression, env, resolved), [path_of(field, env)]
        case Not(part):
            inner, paths = traced(part, env, resolved)
            return negation(inner), paths
        case And(parts) | Or(parts):
            each = [traced(part, env, resolved) for part in parts]
            return _joined(isinstance(expression, And), each)
        case Quantified():
            bound = bindings(expression, env, resolved)
            whole = [path_of(expression.over, env) if expression.over else expression.part]
            if not bound:
                return (None if bound is None else expression.quantifier == "all"), whole
            each = [traced(expression.body, inner, resolved) for inner in bound]
            return _joined(expression.quantifier == "all", each)
    assert_never(expression)


def _joined(every: bool, parts: list[tuple[Truth3, list[str]]]) -> tuple[Truth3, list[str]]:
    values = [value for value, _ in parts]
    settled = both(values) if every else either(values)
    if every and settled is False:
        return False, next(paths for value, paths in parts if value is False)
    return settled, [path for value, paths in parts if value is settled for path in paths]


def unknowns(expression: Expression, env: Environment, resolved: Resolved) -> list[str]:
    """The paths of the unknown answers that keep a condition open; none where it is settled."""
    settled, paths = traced(expression, env, resolved)
    return paths if settled is None else []
