"""The interpreter: the meaning of a pack, walked tree by tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clearslate.policy.engine.hits import Bounds, GuardHit, Hit
from clearslate.policy.language.interpret import Binding, environment, truth
from clearslate.policy.language.ir import Expression
from clearslate.policy.language.logic import Truth3
from clearslate.policy.pack.model import Guard, Outcome, Pack, Rule


class Interpreter:
    """Evaluates a pack on resolved cases; the oracle for every other engine."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def gate(self, resolved: dict[str, Any]) -> Truth3:
        """Whether this is certainly no use of generative AI at all."""
        if self.pack.gate is None:
            return False
        return truth(self.pack.gate, environment(resolved), resolved)

    def hits(self, resolved: dict[str, Any]) -> list[Hit]:
        """Every rule and subject that is not certainly false, in the order of the pack."""
        return [
            hit
            for number, rule in enumerate(self.pack.rules)
            for hit in _rule_hits(number, rule, resolved)
        ]

    def guards(self, resolved: dict[str, Any]) -> list[GuardHit]:
        """Every mandatory answer that is missing where it is asked."""
        return [
            GuardHit(number, index)
            for number, guard in enumerate(self.pack.guards)
            for index in _guard_hits(guard, resolved)
        ]

    def bounds(self, resolved: dict[str, Any]) -> Bounds:
        """The outcome and its interval, without reasons."""
        return bounds(self.pack, self.hits(resolved), bool(self.guards(resolved)))


def bounds(pack: Pack, hits: list[Hit], guarded: bool) -> Bounds:
    """The outcome acted on and its interval, from the hits (DESIGN: "Three values").

    A certain finding with evidence missing is a hold. An uncertain one acts as approval, and may
    become whatever its rule and its missing evidence make of it. A missing mandatory answer acts
    as approval. The low end grants an exception that is still unknown.
    """
    outcome = high = int(Outcome.APPROVAL) if guarded else int(Outcome.NOTIFY)
    low = int(Outcome.NOTIFY)
    for hit in hits:
        own = int(pack.rules[hit.rule].outcome)
        worst = int(Outcome.HOLD) if hit.missing else own
        high = max(high, worst)
        if hit.truth:
            outcome = max(outcome, worst)
            firm = len(hit.missing) > len(hit.liftable)
            low = max(low, int(Outcome.HOLD) if firm else own)
        elif worst > Outcome.NOTIFY:
            outcome = max(outcome, int(Outcome.APPROVAL))
    return Bounds(outcome, low, high)


def subjects(
    list_name: str | None, variable: str | None, resolved: dict[str, Any]
) -> Iterator[tuple[int | None, dict[str, Binding] | None]]:
    """Each subject with its bindings: the use, every item, or (None, None) for a list unknown."""
    env = environment(resolved)
    if list_name is None or variable is None:
        yield None, env
        return
    items = resolved[list_name]
    if items is None:
        yield None, None
        return
    for index, item in enumerate(items):
        yield index, {**env, variable: (item, f"{list_name}[{index}]")}


def _rule_hits(number: int, rule: Rule, resolved: dict[str, Any]) -> Iterator[Hit]:
    for index, env in subjects(rule.for_each, rule.variable, resolved):
        if env is None:
            every = tuple(range(len(rule.needs)))
            yield Hit(number, None, None, every, every)
            continue
        value = truth(rule.when, env, resolved)
        if value is False:
            continue
        missing: list[int] = []
        liftable: list[int] = []
        for place, need in enumerate(rule.needs):
            if env[need.evidence.variable][0][need.evidence.name] is True:
                continue
            lifted = _lifted(need.unless, env, resolved)
            if lifted is not True:
                missing.append(place)
            if lifted is None:
                liftable.append(place)
        yield Hit(number, index, value, tuple(missing), tuple(liftable))


def _lifted(unless: Expression | None, env: dict[str, Binding], resolved: dict[str, Any]) -> Truth3:
    return False if unless is None else truth(unless, env, resolved)


def _guard_hits(guard: Guard, resolved: dict[str, Any]) -> Iterator[int | None]:
    env = environment(resolved)
    if guard.field is None:
        if guard.when is not None and truth(guard.when, env, resolved) is False:
            return
        items = resolved[guard.part]
        if items is None or (guard.nonempty and not items):
            yield None
        return
    list_name = None if guard.variable is None else guard.part
    for index, bound in subjects(list_name, guard.variable, resolved):
        if bound is None:
            continue
        item = bound[guard.variable or guard.part][0]
        if item[guard.field] is None and (
            guard.when is None or truth(guard.when, bound, resolved) is not False
        ):
            yield index
