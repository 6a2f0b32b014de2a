"""The search finds exactly the smallest sets of changes, on random rulebooks and cases."""

from __future__ import annotations

from random import Random

import pytest

from clearslate.policy.assess import Assessor
from clearslate.policy.pack.model import Outcome
from clearslate.policy.ways.certificate import Certificates
from clearslate.policy.ways.changed import Changes, State
from clearslate.policy.ways.checks import checks_of
from clearslate.policy.ways.finder import Finder
from clearslate.policy.ways.search import Found, Search
from tests.policy.ways.brute import Brute
from tests.policy.ways.drawn import case, rulebook

#: More than any of these cases needs, so that nothing but the search itself ends it.
PLENTY = 10**6


def drawn(seed: int, *, longest: int, widest: int, **shape: int) -> Brute | None:
    """A random case above notify with few enough options to try all sets; None for any other."""
    random = Random(seed)
    book = rulebook(random, **shape)
    finder = Finder(Assessor([book]))
    made = case(random, book, longest=longest)
    brute = Brute(finder, made)
    if brute.engine.gate(brute.resolved) or not brute.engine.bounds(brute.resolved).outcome:
        return None
    return brute if len(brute.options.all) <= widest else None


def searched(brute: Brute, target: Outcome, most: int, steps: int = PLENTY) -> Found:
    changes = Changes(brute.case, brute.finder.assessor.schema, brute.resolved, brute.options)
    first = State.first(changes)
    checks = checks_of(brute.finder.packs, Certificates(brute.options), first)
    return Search(brute.options, checks, target, most, steps, PLENTY).run(first)


def lower(brute: Brute) -> list[Outcome]:
    return [Outcome(each) for each in range(brute.engine.bounds(brute.resolved).outcome)]


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_all_smallest_sets_of_up_to_three_changes(start):
    compare(range(start, start + 50), widest=15)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1000, 3000, 500))
def test_all_smallest_sets_of_up_to_three_changes_in_many_more_cases(start):
    compare(range(start, start + 500), widest=18)


def compare(seeds: range, widest: int) -> None:
    for seed in seeds:
        brute = drawn(seed, longest=2, widest=widest)
        if brute is None:
            continue
        for target in lower(brute):
            size, sets = brute.smallest(target, 3)
            found = searched(brute, target, 3)
            assert set(found.sets) == sets, (seed, target)
            assert len(found.sets) == len(sets), (seed, target)
            assert not found.more
            if sets:
                assert (found.complete, found.searched) == (True, size), (seed, target)


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_complete_without_a_way_means_that_no_set_of_any_size_is_one(start):
    for seed in range(start, start + 50):
        brute = drawn(seed, longest=1, widest=11, rules=3, guards=3, depth=3)
        if brute is None:
            continue
        for target in lower(brute):
            every = len(brute.options.all)
            _, sets = brute.smallest(target, every)
            unlimited = searched(brute, target, every + 1)
            assert unlimited.complete
            assert set(unlimited.sets) == sets, (seed, target)
            one = searched(brute, target, 1)
            if one.complete and not one.sets:
                assert not sets, (seed, target)


def test_however_few_steps_nothing_false_is_said():
    for seed in range(40):
        brute = drawn(seed, longest=2, widest=18)
        if brute is None:
            continue
        for target in lower(brute):
            whole = searched(brute, target, 3)
            for steps in range(whole.steps):
                part = searched(brute, target, 3, steps)
                assert part.steps <= steps
                assert set(part.sets) <= set(whole.sets)
                assert part.more or not part.sets
                assert part.searched <= whole.searched
                assert part.complete == bool(part.sets)
