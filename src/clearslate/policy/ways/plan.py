"""What the packs in force let a search change, worked out once for all cases.

The nature of a question decides: a *choice* may be decided otherwise, *evidence* may be put on
file, a *fact* is never touched. Where two packs see one answer differently, it is a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from clearslate.policy.declaration.schema import Schema
from clearslate.policy.derived import DOUBTED, READS, WINDOW
from clearslate.policy.derived.tools import VOUCHED
from clearslate.policy.language.ir import (
    Compare,
    Comparison,
    Contains,
    Expression,
    Field,
    Literal,
    Member,
    Today,
)
from clearslate.policy.language.walk import atoms, fields
from clearslate.policy.pack.model import Pack

#: For each derived field, as `part.field`: the answers of the same item that it is computed from.
COMPUTED_FROM: dict[str, tuple[str, ...]] = {key: reads.own for key, reads in READS.items()}
#: Answers whose change means that derived facts, what terms say, or doubts are computed anew.
RECOMPUTES: frozenset[str] = frozenset(
    f"{key.partition('.')[0]}.{name}" for key, names in COMPUTED_FROM.items() for name in names
) | {*DOUBTED, *(f"components.{name}" for name in ("technique", *VOUCHED))}
#: Lists that a derived fact elsewhere depends on; their items are facts in every pack.
COUNTED = frozenset(each.partition(".")[0] for reads in READS.values() for each in reads.items)
#: Answers that derived facts elsewhere depend on: facts in every pack, too.
SHARED = frozenset((*WINDOW, *(name for reads in READS.values() for name in reads.other)))


class DayTest(NamedTuple):
    """A comparison of a date with a day."""

    operator: Comparison
    first: bool
    """The date stands first, the day second."""
    day: int | None
    """As an ordinal; None is the day of the assessment."""

    def holds(self, date: int, today: int) -> bool:
        """Whether it is true of a date."""
        other = today if self.day is None else self.day
        left, right = (date, other) if self.first else (other, date)
        if self.operator == "==":
            return left == right
        return left < right if self.operator == "<" else left <= right


@dataclass(frozen=True, slots=True)
class Plan:
    """What may change, and what a change can make a difference to. Fields are `part.field`."""

    natures: Mapping[str, str]
    read: frozenset[str]
    """The fields that can matter: those that conditions, needs and guards read, and the answers
    that a derived one among them is computed from."""
    alike: Mapping[str, tuple[tuple[str, ...], ...]]
    """The values of a field, in groups that no condition tells apart."""
    named: Mapping[str, tuple[str, ...]]
    """The values of an answer with several that some condition asks for by name."""
    dated: Mapping[str, tuple[DayTest, ...]]
    """How a date is compared with days: what sets one day apart from another."""
    filled: frozenset[str]
    """Lists that may not be empty."""

    def chosen(self, name: str) -> bool:
        """Whether an answer, or a list, is somebody's choice."""
        return self.natures.get(name) == "choice" and name not in SHARED


def make_plan(packs: Iterable[Pack], schema: Schema) -> Plan:
    """The plan for the packs that decide the outcome together."""
    packs = tuple(packs)
    conditions = tuple(each for pack in packs for each in deciding(pack))
    read = {_name(field) for each in conditions for field in fields(each) if field.name}
    for pack in packs:
        read |= {_name(need.evidence) for rule in pack.rules for need in rule.needs}
        read |= {f"{guard.part}.{guard.field}" for guard in pack.guards if guard.field}
    for name in tuple(read):
        read |= {f"{name.partition('.')[0]}.{each}" for each in COMPUTED_FROM.get(name, ())}
    leaves = tuple(atom for each in conditions for atom in atoms(each))
    return Plan(
        natures=_natures(packs),
        read=frozenset(read),
        alike={
            f"{part.name}.{name}": _alike(
                f"{part.name}.{name}", tuple(schema.vocabularies[spec.vocabulary]), leaves
            )
            for part in schema.declared
            for name, spec in part.fields.items()
            if spec.kind == "one" and spec.vocabulary is not None
        },
        named=_named(leaves),
        dated=_dated(leaves),
        filled=frozenset(guard.part for pack in packs for guard in pack.guards if guard.nonempty),
    )


def deciding(pack: Pack) -> Iterator[Expression]:
    """Every condition of a pack that its outcome can depend on."""
    for rule in pack.rules:
        yield rule.when
        yield from (need.unless for need in rule.needs if need.unless is not None)
    yield from (guard.when for guard in pack.guards if guard.when is not None)
    if pack.gate is not None:
        yield pack.gate


def _natures(packs: Iterable[Pack]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pack in packs:
        for card in pack.cards:
            for question in card.questions:
                name = f"{question.part}.{question.field}" if question.field else question.part
                agreed = found.setdefault(name, question.nature) == question.nature
                found[name] = question.nature if agreed else "fact"
    return found


def _name(field: Field) -> str:
    return f"{field.part}.{field.name}"


def _alike(
    name: str, vocabulary: tuple[str, ...], leaves: Iterable[Expression]
) -> tuple[tuple[str, ...], ...]:
    """The vocabulary in groups of values for which every condition reads the same."""
    if name in RECOMPUTES:
        return tuple((value,) for value in vocabulary)
    tests: list[frozenset[object]] = []
    for leaf in leaves:
        match leaf:
            case Member(field, values) if _name(field) == name:
                tests.append(frozenset(values))
            case Compare(_, Field() as field, Literal(value)) if _name(field) == name:
                tests.append(frozenset((value,)))
            case Compare(_, Literal(value), Field() as field) if _name(field) == name:
                tests.append(frozenset((value,)))
            case Compare(_, left, right):
                sides = (side for side in (left, right) if isinstance(side, Field))
                if any(_name(side) == name for side in sides):
                    return tuple((value,) for value in vocabulary)
    groups: dict[tuple[bool, ...], list[str]] = {}
    for value in vocabulary:
        groups.setdefault(tuple(value in test for test in tests), []).append(value)
    return tuple(tuple(group) for group in groups.values())


def _named(leaves: Iterable[Expression]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for leaf in leaves:
        field, values = _asked(leaf)
        if field is not None:
            # The element of a field is a field without a name, of the part `part.field`.
            name = _name(field) if field.name else field.part
            found.setdefault(name, {}).update(dict.fromkeys(values))
    return {name: tuple(values) for name, values in found.items()}


def _asked(leaf: Expression) -> tuple[Field | None, tuple[str, ...]]:
    """The field a leaf tests, and the values it tests for."""
    match leaf:
        case Contains(field, value):
            return field, (value,)
        case Member(field, values):
            return field, tuple(str(value) for value in values)
        case Compare(_, Field() as field, Literal(value)):
            return field, (str(value),)
        case Compare(_, Literal(value), Field() as field):
            return field, (str(value),)
    return None, ()


def _dated(leaves: Iterable[Expression]) -> dict[str, tuple[DayTest, ...]]:
    found: dict[str, dict[DayTest, None]] = {}
    for leaf in leaves:
        match leaf:
            case Compare(operator, Field(kind="date") as field, Literal() | Today() as day):
                first = True
            case Compare(operator, Literal() | Today() as day, Field(kind="date") as field):
                first = False
            case _:
                continue
        ordinal = int(day.value) if isinstance(day, Literal) else None
        found.setdefault(_name(field), {})[DayTest(operator, first, ordinal)] = None
    return {name: tuple(tests) for name, tests in found.items()}
