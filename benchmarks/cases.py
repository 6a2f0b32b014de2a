"""The cases that engines are compared on: the shipped pack's examples, and changed ones."""

from __future__ import annotations

from random import Random
from typing import Any

from clearslate.policy.assess import Assessor
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import Loaded
from tests.policy.generators import Cases
from tests.policy.worlds import real_world

_SEED = 20261124


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
    made = Cases(Random(_SEED), real_world())
    return [made.changed(case) for case in cases]
