"""The smallest ways as a question to an SMT optimiser, said apart from our own search.

Each possible change is a Boolean. Every single test of answers is tabulated: the changed case is
resolved anew for each set of the changes it can depend on, and the interpreter reads the test.
Above the tests, three-valued logic becomes two formulas, certainly true and certainly false.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import z3

from clearslate.policy.case import Case
from clearslate.policy.derived import READS
from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.language.interpret import environment, truth
from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Expression,
    Field,
    Not,
    Or,
    Quantified,
    Truth,
)
from clearslate.policy.pack.model import Guard, Need, Outcome, Pack, Rule
from clearslate.policy.ways.finder import Finder, resolved_after
from clearslate.policy.ways.options import Act, Option, options_of

Term = Any
#: A condition: certainly true, certainly false.
Rails = tuple[Term, Term]


@dataclass(frozen=True)
class Item:
    """An item of a list, or the one item of a part: what a variable is bound to."""

    part: str
    index: int | None


@dataclass(frozen=True)
class Element:
    """One value of an answer that holds several."""

    value: str


Bound = Mapping[str, Item | Element]
TOP: Bound = {name: Item(name, None) for name in ("use", "production", "switch")}


class Formulation:
    """One case and one target, as constraints on which changes are made."""

    def __init__(self, finder: Finder, case: Case) -> None:
        self.finder = finder
        self.case = case
        self.resolved = finder.assessor.resolve(case)
        schema = finder.assessor.schema
        self.options = options_of(finder.plan, schema, case.declaration, self.resolved)
        self.flags = [z3.Bool(f"x{number}") for number in range(len(self.options.all))]
        self.numbers = {option: number for number, option in enumerate(self.options.all)}
        self.solving = 0.0
        """Seconds in the optimiser itself, so far."""
        self._cases: dict[frozenset[int], dict[str, Any]] = {}
        self._rails: dict[Any, Rails] = {}

    def optimum(self, target: Outcome) -> int | None:
        """The fewest changes that let the target through; None where no changes do."""
        optimiser = z3.Optimize()
        optimiser.add(*self._together(), *self._through(target))
        size = optimiser.minimize(z3.Sum([z3.If(flag, 1, 0) for flag in self.flags] or [0]))
        start = time.perf_counter()
        answer = optimiser.check()
        self.solving += time.perf_counter() - start
        if answer != z3.sat:
            return None
        return int(optimiser.lower(size).as_long())

    def _together(self) -> Iterator[Term]:
        """Which changes go together."""
        for one, other in combinations(range(len(self.flags)), 2):
            if self.options.excluded[one] >> other & 1:
                yield z3.Not(z3.And(self.flags[one], self.flags[other]))
        for limit in self.options.limits:
            whole = [flag for number, flag in enumerate(self.flags) if limit >> number & 1]
            yield z3.Not(z3.And(whole))

    # What must not be.

    def _through(self, target: Outcome) -> Iterator[Term]:
        for pack in self.finder.packs:
            before = Interpreter(pack)
            open_rules = {
                (hit.rule, hit.index)
                for hit in before.hits(self.resolved)
                if hit.truth is None
                and (hit.missing or pack.rules[hit.rule].outcome is Outcome.HOLD)
            }
            open_guards = set(before.guards(self.resolved))
            for number, rule in enumerate(pack.rules):
                for index, there, bound in self._subjects(rule.for_each, rule.variable):
                    tolerated = target is Outcome.APPROVAL and (number, index) in open_rules
                    yield z3.Not(
                        z3.And(there, self._above(rule, bound, target, tolerated=tolerated))
                    )
            for number, guard in enumerate(pack.guards):
                part = None if guard.field is None else guard.part
                for index, there, bound in self._subjects(part, guard.variable):
                    tolerated = target is Outcome.APPROVAL and (number, index) in open_guards
                    if bound is not None and not tolerated:
                        yield z3.Not(z3.And(there, self._lacks(guard, bound)))
            yield from self._is_use(pack)

    def _is_use(self, pack: Pack) -> Iterator[Term]:
        if pack.gate is not None:
            yield z3.Not(self._rails_of(pack.gate, TOP)[0])

    def _above(self, rule: Rule, bound: Bound | None, target: Outcome, *, tolerated: bool) -> Term:
        if bound is None:
            return z3.BoolVal(not tolerated and (rule.outcome > target or bool(rule.needs)))
        true, false = self._rails_of(rule.when, bound)
        holds = true if tolerated else z3.Not(false)
        if rule.outcome > target:
            return holds
        return z3.And(holds, z3.Or([self._missing(need, bound) for need in rule.needs]))

    def _missing(self, need: Need, bound: Bound) -> Term:
        absent = z3.Not(self._rails_of(Truth(need.evidence), bound)[0])
        if need.unless is None:
            return absent
        return z3.And(absent, z3.Not(self._rails_of(need.unless, bound)[0]))

    def _lacks(self, guard: Guard, bound: Bound) -> Term:
        asked: Term = z3.BoolVal(True)
        if guard.when is not None:
            asked = z3.Not(self._rails_of(guard.when, bound)[1])
        if guard.field is not None:
            variable = guard.variable or guard.part
            field = Field(variable, guard.part, guard.field, "text")
            lacks = self._tabulated(
                [field], bound, lambda env, _: env[variable][0][field.name] is None
            )
            return z3.And(asked, lacks)
        items = self.resolved[guard.part]
        if items is None:
            return z3.And(asked, z3.Not(self._flag(Option(Act.NONE, guard.part, None, ""))))
        left = [there for _, there, _ in self._items(guard.part)]
        return z3.And(asked, z3.Not(z3.Or(left))) if guard.nonempty else z3.BoolVal(False)

    def _subjects(
        self, part: str | None, variable: str | None
    ) -> Iterator[tuple[int | None, Term, Bound | None]]:
        """Each subject: its index, whether it is there, and the bindings; None where unlisted."""
        if part is None or variable is None:
            yield None, z3.BoolVal(True), TOP
        elif self.resolved[part] is None:
            yield None, z3.Not(self._flag(Option(Act.NONE, part, None, ""))), None
        else:
            for index, there, item in self._items(part):
                yield index, there, {**TOP, variable: item}

    def _items(self, part: str) -> Iterator[tuple[int, Term, Item]]:
        for index in range(len(self.resolved[part])):
            gone = self._flag(Option(Act.LEAVE, part, index, ""))
            yield index, z3.Not(gone), Item(part, index)

    def _flag(self, option: Option) -> Term:
        number = self.numbers.get(option)
        return z3.BoolVal(False) if number is None else self.flags[number]

    # Three values as two formulas.

    def _rails_of(self, expression: Expression, bound: Bound) -> Rails:
        key = (expression, tuple(sorted(bound.items(), key=lambda pair: pair[0])))
        if key not in self._rails:
            self._rails[key] = self._new_rails(expression, bound)
        return self._rails[key]

    def _new_rails(self, expression: Expression, bound: Bound) -> Rails:
        match expression:
            case Constant(value):
                return z3.BoolVal(value), z3.BoolVal(not value)
            case Not(part):
                true, false = self._rails_of(part, bound)
                return false, true
            case And(parts) | Or(parts):
                each = [self._rails_of(part, bound) for part in parts]
                trues, falses = [rails[0] for rails in each], [rails[1] for rails in each]
                if isinstance(expression, And):
                    return z3.And(trues), z3.Or(falses)
                return z3.Or(trues), z3.And(falses)
            case Quantified():
                return self._loop(expression, bound)
        fields = [
            side
            for side in (
                (expression.left, expression.right)
                if isinstance(expression, Compare)
                else (expression.field,)
            )
            if isinstance(side, Field)
        ]

        def reads(wanted: bool) -> Term:
            return self._tabulated(
                fields, bound, lambda env, resolved: truth(expression, env, resolved) is wanted
            )

        return reads(True), reads(False)

    def _loop(self, loop: Quantified, bound: Bound) -> Rails:
        known, items = self._run(loop, bound)
        bodies = [
            (there, self._rails_of(loop.body, {**bound, loop.variable: item}))
            for there, item in items
        ]
        some, every = (0, 1) if loop.quantifier == "any" else (1, 0)
        one = z3.And(known, z3.Or([z3.And(there, rails[some]) for there, rails in bodies]))
        all_ = z3.And(known, z3.And([z3.Implies(there, rails[every]) for there, rails in bodies]))
        return (one, all_) if loop.quantifier == "any" else (all_, one)

    def _run(
        self, loop: Quantified, bound: Bound
    ) -> tuple[Term, list[tuple[Term, Item | Element]]]:
        """Whether what a quantifier runs over is known, and what it then runs over."""
        if loop.over is None:
            if self.resolved[loop.part] is None:
                return self._flag(Option(Act.NONE, loop.part, None, "")), []
            items = [(there, item) for _, there, item in self._items(loop.part)]
            return z3.BoolVal(True), list(items)
        item = bound[loop.over.variable]
        assert isinstance(item, Item)
        at = (item.part, item.index, loop.over.name)
        values = self._item_in(self.resolved, item)[loop.over.name]
        own = [
            option for option in self.options.all if (option.part, option.index, option.field) == at
        ]
        if values is None:
            chosen = [(self._flag(option), Element(option.value)) for option in own]
            return z3.Or([flag for flag, _ in chosen]), list(chosen)
        kept: list[tuple[Term, Item | Element]] = [
            (z3.Not(self._flag(Option(Act.DROP, *at, value))), Element(value)) for value in values
        ]
        added = [(self._flag(each), Element(each.value)) for each in own if each.act is Act.ADD]
        return z3.BoolVal(True), [*kept, *added]

    # Single tests, read from the changed case itself.

    def _tabulated(self, fields: Iterable[Field], bound: Bound, test: Any) -> Term:
        """The formula that is true exactly where the test is, over the changes it depends on."""
        variables = [field for field in fields if isinstance(bound[field.variable], Item)]
        numbers = sorted({n for field in variables for n in self._behind(field, bound)})
        rows = []
        for size in range(len(numbers) + 1):
            for chosen in combinations(numbers, size):
                if not self._possible(chosen):
                    continue
                resolved = self._changed(frozenset(chosen))
                env = {
                    name: ({"": each.value}, "")
                    if isinstance(each, Element)
                    else (self._item_in(resolved, each), "")
                    for name, each in bound.items()
                }
                if test({**environment(resolved), **env}, resolved):
                    rows.append(self._row(numbers, chosen))
        return z3.Or(rows)

    def _row(self, numbers: Iterable[int], chosen: Iterable[int]) -> Term:
        made = set(chosen)
        return z3.And([self.flags[n] if n in made else z3.Not(self.flags[n]) for n in numbers])

    def _behind(self, field: Field, bound: Bound) -> Iterator[int]:
        """The changes of the answers that an answer is, or is computed from."""
        item = bound[field.variable]
        assert isinstance(item, Item)
        reads = READS.get(f"{field.part}.{field.name}")
        names = {field.name, *(reads.own if reads else ())}
        for number, option in enumerate(self.options.all):
            if (option.part, option.index) == (item.part, item.index) and option.field in names:
                yield number

    def _possible(self, chosen: tuple[int, ...]) -> bool:
        mask = sum(1 << number for number in chosen)
        return self.options.allowed(mask) and all(
            mask & self.options.excluded[number] == 1 << number for number in chosen
        )

    def _changed(self, chosen: frozenset[int]) -> dict[str, Any]:
        if chosen not in self._cases:
            options = [self.options.all[number] for number in sorted(chosen)]
            self._cases[chosen] = resolved_after(self.finder.assessor, self.case, options)
        return self._cases[chosen]

    def _item_in(self, resolved: Mapping[str, Any], item: Item) -> Mapping[str, Any]:
        found: Mapping[str, Any] = resolved[item.part]
        return found if item.index is None else found[item.index]  # type: ignore[index]
