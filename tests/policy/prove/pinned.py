"""Pins the symbolic space to one concrete case, to compare encoding and interpreter."""

from __future__ import annotations

from typing import Any

import z3

from clearslate.policy.declaration.schema import Schema, core_schema
from clearslate.policy.language.ir import Field
from clearslate.policy.prove.formula import NOW, Formula
from clearslate.policy.prove.space import Cell, Comparison, Space
from clearslate.policy.prove.unroll import Unroller

SWITCHES = {"S4": ("report", "strict")}


class Pinned:
    """Whether formulas hold on one resolved case, asked of the solver."""

    def __init__(self, case: dict[str, Any], schema: Schema | None = None) -> None:
        self.case = case
        self.schema = schema or core_schema()
        sizes = {key: len(items) for key, items in case.items() if isinstance(items, list)}
        several = {
            f"{part.name}.{spec.name}": 3
            for part in self.schema.parts.values()
            for spec in part.fields.values()
            if spec.kind == "names"
        }
        self.space = Space(self.schema, SWITCHES, SWITCHES, {**sizes, **several}, Comparison())

    def holds(self, formulas: list[Formula]) -> list[bool]:
        """For each formula, whether it holds on the case."""
        unroller = Unroller(self.space)
        terms = [unroller.term(formula) for formula in formulas]
        solver = z3.SolverFor("QF_FD")
        solver.add(*self.pins())
        assert solver.check() == z3.sat
        model = solver.model()
        return [z3.is_true(model.eval(term, model_completion=True)) for term in terms]

    def pins(self) -> list[Any]:
        """Everything the space speaks of, fixed to what the case says."""
        pins = []
        for part, flags in self.space.items.items():
            items = self.case[part]
            pins.append(self.space.listed(NOW, part) == (items is not None))
            pins += [flag == (slot < len(items or ())) for slot, flag in enumerate(flags)]
        if self.space.today is not None:
            pins.append(self.space.today == self.case["today"])
        for (place, name), (cell, _) in self.space.cells.items():
            found = self.case[place.part]
            item = found if isinstance(found, dict) else found[place.slot] if found else None
            if item is not None:
                pins += self.cell(place.part, name, cell, item[name])
        return pins

    def cell(self, part: str, name: str, cell: Cell, value: Any) -> list[Any]:
        known = [cell.known == (value is not None)]
        if value is None:
            return known
        spec = self.schema.parts[part].fields.get(name) if part != "switch" else None
        kind = spec.kind if spec else "one" if part == "switch" else "yesno"
        field = Field("", part, name, kind, spec.vocabulary if spec else None)
        domain, texts = self.space.domain(field), self.space.texts
        if kind not in ("many", "names"):
            return [*known, cell.value == domain.constant(value, texts)]
        if kind == "many":
            words = list(self.schema.vocabularies[spec.vocabulary])
            return [*known, *(e.exists == (words[i] in value) for i, e in enumerate(cell.elements))]
        for index, element in enumerate(cell.elements):
            known.append(element.exists == (index < len(value)))
            if index < len(value):
                known.append(element.value == domain.constant(value[index], texts))
        return known
