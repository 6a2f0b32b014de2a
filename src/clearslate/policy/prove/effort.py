"""What makes one counterexample better than another: less to say, and familiar values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clearslate.policy.derived.registry import is_evidence
from clearslate.policy.language.ir import Kind
from clearslate.policy.prove.formula import NOW, THEN
from clearslate.policy.prove.sample import SAMPLE_DAY
from clearslate.policy.prove.solver import Term, z3
from clearslate.policy.prove.space import Cell, How, Space

#: Dates that look plausible in an example.
YEARS = (date(2026, 1, 1), date(2027, 12, 31))


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


def familiar(space: Space) -> Iterator[Term]:
    """Wishes that make a case easier to read: today's date, full seconds, dates of these years."""
    if space.today is not None:
        yield space.today == SAMPLE_DAY.toordinal()
    for (place, name), cells in space.cells.items():
        part = space.schema.parts.get(place.part)
        spec = part.fields.get(name) if part else None
        if spec is not None:
            yield from (wish for cell in cells for wish in _plain(cell, spec.kind))


def _plain(cell: Cell, kind: Kind) -> Iterator[Term]:
    if kind == "seconds":
        yield z3.And(z3.ULE(cell.value, 60_000), z3.URem(cell.value, 1000) == 0)
    elif kind == "date":
        first, last = (day.toordinal() for day in YEARS)
        yield z3.And(cell.value >= first, cell.value <= last)
    elif kind == "whole":
        yield z3.ULE(cell.value, 100)
