"""`ways(case)`: what would lower the outcome of a case, and by how little."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from clearslate.policy.assess.assess import Assessor
from clearslate.policy.case import Case
from clearslate.policy.engine.hits import Bounds
from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.pack.model import Outcome
from clearslate.policy.ways.certificate import Certificates
from clearslate.policy.ways.changed import Changes, State, changed_declaration
from clearslate.policy.ways.checks import checks_of
from clearslate.policy.ways.document import Ways
from clearslate.policy.ways.options import Act, Mask, Option, options_of
from clearslate.policy.ways.plan import make_plan
from clearslate.policy.ways.search import Found, Search
from clearslate.policy.ways.telling import Telling

#: Changes in one way, at most; more than four are no advice.
MOST = 4
#: Cases looked at for one target, at most; a few seconds at the very worst.
STEPS = 20_000
#: Ways shown for one target, at most.
LISTED = 5


def ways(
    case: Case,
    assessor: Assessor | None = None,
    *,
    most: int = MOST,
    steps: int = STEPS,
    listed: int = LISTED,
) -> Ways:
    """The smallest sets of changes to choices and evidence that lower the outcome of a case.

    A fact is never changed. For each lower outcome: all sets of the smallest size, `listed` of
    them at most; none where more than `most` changes would be needed. `steps` bounds the work, and
    the result says how far it went. The same case gives the same document on every machine.

    For many cases pass an `Assessor` made with the rulebooks of the case.
    """
    return _finder(assessor or Assessor(case.rulebooks)).ways(
        case, most=most, steps=steps, listed=listed
    )


class Finder:
    """Finds ways under one set of rulebooks; keep it for many cases."""

    def __init__(self, assessor: Assessor) -> None:
        self.assessor = assessor
        self.acting = tuple(each for each in assessor.applied if each.rulebook.adopted)
        self.packs = tuple(each.pack for each in self.acting)
        self.plan = make_plan(self.packs, assessor.schema)
        self.oracles = tuple(Interpreter(pack) for pack in self.packs)

    def ways(
        self, case: Case, *, most: int = MOST, steps: int = STEPS, listed: int = LISTED
    ) -> Ways:
        """The ways to each lower outcome of one case; see `ways`."""
        resolved = self.assessor.resolve(case)
        if any(each.engine.gate(resolved) for each in self.acting):
            return Ways(case.sha256, None, ())
        engines = (each.engine for each in self.acting)
        outcome = _highest(engine.bounds(resolved) for engine in engines).outcome
        lower = tuple(Outcome(level) for level in reversed(range(outcome)))
        if not lower:
            return Ways(case.sha256, Outcome(outcome).word, ())
        options = options_of(self.plan, self.assessor.schema, case.declaration, resolved)
        first = State.first(Changes(case, self.assessor.schema, resolved, options))
        checks = checks_of(self.packs, Certificates(options), first)
        telling = Telling(self.acting, case, first, checks, self.bounds_after)
        targets = []
        for target in lower:
            found = Search(options, checks, target, most, steps, listed).run(first)
            papers = _by_evidence(Search(options, checks, target, 0, steps, 1), first, found)
            targets.append(telling.target(target, found, papers))
        return Ways(case.sha256, Outcome(outcome).word, tuple(targets))

    def bounds_after(self, case: Case, options: Sequence[Option]) -> Bounds | None:
        """The changed case assessed anew from its declaration, by the interpreter.

        None where nothing of it is a use of generative AI.
        """
        resolved = resolved_after(self.assessor, case, options)
        if any(oracle.gate(resolved) for oracle in self.oracles):
            return None
        return _highest(oracle.bounds(resolved) for oracle in self.oracles)


@functools.lru_cache(maxsize=8)
def _finder(assessor: Assessor) -> Finder:
    return Finder(assessor)


def _highest(each: Iterable[Bounds]) -> Bounds:
    """The bounds under several packs together: the highest of each."""
    return functools.reduce(
        lambda one, two: Bounds(*(max(pair) for pair in zip(one, two, strict=True))),
        each,
        Bounds(0, 0, 0),
    )


def _by_evidence(search: Search, first: State, found: Found) -> Mask:
    """The smallest set of options that only puts evidence on file; none where one is found."""
    filing = sum(
        1 << number for number, option in enumerate(search.options.all) if option.act is Act.FILE
    )
    if any(mask & ~filing == 0 for mask in found.sets):
        return 0
    search.left_alone = ~filing
    # Evidence that is missing is missing: as many papers as it takes.
    search.most = filing.bit_count()
    sets = search.run(first).sets
    return sets[0] if sets else 0


def resolved_after(assessor: Assessor, case: Case, options: Iterable[Option]) -> dict[str, Any]:
    """The resolved form of a changed case: answers changed, then evidence put on file."""
    options = tuple(options)
    declaration = changed_declaration(case.declaration, options)
    after = Case(declaration, case.facts, case.rulebooks, case.switches, case.date)
    resolved = assessor.resolve(after)
    for option in options:
        if option.act is Act.FILE:
            gone = [
                each.index
                for each in options
                if each.act is Act.LEAVE and each.part == option.part and each.index is not None
            ]
            item = resolved[option.part]
            if option.index is not None:
                item = item[option.index - sum(index < option.index for index in gone)]
            item[option.field] = True
    return resolved
