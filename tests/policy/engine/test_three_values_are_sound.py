"""Three values never say more than is true of every way the unknown answers may turn out.

A tiny world lets every completion of a case be enumerated. Both engines are held to it.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.engine.hits import Engine, Hit
from clearslate.policy.engine.interpreter import Interpreter
from tests.policy.generators import Cases, Packs
from tests.policy.worlds import completions, real_world, tiny_world

ENGINES = (Interpreter, Compiled)
MOST = 150


def hits_of(engine: Engine, case: dict[str, Any]) -> dict[tuple[int, int | None], Hit]:
    """The hits of a case by rule and subject."""
    return {(hit.rule, hit.index): hit for hit in engine.hits(case)}


def open_cases(random: Random, count: int) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Cases of the tiny world with few enough completions, and those."""
    found: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    while len(found) < count:
        case = Cases(random, tiny_world()).case(random.choice((0.15, 0.3, 0.6)))
        complete = completions(case, tiny_world(), MOST)
        if len(complete) > 1:
            found.append((case, complete))
    return found


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize("seed", range(25))
def test_a_rule_is_never_more_certain_than_the_truth(kind: Any, seed: int) -> None:
    random = Random(seed)
    made = Packs(random, tiny_world()).pack(rules=4, guards=0)
    engine: Engine = kind(made)
    for case, complete in open_cases(random, 6):
        before = hits_of(engine, case)
        unknown = {
            number for number, index in before if index is None and made.rules[number].for_each
        }
        for each in complete:
            after = hits_of(engine, each)
            assert all(hit.truth is True for hit in after.values())
            for (number, index), hit in after.items():
                assert number in unknown or (number, index) in before
                missing = before.get((number, index), before.get((number, None)))
                assert missing is not None
                assert set(hit.missing) <= set(missing.missing)
                assert not hit.liftable
            for subject, hit in before.items():
                if hit.truth is True:
                    assert subject in after
                    assert set(hit.missing) - set(hit.liftable) <= set(after[subject].missing)


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize("seed", range(25))
def test_the_interval_holds_every_outcome_still_possible(kind: Any, seed: int) -> None:
    random = Random(1000 + seed)
    engine: Engine = kind(Packs(random, tiny_world()).pack(rules=4, guards=2))
    for case, complete in open_cases(random, 6):
        bounds, gate = engine.bounds(case), engine.gate(case)
        assert bounds.low <= bounds.outcome <= bounds.high
        for each in complete:
            low, outcome, high = engine.bounds(each).low, *engine.bounds(each)[::2]
            assert low == outcome == high or engine.guards(each)
            assert bounds.low <= outcome <= bounds.high
            assert gate is None or engine.gate(each) is gate


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize("seed", range(30))
def test_intervals_only_narrow_as_answers_come(kind: Any, seed: int) -> None:
    world = real_world() if seed % 2 else tiny_world()
    random = Random(2000 + seed)
    engine: Engine = kind(Packs(random, world).pack(rules=6, guards=3))
    for _ in range(15):
        case = Cases(random, world).case(0.5)
        bounds = engine.bounds(case)
        for _ in range(4):
            case = Cases(random, world).refined(case)
            earlier, bounds = bounds, engine.bounds(case)
            assert earlier.low <= bounds.low <= bounds.outcome <= bounds.high <= earlier.high
