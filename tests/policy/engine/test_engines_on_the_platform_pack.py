"""The compiled engine gives the interpreter's answers by the platform's rules."""

from __future__ import annotations

import functools
from random import Random
from typing import Any

import pytest

from clearslate.policy.assess import Assessor
from clearslate.policy.case import Rulebook
from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import shipped_pack
from tests.policy.generators import Cases
from tests.policy.worlds import real_world


@functools.cache
def engines() -> tuple[Interpreter, Compiled]:
    """Both engines with the platform pack."""
    pack = shipped_pack().pack
    return Interpreter(pack), Compiled(pack)


@functools.cache
def examples() -> tuple[dict[str, Any], ...]:
    """The examples of the platform pack, resolved."""
    rulebooks = [Rulebook(shipped_pack())]
    assessor = Assessor(rulebooks)
    cases = (case_of_example(each, rulebooks) for each in read_examples(shipped_pack()))
    return tuple(map(assessor.resolve, cases))


def assert_equal_on(case: dict[str, Any]) -> None:
    """Every answer of both engines is the same."""
    oracle, engine = engines()
    assert engine.gate(case) is oracle.gate(case)
    assert engine.hits(case) == oracle.hits(case)
    assert engine.guards(case) == oracle.guards(case)
    assert engine.bounds(case) == oracle.bounds(case)
    bare = None if oracle.gate(case) is True else oracle.bounds(case).outcome
    assert engine.outcome(case) == bare


def test_on_every_example() -> None:
    assert len(examples()) > 200
    for case in examples():
        assert_equal_on(case)


@pytest.mark.parametrize("seed", range(4))
def test_on_changed_examples(seed: int) -> None:
    cases = Cases(Random(seed), real_world())
    for case in examples():
        assert_equal_on(cases.changed(case))


def test_on_cases_without_any_sense() -> None:
    cases = Cases(Random(11), real_world())
    for _ in range(300):
        case = cases.case()
        # The pack's switches, each with one of its readings.
        case["switch"] = {
            switch.id: cases.random.choice(switch.values)[0]
            for switch in shipped_pack().pack.switches
        }
        assert_equal_on(case)
