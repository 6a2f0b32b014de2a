"""Whether a condition that repeats a field loses certainty by it.

Strong Kleene logic treats two readings of one unknown answer as if they could differ. Most repeats
are harmless; one that can leave a condition open although every answer would settle it the same
way is found here by trying: all combinations of unknown and known values of the few fields read.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from clearslate.policy.language.interpret import truth
from clearslate.policy.language.ir import (
    Compare,
    Contains,
    Expression,
    Field,
    Literal,
    Member,
    Quantified,
)
from clearslate.policy.language.walk import atoms, fields

#: The most combinations tried; a condition that needs more is reported without proof.
MOST = 60_000


def loses_certainty(expression: Expression) -> bool:
    """True where some unknown answer leaves the condition open although no answer could.

    Conditions with quantifiers are judged with each quantifier as one opaque yes or no, and by
    the repeats inside its body.
    """
    if any(count > 1 for count in Counter(fields(expression)).values()):
        bodies = list(_bodies(expression))
        if bodies:
            return any(loses_certainty(body) for body in bodies) or _repeats_outside(expression)
        return _tried(expression)
    return False


def _bodies(expression: Expression) -> list[Expression]:
    found: list[Expression] = []
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, Quantified):
            found.append(node.body)
        elif hasattr(node, "parts"):
            stack.extend(node.parts)
        elif hasattr(node, "part") and not isinstance(node, Compare | Field):
            stack.append(node.part)
    return found


def _repeats_outside(expression: Expression) -> bool:
    quantified = [field for body in _bodies(expression) for field in fields(body)]
    outside = Counter(fields(expression))
    outside.subtract(quantified)
    return any(count > 1 for count in outside.values())


def _tried(expression: Expression) -> bool:
    domains = _domains(expression)
    names = list(domains)
    size = 1
    for values in domains.values():
        size *= len(values) + 1
    if size > MOST:
        return True
    total: dict[tuple[Any, ...], bool] = {}
    for combination in itertools.product(*(domains[name] for name in names)):
        total[combination] = truth(expression, *_world(names, combination)) is True
    for partial in itertools.product(*((*domains[name], None) for name in names)):
        if None not in partial or truth(expression, *_world(names, partial)) is not None:
            continue
        options = (
            domains[name] if value is None else [value]
            for name, value in zip(names, partial, strict=True)
        )
        if len({total[full] for full in itertools.product(*options)}) == 1:
            return True
    return False


def _domains(expression: Expression) -> dict[Field, list[Any]]:
    """For each field, the values its comparisons tell apart, and one that equals none of them."""
    domains: dict[Field, set[Any]] = {field: set() for field in fields(expression)}
    for atom in atoms(expression):
        if isinstance(atom, Member):
            domains[atom.field] |= set(atom.values)
        elif isinstance(atom, Contains):
            domains[atom.field].add(atom.value)
        elif isinstance(atom, Compare):
            _add_compared(atom, domains)
    return {field: _values(field, sorted(seen, key=repr)) for field, seen in domains.items()}


def _add_compared(atom: Compare, domains: dict[Field, set[Any]]) -> None:
    sides = (atom.left, atom.right)
    constants = [side.value for side in sides if isinstance(side, Literal)] or [1]
    for side in sides:
        if isinstance(side, Field):
            domains[side] |= set(constants)


def _values(field: Field, seen: list[Any]) -> list[Any]:
    if field.kind == "yesno":
        return [True, False]
    if field.kind in ("many", "names"):
        subsets = itertools.chain.from_iterable(
            itertools.combinations(seen, size) for size in range(len(seen) + 1)
        )
        return list(subsets)
    numbers = [value for value in seen if isinstance(value, int)]
    if numbers:
        return sorted({each for value in numbers for each in (value - 1, value, value + 1)})
    return [*seen, ""]


def _world(
    names: list[Field], values: tuple[Any, ...]
) -> tuple[dict[str, tuple[dict[str, Any], str]], dict[str, Any]]:
    items: dict[str, dict[str, Any]] = {}
    for field, value in zip(names, values, strict=True):
        items.setdefault(field.variable, {})[field.name] = value
    return {variable: (item, variable) for variable, item in items.items()}, {"today": 1}
