"""The cases that engines are compared on: the shipped pack's examples, and changed ones."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from clearslate.policy.assess import Assessor
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import Loaded
from tests.policy.generators import Cases
from tests.policy.worlds import World, real_world

_SEED = 20261124
#: The most answers that are changed in one case.
_CHANGES = 4


def examples(loaded: Loaded) -> list[Case]:
    """Every example and flip of a pack, as a case."""
    rulebooks = [Rulebook(loaded)]
    return [case_of_example(example, rulebooks) for example in read_examples(loaded)]


def resolved(loaded: Loaded, cases: list[Case]) -> list[dict[str, Any]]:
    """The cases as the engines take them."""
    assessor = Assessor([Rulebook(loaded)])
    return [assessor.resolve(case) for case in cases]


def changed(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each resolved case one in which a few answers differ, are unknown, or stand twice."""
    random, world = Random(_SEED), real_world()
    return [_changed(case, random, world) for case in cases]


def _changed(case: dict[str, Any], random: Random, world: World) -> dict[str, Any]:
    case = copy.deepcopy(case)
    values = Cases(random, world)
    for _ in range(random.randint(1, _CHANGES)):
        part = random.choice([name for name in ("use", *world.lists) if case[name]])
        if part != "use" and random.random() < 0.1:
            case[part] = None if random.random() < 0.5 else case[part] * 2
            continue
        item = case[part] if part == "use" else random.choice(case[part])
        field = random.choice(world.fields[part])
        item[field.name] = values.value(field, 0.4)
    return case
