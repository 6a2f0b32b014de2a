"""Whether a condition that repeats a field loses certainty by it.

Strong Kleene logic treats two readings of one unknown answer as if they could differ. Most repeats
are harmless; one that can leave a condition open although every answer would settle it the same
way is found here by trying: all combinations of unknown and known values of the few fields read.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from clearslate.policy.derived import is_evidence
from clearslate.policy.language.interpret import truth
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
    Truth,
)
from clearslate.policy.language.walk import atoms, fields

#: The most combinations tried; a condition that needs more is reported without proof.
MOST = 60_000


def loses_certainty(expression: Expression) -> bool:
    """True where some unknown answer leaves the condition open although no answer could.

    Whatever reads no repeated field is taken as one opaque answer, since only repeats can lose
    certainty; a quantifier is opaque too, and its body is judged by itself.
    """
    counts = Counter(fields(expression))
    repeated = frozenset(field for field, count in counts.items() if count > 1)
    if not repeated:
        return False
    if any(loses_certainty(body) for body in _bodies(expression)):
        return True
    return _tried(_Abstraction(repeated).of(expression))


def _bodies(expression: Expression) -> Iterator[Expression]:
    match expression:
        case Quantified():
            yield expression.body
        case Not(part):
            yield from _bodies(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _bodies(part)


class _Abstraction:
    """Replaces the parts of a condition that read no repeated field by opaque yes/no answers."""

    def __init__(self, repeated: frozenset[Field]) -> None:
        self.repeated = repeated
        self.number = 0

    def of(self, expression: Expression) -> Expression:
        if isinstance(expression, Quantified) or self.clean(expression):
            return self.opaque([expression])
        match expression:
            case Not(part):
                return Not(self.of(part))
            case And(parts) | Or(parts):
                clean = [part for part in parts if self.clean(part)]
                rest = [self.of(part) for part in parts if not self.clean(part)]
                opaque = [self.opaque(clean)] if clean else []
                return type(expression)((*rest, *opaque))
        return expression

    def clean(self, expression: Expression) -> bool:
        return not self.repeated.intersection(fields(expression))

    def opaque(self, expressions: list[Expression]) -> Truth:
        """One answer for several conditions; it is never unknown where none of their fields is."""
        self.number += 1
        read = [field for each in expressions for field in fields(each)]
        known = all(field.part == "switch" or is_evidence(field.part, field.name) for field in read)
        return Truth(Field("known" if known else "opaque", "", str(self.number), "yesno"))


def _tried(expression: Expression) -> bool:
    domains = _domains(expression)
    names = list(domains)
    options = [(*domains[name], *(() if name.variable == "known" else (None,))) for name in names]
    if math.prod(len(each) for each in options) > MOST:
        return True
    total = {
        full: truth(expression, *_world(names, full)) is True
        for full in itertools.product(*(domains[name] for name in names))
    }
    for partial in itertools.product(*options):
        if None not in partial or truth(expression, *_world(names, partial)) is not None:
            continue
        completions = itertools.product(
            *(
                domains[name] if value is None else [value]
                for name, value in zip(names, partial, strict=True)
            )
        )
        if len({total[full] for full in completions}) == 1:
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
