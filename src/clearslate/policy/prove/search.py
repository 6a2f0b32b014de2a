"""Looks for a case, or a pair of cases, on which a formula holds; a small one when there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from clearslate.policy.declaration.schema import Schema
from clearslate.policy.pack.model import Pack
from clearslate.policy.prove.effort import efforts, familiar
from clearslate.policy.prove.formula import Formula
from clearslate.policy.prove.sample import Sample, read_sample
from clearslate.policy.prove.solver import ProofError, Term, z3
from clearslate.policy.prove.space import Comparison, Space, longest
from clearslate.policy.prove.unroll import Unroller
from clearslate.policy.prove.witnesses import slots

#: Work the solver may spend on one step towards a smaller case, in its own deterministic units.
STEP = 3_000_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What is proved about: a pack with its fields, and the readings of its switches."""

    pack: Pack
    schema: Schema
    readings: Mapping[str, tuple[str, ...]]
    """For each switch the readings to consider; one reading fixes it."""
    base: Pack | None = None
    """The pack that this one extends, as it stands without it."""
    spare: int = 0
    """Slots beyond those the argument asks for; more of them never changes an answer."""

    def under(self, readings: Mapping[str, tuple[str, ...]]) -> Subject:
        """The same pack with other readings of some switches."""
        return replace(self, readings={**self.readings, **readings})


def subject(pack: Pack, schema: Schema, base: Pack | None = None) -> Subject:
    """A pack with every switch in its default reading."""
    return Subject(pack, schema, {s.id: (s.default,) for s in pack.switches}, base)


def all_readings(*packs: Pack | None) -> dict[str, tuple[str, ...]]:
    """Every reading of every switch of these packs."""
    known: dict[str, dict[str, None]] = {}
    for switch in (switch for pack in packs if pack for switch in pack.switches):
        known.setdefault(switch.id, {}).update(dict.fromkeys(value for value, _ in switch.values))
    return {name: tuple(values) for name, values in known.items()}


@dataclass(frozen=True, slots=True)
class Query:
    """Is there a case like this?"""

    formula: Formula
    reproduces: Callable[[Sample], bool]
    """Whether the interpreter says the same of a case that was found."""
    comparison: Comparison = field(default=Comparison())
    about: str = ""
    """What the query is about, for messages: a rule, a question."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A query as terms of the solver."""

    space: Space
    term: Term


def encode(query: Query, about: Subject) -> Encoded:
    """The terms of a query, with as many slots per list as it needs."""
    bound = partial(longest, about.schema)
    sizes = {
        key: min(count + about.spare, bound(key))
        for key, count in slots(query.formula, bound).items()
    }
    space = Space(
        about.schema, all_readings(about.pack, about.base), about.readings, sizes, query.comparison
    )
    return Encoded(space, Unroller(space).term(query.formula))


def find(query: Query, about: Subject, *, smallest: bool = True) -> Sample | None:
    """A case that satisfies the query, or None when there is none within the schema's bounds.

    The case is run through the interpreter before it is returned. Raises ProofError when that
    disagrees with the proof, or when the solver gives up.
    """
    encoded = encode(query, about)
    solver = z3.SolverFor("QF_FD")
    solver.add(encoded.term, *encoded.space.bounds)
    if not _possible(solver, query):
        return None
    model = solver.model()
    if smallest:
        model = _smaller(solver, encoded, model)
    sample = read_sample(encoded.space, model)
    if not query.reproduces(sample):
        raise ProofError(
            f"The proof and the interpreter disagree ({query.about or about.pack.urn}). "
            "This is an error of Clearslate; please report it with the pack."
        )
    return sample


def _possible(solver: Any, query: Query) -> bool:
    answer = solver.check()
    if answer == z3.unknown:
        raise ProofError(
            f"The solver gave up ({query.about}: {solver.reason_unknown()}). "
            "Make the conditions of the pack simpler."
        )
    return bool(answer == z3.sat)


def _smaller(solver: Any, encoded: Encoded, model: Any) -> Any:
    """The model with the fewest answers, or the best one found within bounded work."""
    answers = efforts(encoded.space)
    solver.add(*encoded.space.bounds)
    while True:
        count = sum(z3.is_true(model.eval(answer, model_completion=True)) for answer in answers)
        better = _within(solver, answers, count - 1) if count else None
        if better is None:
            break
        model = better
    for wish in familiar(encoded.space):
        solver.push()
        solver.add(wish)
        granted = _within(solver, answers, count)
        if granted is None:
            solver.pop()
        else:
            model = granted
    return model


def _within(solver: Any, answers: list[Term], most: int) -> Any:
    """A model with at most so many answers, or None where there is none or it takes too long."""
    solver.push()
    solver.add(z3.PbLe([(answer, 1) for answer in answers], most))
    solver.set("rlimit", STEP)
    found = solver.model() if solver.check() == z3.sat else None
    solver.pop()
    return found
