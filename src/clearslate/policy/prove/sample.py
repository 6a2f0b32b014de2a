"""A case found by the solver, as the interpreter takes it and as a person can read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from clearslate.policy.declaration.schema import Part
from clearslate.policy.derived.registry import EVIDENCE, FACTS
from clearslate.policy.prove.domains import domain
from clearslate.policy.prove.formula import NOW, THEN
from clearslate.policy.prove.solver import Term, z3
from clearslate.policy.prove.space import Cell, Place, Space

#: The date of a counterexample that does not depend on one.
SAMPLE_DAY = date(2026, 11, 24)

Resolved: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """One or two resolved cases; `then` is `now` where only one case is in question."""

    now: Resolved
    then: Resolved
    mentioned: frozenset[tuple[str, str]] = field(default=frozenset())
    """The fields (part, name) that the proof speaks of; the others are left unanswered."""


def read_sample(space: Space, model: Any) -> Sample:
    """The cases that a model of the solver stands for."""
    reader = _Reader(space, model)
    mentioned = frozenset((place.part, name) for place, name in space.cells)
    return Sample(reader.case(NOW), reader.case(THEN), mentioned)


@dataclass(frozen=True, slots=True)
class _Reader:
    space: Space
    model: Any

    def holds(self, term: Term) -> bool:
        return bool(z3.is_true(self.model.eval(term, model_completion=True)))

    def number(self, term: Term) -> int:
        return int(self.model.eval(term, model_completion=True).as_long())

    def case(self, layer: int) -> Resolved:
        today = self.space.today
        day = SAMPLE_DAY.toordinal() if today is None else self.number(today)
        resolved: Resolved = {"today": day, "switch": self.switches(layer)}
        for part in self.space.schema.parts.values():
            if part.name == "production" or not part.is_fact:
                resolved[part.name] = self.part(layer, part)
        return resolved

    def switches(self, layer: int) -> dict[str, str]:
        """The reading of each switch; the first one considered where the proof does not say."""
        chosen = {name: readings[0] for name, readings in self.space.readings.items()}
        if layer == THEN:
            chosen.update(self.space.comparison.switches)
        for (place, name), cells in self.space.cells.items():
            if place.part == "switch":
                chosen[name] = self.space.switches[name][self.number(cells[layer].value)]
        return chosen

    def part(self, layer: int, part: Part) -> Any:
        if part.one:
            return self.item(layer, Place(part.name, 0), part)
        if part.name not in self.space.items:
            # Nothing of this list matters here, not even whether it is known.
            return None
        if not self.holds(self.space.listed(layer, part.name)):
            return None
        return [
            self.item(layer, Place(part.name, slot), part)
            for slot, flag in enumerate(self.space.items[part.name])
            if self.holds(flag)
        ]

    def item(self, layer: int, place: Place, part: Part) -> dict[str, Any]:
        item: dict[str, Any] = dict.fromkeys((*part.fields, *FACTS.get(part.name, ())))
        item.update(dict.fromkeys(EVIDENCE.get(part.name, ()), False))
        for name in item:
            cells = self.space.cells.get((place, name))
            if cells is not None and self.holds(cells[layer].known):
                item[name] = self.value(cells[layer], part, name)
        if part.name_field and (place, part.name_field) not in self.space.cells:
            # Nobody asks for its name; a person who reads the case needs one.
            item[part.name_field] = f"{part.singular.capitalize()} {place.slot + 1}"
        return item

    def value(self, cell: Cell, part: Part, name: str) -> Any:
        spec = part.fields.get(name)
        kind = spec.kind if spec else "yesno"
        if kind == "yesno":
            return self.holds(cell.value)
        words = self.space.schema.vocabularies[spec.vocabulary] if spec and spec.vocabulary else ()
        values = domain(kind, tuple(words))
        if kind in ("many", "names"):
            there = (each for each in cell.elements if self.holds(each.exists))
            numbers = dict.fromkeys(self.number(each.value) for each in there)
            return tuple(values.value(number, self.space.texts) for number in numbers)
        return values.value(self.number(cell.value), self.space.texts)
