"""What makes one counterexample smaller than another: how much somebody had to say for it."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from clearslate.policy.derived.registry import is_evidence
from clearslate.policy.prove.domains import Term
from clearslate.policy.prove.formula import NOW, THEN
from clearslate.policy.prove.space import Cell, How, Space


def efforts(space: Space) -> list[Term]:
    """One term for each list, item, answer and piece of evidence that a case holds."""
    return [*_lists(space), *_answers(space)]


def _lists(space: Space) -> Iterator[Term]:
    for part, flags in list(space.items.items()):
        now, then = space.listed(NOW, part), space.listed(THEN, part)
        yield now
        yield from (z3.And(then, flag) for flag in flags)
        yield from _added(space.comparison.answers, now, then)


def _answers(space: Space) -> Iterator[Term]:
    for (place, name), (now, then) in space.cells.items():
        if place.part == "switch":
            continue
        there = space.slots(place.part)[place.slot]
        if place.part in space.items:
            there = z3.And(there, space.listed(THEN, place.part))
        how = space.comparison.of(place.part, name)
        for effort in _effort(now, then, how, evidence=is_evidence(place.part, name)):
            yield z3.And(there, effort)


def _effort(now: Cell, then: Cell, how: How, *, evidence: bool) -> Iterator[Term]:
    yield now.value if evidence else now.known
    if how is How.OTHER and not now.elements:
        yield z3.And(now.known, now.value != then.value)
    yield from _added(how, now.known, then.known)


def _added(how: How, now: Term, then: Term) -> Iterator[Term]:
    """What is answered later counts too, except where everything is."""
    if how is How.ANSWERED:
        yield z3.And(then, z3.Not(now))
