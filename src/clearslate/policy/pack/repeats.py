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
#: The most combinations tried for all conditions of a pack, which keeps any pack quick to load.
MOST_IN_ALL = 1_000_000


class Effort:
    """How many combinations may still be tried."""

    def __init__(self) -> None:
        self.left = MOST_IN_ALL

    def allows(self, combinations: int) -> bool:
        """Whether so many may be tried; they then count as tried."""
        if combinations > min(MOST, self.left):
            return False
        self.left -= combinations
        return True


def loses_certainty(expression: Expression, effort: Effort | None = None) -> bool:
    """True where some unknown answer leaves the condition open although no answer could.

    Whatever reads no repeated field is taken as one opaque answer, since only repeats can lose
    certainty; a quantifier is opaque too, and its body is judged by itself.
    """
    counts = Counter(fields(expression))
    repeated = frozenset(field for field, count in counts.items() if count > 1)
    if not repeated:
        return False
    effort = effort or Effort()
    if any(loses_certainty(body, effort) for body in _bodies(expression)):
        return True
    return _tried(_Abstraction(repeated).of(expression), effort)


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


def _tried(expression: Expression, effort: Effort) -> bool:
    seen = _compared(expression)
    if not effort.allows(math.prod(_size(*each) + 1 for each in seen.items())):
        return True
    domains = {field: _values(field, sorted(values, key=repr)) for field, values in seen.items()}
    names = list(domains)
    options = [(*domains[name], *(() if name.variable == "known" else (None,))) for name in names]
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


def _compared(expression: Expression) -> dict[Field, set[Any]]:
    """For each field, the values that its comparisons name."""
    domains: dict[Field, set[Any]] = {field: set() for field in fields(expression)}
    for atom in atoms(expression):
        if isinstance(atom, Member):
            domains[atom.field] |= set(atom.values)
        elif isinstance(atom, Contains):
            domains[atom.field].add(atom.value)
        elif isinstance(atom, Compare):
            _add_compared(atom, domains)
    return domains


def _add_compared(atom: Compare, domains: dict[Field, set[Any]]) -> None:
    sides = (atom.left, atom.right)
    constants = [side.value for side in sides if isinstance(side, Literal)] or [1]
    for side in sides:
        if isinstance(side, Field):
            domains[side] |= set(constants)


def _size(field: Field, seen: set[Any]) -> int:
    """How many values `_values` gives, or a few more."""
    if field.kind in ("many", "names"):
        return 1 << len(seen)
    return max(3 * len(seen) + 1, 2)


def _values(field: Field, seen: list[Any]) -> list[Any]:
    """Values that the comparisons tell apart, and one that equals none of those they name."""
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
