"""The space of all resolved cases within the schema's bounds, as terms of the solver.

Each list has slots, each with a flag that says whether an item stands there. Each answer has a flag
that says whether it is known, and a value. Evidence is always known: on file or not. Derived facts
are free: what they are computed from is not part of a proof, so a proof holds whatever they say.

Proofs that compare two cases have the layer THEN beside NOW. `Comparison` says how they differ.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from clearslate.policy.declaration.schema import Schema
from clearslate.policy.derived.registry import is_evidence
from clearslate.policy.language.ir import Field
from clearslate.policy.prove.domains import Domain, Texts, domain
from clearslate.policy.prove.solver import Term, z3


class How(Enum):
    """What an answer in layer THEN has to do with the same answer in layer NOW."""

    SAME = "same"
    ANSWERED = "an unknown may be answered"
    SETTLED = "every unknown is answered"
    OTHER = "as known as before, with any value"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two cases differ. Lists follow `answers`; what is not named stays the same."""

    answers: How = How.SAME
    evidence: How = How.SAME
    others: tuple[tuple[str, str], ...] = ()
    """Fields (part, name) that may have any other value."""
    switches: tuple[tuple[str, str], ...] = ()
    """Switches with another reading in THEN, and which."""
    all_known: bool = False
    """Only cases without any unknown are considered, in NOW as well."""

    def of(self, part: str, name: str) -> How:
        """How one field differs."""
        if (part, name) in self.others:
            return How.OTHER
        return self.evidence if is_evidence(part, name) else self.answers


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One element of a field that may hold several: whether it is there, and what it is."""

    exists: Term
    value: Term


class Cell(NamedTuple):
    """One answer: whether it is known, and its value (a term, or elements of `many`, `names`)."""

    known: Term
    value: Term
    elements: tuple[Element, ...]


class Place(NamedTuple):
    """Where an answer stands: the item in a slot of a part."""

    part: str
    slot: int


@functools.cache
def always() -> Term:
    """The term that is true."""
    return z3.BoolVal(True)


class Space:
    """The terms of one proof: made when first asked for, and remembered for the counterexample."""

    def __init__(
        self,
        schema: Schema,
        switches: Mapping[str, tuple[str, ...]],
        readings: Mapping[str, tuple[str, ...]],
        sizes: Mapping[str, int],
        comparison: Comparison,
    ) -> None:
        """`switches` gives all values of each switch, `readings` those to consider."""
        self.schema = schema
        self.switches = switches
        self.readings = readings
        self.sizes = sizes
        self.comparison = comparison
        self.texts = Texts()
        self.bounds: list[Term] = []
        self.cells: dict[tuple[Place, str], tuple[Cell, Cell]] = {}
        self.lists: dict[str, tuple[Term, Term]] = {}
        self.items: dict[str, list[Term]] = {}
        self.today: Term | None = None

    # Lists and their items.

    def slots(self, part: str) -> list[Term]:
        """For each slot of a list, whether an item stands in it; used slots come first."""
        if part not in self.items:
            if part not in self.schema.parts or self.schema.parts[part].one:
                return [always()]
            flags = [z3.Bool(f"{part}[{slot}]") for slot in range(self.sizes.get(part, 0))]
            self.bounds += [z3.Implies(later, one) for one, later in pairwise(flags)]
            self.items[part] = flags
        return self.items[part]

    def listed(self, layer: int, part: str) -> Term:
        """Whether a list is known."""
        if part not in self.lists:
            self.slots(part)
            known = self._known(part)
            self.lists[part] = (known, self._then_known(known, self.comparison.answers, part))
        return self.lists[part][layer]

    def _known(self, name: str) -> Term:
        return always() if self.comparison.all_known else z3.Bool(f"{name} known")

    def _then_known(self, known: Term, how: How, name: str) -> Term:
        match how:
            case How.SAME | How.OTHER:
                return known
            case How.ANSWERED:
                return z3.Or(known, z3.Bool(f"{name} answered"))
            case How.SETTLED:
                return always()

    # Answers.

    def domain(self, field: Field) -> Domain:
        """The values of a field, or of one element of it."""
        if field.part == "switch":
            return domain("one", self.switches[field.name])
        if field.vocabulary is not None:
            return domain(field.kind, tuple(self.schema.vocabularies[field.vocabulary]))
        return domain(field.kind)

    def day(self) -> Term:
        """The date of the assessment."""
        if self.today is None:
            dates = domain("date")
            self.today = dates.variable("today")
            self.bounds.append(dates.bounds(self.today))
        return self.today

    def cell(self, layer: int, place: Place, field: Field) -> Cell:
        """The answer to one field of one item."""
        key = (place, field.name)
        if key not in self.cells:
            self.cells[key] = self._cells(place, field)
        return self.cells[key][layer]

    def _cells(self, place: Place, field: Field) -> tuple[Cell, Cell]:
        field = self._typed(field)
        name = f"{place.part}[{place.slot}].{field.name}"
        if place.part == "switch":
            return self._switch(name, field)
        how = self.comparison.of(place.part, field.name)
        certain = is_evidence(place.part, field.name)
        now = self._value(always() if certain else self._known(name), name, field)
        if how is How.OTHER:
            return now, self._value(now.known, f"{name} then", field)
        return now, now._replace(known=self._then_known(now.known, how, name))

    def _switch(self, name: str, field: Field) -> tuple[Cell, Cell]:
        values = self.domain(field)
        term = values.variable(name)
        allowed = [values.constant(value, self.texts) for value in self.readings[field.name]]
        self.bounds.append(z3.Or([term == constant for constant in allowed]))
        now = Cell(always(), term, ())
        other = dict(self.comparison.switches).get(field.name)
        if other is None:
            return now, now
        return now, Cell(always(), values.constant(other, self.texts), ())

    def _typed(self, field: Field) -> Field:
        """The field with the kind the schema gives it, whoever asks for it first."""
        part = self.schema.parts.get(field.part)
        spec = part.fields.get(field.name) if part else None
        if spec is None:
            return field
        return replace(field, kind=spec.kind, vocabulary=spec.vocabulary)

    def _value(self, known: Term, name: str, field: Field) -> Cell:
        values = self.domain(field)
        if field.kind in ("many", "names"):
            elements = self._elements(name, field, values)
            return Cell(known, None, elements)
        value = values.variable(name)
        self.bounds.append(values.bounds(value))
        return Cell(known, value, ())

    def _elements(self, name: str, field: Field, values: Domain) -> tuple[Element, ...]:
        if field.kind == "names":
            count = self.sizes.get(f"{field.part}.{field.name}", 0)
            return tuple(
                Element(z3.Bool(f"{name}[{slot}]"), values.variable(f"{name}[{slot}] is"))
                for slot in range(count)
            )
        flags = [z3.Bool(f"{name} has {word}") for word in values.words]
        most = self.schema.parts[field.part].fields[field.name].max
        if most < len(flags):
            self.bounds.append(z3.PbLe([(flag, 1) for flag in flags], most))
        constants = [values.constant(word, self.texts) for word in values.words]
        return tuple(map(Element, flags, constants))


def longest(schema: Schema, key: str) -> int:
    """The schema's bound of a list (`people`) or a field of several values (`people.aspects`).

    A `many` field counts all values of its vocabulary, since each has its own flag.
    """
    part, _, name = key.partition(".")
    if not name:
        return schema.parts[part].max
    field = schema.parts[part].fields[name]
    return len(schema.vocabularies[field.vocabulary]) if field.vocabulary else field.max
