"""From a formula to terms of the solver: quantifiers written out over the slots of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from clearslate.policy.language.ir import (
    Compare,
    Contains,
    Field,
    Literal,
    Member,
    Operand,
    Today,
    Truth,
)
from clearslate.policy.prove.domains import Domain, domain
from clearslate.policy.prove.formula import (
    All,
    Any,
    Every,
    Fixed,
    Formula,
    Items,
    Known,
    Leaf,
    Listed,
    Negation,
    Settled,
    Some,
)
from clearslate.policy.prove.solver import Term, z3
from clearslate.policy.prove.space import Cell, Element, Place, Space, always

#: What each variable is bound to: an item, or an element of a field.
Bound: TypeAlias = Mapping[str, Place | Element]

#: The parts with one item are bound from the start.
SINGLE: Bound = {name: Place(name, 0) for name in ("use", "production", "switch")}


class Unroller:
    """Builds the terms of formulas in one space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._terms: dict[tuple[Formula, tuple[tuple[str, Place | Element], ...]], Term] = {}

    def term(self, formula: Formula, bound: Bound = SINGLE) -> Term:
        """The term that is true exactly on the cases where the formula holds."""
        # The same part of a condition stands in several formulas: outcome, both ends, findings.
        key = (formula, tuple(bound.items()))
        if key not in self._terms:
            self._terms[key] = self._term(formula, bound)
        return self._terms[key]

    def _term(self, formula: Formula, bound: Bound) -> Term:
        match formula:
            case Fixed(value):
                return z3.BoolVal(value)
            case Settled(layer, test, wanted):
                return self._settled(layer, test, wanted, bound)
            case Known(layer, field):
                return self._cell(layer, field, bound).known
            case Listed(layer, part):
                return self.space.listed(layer, part)
            case Negation(part):
                return z3.Not(self.term(part, bound))
            case All(parts):
                return z3.And([self.term(part, bound) for part in parts])
            case Any(parts):
                return z3.Or([self.term(part, bound) for part in parts])
            case Some(items, variable, body, layer):
                pairs = self._slots(items, layer, bound)
                return z3.Or(
                    [z3.And(there, self.term(body, {**bound, variable: at})) for there, at in pairs]
                )
            case Every(items, variable, body, layer):
                pairs = self._slots(items, layer, bound)
                return z3.And(
                    [
                        z3.Implies(there, self.term(body, {**bound, variable: at}))
                        for there, at in pairs
                    ]
                )
        assert_never(formula)

    def _slots(self, items: Items, layer: int, bound: Bound) -> list[tuple[Term, Place | Element]]:
        """For each slot: whether something stands there, and what a variable is then bound to."""
        if items.over is not None:
            elements = self._cell(layer, items.over, bound).elements
            return [(element.exists, element) for element in elements]
        flags = self.space.slots(items.part)
        return [(flag, Place(items.part, slot)) for slot, flag in enumerate(flags)]

    def _cell(self, layer: int, field: Field, bound: Bound) -> Cell:
        at = bound[field.variable]
        if isinstance(at, Element):
            return Cell(always(), at.value, ())
        return self.space.cell(layer, at, field)

    def _settled(self, layer: int, test: Leaf, wanted: bool, bound: Bound) -> Term:
        known, holds = self._test(layer, test, bound)
        return z3.And(known, holds if wanted else z3.Not(holds))

    def _test(self, layer: int, test: Leaf, bound: Bound) -> tuple[Term, Term]:
        """Whether all answers of a test are known, and whether it then holds."""
        match test:
            case Truth(field):
                cell = self._cell(layer, field, bound)
                return cell.known, cell.value
            case Member(field, values):
                cell, own = self._cell(layer, field, bound), self.space.domain(field)
                constants = [own.constant(value, self.space.texts) for value in values]
                return cell.known, z3.Or([cell.value == constant for constant in constants])
            case Contains(field, value):
                cell, own = self._cell(layer, field, bound), self.space.domain(field)
                wanted = own.constant(value, self.space.texts)
                has = [z3.And(each.exists, each.value == wanted) for each in cell.elements]
                return cell.known, z3.Or(has)
            case Compare():
                return self._comparison(layer, test, bound)
        assert_never(test)

    def _comparison(self, layer: int, test: Compare, bound: Bound) -> tuple[Term, Term]:
        left = self._operand(layer, test.left, test.right, bound)
        right = self._operand(layer, test.right, test.left, bound)
        known = z3.And(left[0], right[0])
        if test.operator == "==":
            return known, left[1] == right[1]
        # Terms of the solver overload Python's operators, for signed bit-vectors.
        return known, left[1] < right[1] if test.operator == "<" else left[1] <= right[1]

    def _operand(
        self, layer: int, operand: Operand, other: Operand, bound: Bound
    ) -> tuple[Term, Term]:
        """Whether an operand is known, and its value; a literal has the domain of the other one."""
        match operand:
            case Field():
                cell = self._cell(layer, operand, bound)
                return cell.known, cell.value
            case Today():
                return always(), self.space.day()
            case Literal(value):
                return always(), self._domain_of(other).constant(value, self.space.texts)
        assert_never(operand)

    def _domain_of(self, operand: Operand) -> Domain:
        return self.space.domain(operand) if isinstance(operand, Field) else domain("date")
