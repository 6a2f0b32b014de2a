"""The proof encoding gives what the interpreter gives, on random conditions, packs and cases."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.language.interpret import environment, truth
from clearslate.policy.pack.model import Outcome, Switch
from clearslate.policy.prove.formula import NOW
from clearslate.policy.prove.outcome import PackFormulas
from clearslate.policy.prove.rails import rails
from tests.policy.generators import Cases, Packs
from tests.policy.prove.pinned import Pinned
from tests.policy.worlds import real_world, tiny_world

S4 = Switch("S4", "", "", (("report", ""), ("strict", "")), "report", ())
LEVELS = (Outcome.APPROVAL, Outcome.HOLD)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("world", [real_world(), tiny_world()], ids=["real", "tiny"])
def test_a_condition_has_the_truth_value_the_interpreter_gives(seed, world):
    random = Random(seed)
    packs, cases = Packs(random, world), Cases(random, world)
    conditions = [packs.condition(None, None, 5) for _ in range(12)]
    for share in (0.0, 0.3, 1.0):
        case = cases.case(share)
        both = [rails(condition, NOW) for condition in conditions]
        held = Pinned(case).holds([rail for each in both for rail in (each.true, each.false)])
        found = [
            True if true else False if false else None
            for true, false in zip(held[::2], held[1::2], strict=True)
        ]
        assert found == [truth(c, environment(case), case) for c in conditions]


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("world", [real_world(), tiny_world()], ids=["real", "tiny"])
def test_a_pack_has_the_outcome_and_interval_the_interpreter_gives(seed, world):
    random = Random(1000 + seed)
    packs, cases = Packs(random, world), Cases(random, world)
    pack = replace(packs.pack(), switches=(S4,))
    formulas = PackFormulas(pack)
    asked = [formulas.is_use, formulas.guarded]
    for level in LEVELS:
        asked += [
            formulas.outcome_reaches(level),
            formulas.low_reaches(level),
            formulas.high_reaches(level),
        ]
    for share in (0.0, 0.3, 1.0):
        case = cases.case(share)
        engine = Interpreter(pack)
        bounds = engine.bounds(case)
        expected = [engine.gate(case) is not True, bool(engine.guards(case))]
        for level in LEVELS:
            expected += [end >= level for end in bounds]
        assert Pinned(case).holds(asked) == expected
