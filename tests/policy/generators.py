"""Random packs and random resolved cases, for tests that hold two engines equal.

Everything is drawn from a `random.Random`, so a number names an example and repeats it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Field,
    Kind,
    Literal,
    Member,
    Not,
    Operand,
    Or,
    Quantified,
    Today,
    Truth,
    Value,
)
from clearslate.policy.pack.model import Guard, Need, Outcome, Pack, Rule
from tests.policy.worlds import SEVERAL, TODAY, World

ORDERED = ("whole", "seconds", "date")


@dataclass(frozen=True)
class _Reach:
    """What a condition may name: variables with their parts, and elements of several values."""

    variables: tuple[tuple[str, str], ...] = ()
    elements: tuple[tuple[Field, tuple[Value, ...]], ...] = ()


class Packs:
    """Draws conditions, rules, guards and packs over a world."""

    def __init__(self, random: Random, world: World) -> None:
        self.random = random
        self.world = world

    def condition(self, variable: str | None, part: str | None, depth: int = 4) -> Expression:
        """A condition over the use and, where given, one item of a list."""
        single = tuple((name, name) for name in self.world.singles)
        item = ((variable, part),) if variable and part else ()
        return self._condition(_Reach(single + item), depth)

    def _condition(self, reach: _Reach, depth: int) -> Expression:
        kinds = ["atom"] * 3 + ["and", "or", "not", "any", "all"] * (depth > 0)
        match self.random.choice(kinds):
            case "not":
                return Not(self._condition(reach, depth - 1))
            case "and":
                return And(self._parts(reach, depth))
            case "or":
                return Or(self._parts(reach, depth))
            case "any":
                return self._loop("any", reach, depth)
            case "all":
                return self._loop("all", reach, depth)
        return self._atom(reach)

    def _parts(self, reach: _Reach, depth: int) -> tuple[Expression, ...]:
        count = self.random.randint(2, 3)
        return tuple(self._condition(reach, depth - 1) for _ in range(count))

    def _loop(self, quantifier: Any, reach: _Reach, depth: int) -> Expression:
        variable = self.random.choice(("x", "y")) + str(len(reach.variables) + len(reach.elements))
        several = [field for field in self._fields(reach) if field.kind in SEVERAL]
        if several and self.random.random() < 0.4:
            over = self.random.choice(several)
            kind: Kind = "one" if over.kind == "many" else "text"
            element = Field(variable, f"{over.part}.{over.name}", "", kind, over.vocabulary)
            values = self.world.values[over.part, over.name]
            inner = replace(reach, elements=(*reach.elements, (element, values)))
            return Quantified(
                quantifier, variable, over.part, over, self._condition(inner, depth - 2)
            )
        part = self.random.choice(self.world.lists)
        inner = replace(reach, variables=(*reach.variables, (variable, part)))
        return Quantified(quantifier, variable, part, None, self._condition(inner, depth - 1))

    def _fields(self, reach: _Reach) -> list[Field]:
        # The last variable counts most: a loop whose body ignores its item tests little.
        pairs = [*reach.variables, *reach.variables[-1:] * 4]
        return [
            replace(field, variable=name)
            for name, part in pairs
            for field in self.world.fields[part]
        ]

    def _atom(self, reach: _Reach) -> Expression:
        if self.random.random() < 0.03:
            return Constant(self.random.random() < 0.5)
        if reach.elements and self.random.random() < 0.6:
            element, values = self.random.choice(reach.elements)
            return self._about(element, values, reach)
        field = self.random.choice(self._fields(reach))
        return self._about(field, self.world.values[field.part, field.name], reach)

    def _about(self, field: Field, values: tuple[Value, ...], reach: _Reach) -> Expression:
        if field.kind in SEVERAL:
            return Contains(field, str(self.random.choice(values)))
        if field.kind == "yesno" and self.random.random() < 0.8:
            return Truth(field)
        if field.kind in ("one", "text") and self.random.random() < 0.5:
            count = self.random.randint(1, min(5, len(values)))
            return Member(field, tuple(self.random.sample(values, count)))
        other = self._other_side(field, values, reach)
        left, right = (field, other) if self.random.random() < 0.5 else (other, field)
        if field.kind in ORDERED:
            return Compare(self.random.choice(("==", "<", "<=")), left, right)
        return Compare("==", left, right)

    def _other_side(self, field: Field, values: tuple[Value, ...], reach: _Reach) -> Operand:
        if field.kind == "date" and self.random.random() < 0.4:
            return Today()
        like = [
            other
            for other in self._fields(reach)
            if other.kind == field.kind and other.vocabulary == field.vocabulary
        ]
        if like and self.random.random() < 0.4:
            return self.random.choice(like)
        return Literal(self.random.choice(values))

    def rule(self, number: int, depth: int = 4) -> Rule:
        """A rule over the use or over a list, with or without needs."""
        part = self.random.choice((None, *self.world.lists))
        variable = f"the_{part}" if part else None
        needs = tuple(
            self._need(part, variable, depth) for _ in range(self.random.choice((0, 0, 0, 1, 2)))
        )
        return rule(
            f"rule-{number}",
            self.condition(variable, part, depth),
            outcome=self.random.choice(tuple(Outcome)),
            for_each=part,
            variable=variable,
            needs=needs,
        )

    def _need(self, part: str | None, variable: str | None, depth: int) -> Need:
        places = [(part, variable), ("use", "use")] if part and variable else [("use", "use")]
        fields = [
            replace(field, variable=name)
            for place, name in places
            for field in self.world.fields[place]
            if (place, field.name) in self.world.evidence
        ]
        unless = self.condition(variable, part, depth - 1) if self.random.random() < 0.6 else None
        return Need(self.random.choice(fields), unless)

    def guard(self) -> Guard:
        """A mandatory answer: of the use, of each item of a list, or a list itself."""
        listed = self.random.choice(("use", *self.world.lists))
        field = self.random.choice(self.world.fields[listed]).name
        if listed == "use":
            when = self.condition(None, None, 2) if self.random.random() < 0.5 else None
            return Guard("use", None, field, when, False, None)
        if self.random.random() < 0.4:
            when = self.condition(None, None, 2) if self.random.random() < 0.3 else None
            return Guard(listed, None, None, when, self.random.random() < 0.5, None)
        variable = f"the_{listed}"
        when = self.condition(variable, listed, 2) if self.random.random() < 0.5 else None
        return Guard(listed, variable, field, when, False, None)

    def pack(self, rules: int = 8, guards: int = 3, depth: int = 4) -> Pack:
        """A pack of random rules and guards, with a gate half the time."""
        made = [self.rule(number, depth) for number in range(rules)]
        # Real rules share their parts. So some repeat a condition of another one.
        for number in range(1, rules):
            earlier = made[self.random.randrange(number)]
            if earlier.for_each == made[number].for_each and self.random.random() < 0.6:
                when = And((earlier.when, made[number].when))
                made[number] = replace(made[number], when=when)
        watched = [self.guard() for _ in range(guards)]
        # A list whose items have a mandatory answer is mandatory itself.
        listed = {guard.part for guard in watched if guard.variable}
        watched += [Guard(part, None, None, None, False, None) for part in sorted(listed)]
        gate = self.condition(None, None, 3) if self.random.random() < 0.5 else None
        return pack(made, watched, gate)


class Cases:
    """Draws resolved cases of a world."""

    def __init__(self, random: Random, world: World) -> None:
        self.random = random
        self.world = world

    def case(self, unknown: float | None = None) -> dict[str, Any]:
        """A resolved case in which a share of the answers and of the lists is unknown."""
        share = self.random.choice((0.0, 0.1, 0.3, 0.9)) if unknown is None else unknown
        case: dict[str, Any] = {"today": TODAY}
        for part in self.world.singles:
            case[part] = self.item(part, 0.0 if part == "switch" else share)
        for part in self.world.lists:
            count = self.random.randint(0, self.world.longest)
            hidden = self.random.random() < share / 2
            case[part] = None if hidden else [self.item(part, share) for _ in range(count)]
        return case

    def item(self, part: str, unknown: float) -> dict[str, Any]:
        """One thing with every field of its part."""
        return {field.name: self.value(field, unknown) for field in self.world.fields[part]}

    def value(self, field: Field, unknown: float) -> Any:
        """A value of a field, or None. Evidence is never unknown."""
        known = (field.part, field.name) in self.world.evidence
        if not known and self.random.random() < unknown:
            return None
        values = self.world.values[field.part, field.name]
        if field.kind in SEVERAL:
            count = self.random.randint(0, min(3, len(values)))
            return tuple(self.random.sample(values, count))
        return self.random.choice(values)

    def changed(self, case: Mapping[str, Any], most: int = 4) -> dict[str, Any]:
        """The case with up to `most` changes: other and unknown answers, lists lost or doubled."""
        case = copy.deepcopy(dict(case))
        for _ in range(self.random.randint(1, most)):
            part = self.random.choice([name for name in ("use", *self.world.lists) if case[name]])
            if part != "use" and self.random.random() < 0.1:
                case[part] = None if self.random.random() < 0.5 else case[part] * 2
                continue
            item = case[part] if part == "use" else self.random.choice(case[part])
            field = self.random.choice(self.world.fields[part])
            item[field.name] = self.value(field, 0.4)
        return case

    def refined(self, case: Mapping[str, Any]) -> dict[str, Any]:
        """The case with some of its unknown answers and lists given."""
        later: dict[str, Any] = {"today": case["today"]}
        for part in self.world.singles:
            later[part] = self._refined_item(part, case[part])
        for part in self.world.lists:
            if case[part] is not None:
                later[part] = [self._refined_item(part, item) for item in case[part]]
            else:
                later[part] = self.case(0.5)[part] if self.random.random() < 0.5 else None
        return later

    def _refined_item(self, part: str, item: Mapping[str, Any]) -> dict[str, Any]:
        return {
            field.name: self.value(field, 0.5) if item[field.name] is None else item[field.name]
            for field in self.world.fields[part]
        }


def rule(
    id: str,  # noqa: A002
    when: Expression,
    *,
    outcome: Outcome = Outcome.APPROVAL,
    for_each: str | None = None,
    variable: str | None = None,
    needs: tuple[Need, ...] = (),
) -> Rule:
    """A rule with only what decides an outcome."""
    return Rule(
        id=id,
        pack="urn:clearslate:pack:random",
        title=id,
        area="data",
        principle=None,
        for_each=for_each,
        variable=variable,
        when=when,
        outcome=outcome,
        because=f"{id} holds.",
        unsure=f"{id} may hold.",
        fix="",
        needs=needs,
        shows=(),
        conditions=(),
        duties=(),
        overlaps=(),
        basis="ours",
        cite=("A1",),
        source="random:1",
    )


def pack(
    rules: list[Rule], guards: list[Guard] | None = None, gate: Expression | None = None
) -> Pack:
    """A pack with only what decides an outcome."""
    return Pack(
        urn="urn:clearslate:pack:random",
        title="Random",
        publisher="",
        version="1",
        from_=date(2026, 1, 1),
        to=None,
        reaches="new",
        licence="Apache-2.0",
        languages=("en",),
        extends=None,
        sha256="",
        sources=(),
        rows=(),
        principles=(),
        areas=(),
        switches=(),
        evidence=(),
        conditions=(),
        rules=tuple(rules),
        duties=(),
        cards=(),
        guards=tuple(guards or ()),
        gate=gate,
        gate_because="",
    )
