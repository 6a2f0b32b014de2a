"""Each part of each condition is held by an example: without it, one comes out otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from clearslate.policy.engine.interpreter import Interpreter, subjects
from clearslate.policy.language.interpret import truth
from clearslate.policy.language.ir import And, Expression, Member, Not, Or, Quantified
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.pack.model import Rule
from tests.policy.packs.examples import examples

PACK = shipped_pack().pack


def mutants(expression: Expression) -> Iterator[Expression]:
    """The condition with one part turned round, left out, or joined otherwise."""
    yield Not(expression)
    match expression:
        case And(parts) | Or(parts):
            kind: Any = type(expression)
            other: Any = Or if kind is And else And
            yield other(parts)
            for place, part in enumerate(parts):
                rest = parts[:place] + parts[place + 1 :]
                yield kind(rest) if len(rest) > 1 else rest[0]
                for each in mutants(part):
                    yield kind((*parts[:place], each, *parts[place + 1 :]))
        case Not(part):
            yield from (Not(each) for each in mutants(part))
        case Member(field, values) if len(values) > 1:
            for place in range(len(values)):
                yield Member(field, values[:place] + values[place + 1 :])
        case Quantified(quantifier=quantifier, body=body):
            yield replace(expression, quantifier="all" if quantifier == "any" else "any")
            yield from (replace(expression, body=each) for each in mutants(body))


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_each_part_of_a_condition_is_held_by_an_example(rule: Rule) -> None:
    as_written = _values(rule, rule.when)
    survivors = [each for each in mutants(rule.when) if _values(rule, each) == as_written]
    assert survivors == []


@pytest.mark.parametrize("rule", [r for r in PACK.rules if r.needs], ids=lambda rule: rule.id)
def test_each_part_of_an_exception_is_held_by_an_example(rule: Rule) -> None:
    for place, need in enumerate(rule.needs):
        if need.unless is None:
            continue
        as_written = _missing(rule)
        for each in mutants(need.unless):
            needs = list(rule.needs)
            needs[place] = replace(need, unless=each)
            assert _missing(replace(rule, needs=tuple(needs))) != as_written, each


@pytest.mark.parametrize("rule", [r for r in PACK.rules if r.needs], ids=lambda rule: rule.id)
def test_each_need_is_held_by_an_example(rule: Rule) -> None:
    for need in rule.needs:
        fewer = replace(rule, needs=tuple(each for each in rule.needs if each is not need))
        assert _bounds(fewer) != _bounds(rule)


def _values(rule: Rule, expression: Expression) -> list[Any]:
    return [
        None if env is None else truth(expression, env, example.resolved)
        for example in examples()
        for _, env in subjects(rule.for_each, rule.variable, example.resolved)
    ]


def _missing(rule: Rule) -> list[Any]:
    engine = Interpreter(replace(PACK, rules=(rule,)))
    return [(hit.missing, hit.liftable) for e in examples() for hit in engine.hits(e.resolved)]


def _bounds(rule: Rule) -> list[Any]:
    engine = Interpreter(replace(PACK, rules=(rule,), guards=()))
    return [engine.bounds(example.resolved) for example in examples()]
