"""Puts what a search found into the document that people and programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from clearslate.policy.assess.assess import Applied
from clearslate.policy.assess.assessment import Unknown
from clearslate.policy.assess.explain import Explainer
from clearslate.policy.case import Case
from clearslate.policy.engine.hits import Bounds
from clearslate.policy.errors import PolicyError, Problem
from clearslate.policy.pack.model import Outcome
from clearslate.policy.ways.changed import State
from clearslate.policy.ways.checks import Check, RuleCheck
from clearslate.policy.ways.document import Standing, Target, Way
from clearslate.policy.ways.options import Mask, Option, bits
from clearslate.policy.ways.search import Found
from clearslate.policy.ways.words import Wording


class Telling:
    """Puts what was found for one case into words."""

    def __init__(
        self,
        acting: Sequence[Applied],
        case: Case,
        first: State,
        checks: Sequence[Check],
        bounds_after: Callable[[Case, Sequence[Option]], Bounds | None],
    ) -> None:
        self.case = case
        self.first = first
        self.checks = checks
        self.bounds_after = bounds_after
        self.options = first.changes.options
        self.explainers = [
            Explainer(each.lexicon, case.declaration, first.resolved) for each in acting
        ]
        self.wording = Wording([each.lexicon for each in acting], self.explainers[0])

    def target(self, target: Outcome, found: Found, papers: Mask) -> Target:
        """The result for one lower outcome."""
        blocking = {
            check: mask
            for check in self.checks
            if (mask := check.blocks(self.first, target)) is not None
        }
        impossible = found.complete and not found.sets
        return Target(
            to=target.word,
            ways=tuple(self._way(mask, target) for mask in found.sets),
            more=found.more,
            by_evidence=self._way(papers, target) if papers else None,
            complete=found.complete,
            searched=found.searched,
            steps=found.steps,
            rests_on=tuple(self._standing(blocking)) if impossible else (),
            depends_on=tuple(self._depends_on(blocking)),
        )

    def _way(self, mask: Mask, target: Outcome) -> Way:
        options = [self.options.all[number] for number in bits(mask)]
        bounds = self.bounds_after(self.case, options)
        if bounds is None or bounds.outcome > target:
            message = (
                "A way to a lower outcome does not lower it when it is assessed anew. This is an"
                " error of Clearslate; please report it with the case."
            )
            raise PolicyError([Problem(message, path=", ".join(each.path for each in options))])
        return Way(
            tuple(self.wording.change(option) for option in options),
            Outcome(bounds.outcome).word,
            (Outcome(bounds.low).word, Outcome(bounds.high).word),
        )

    def _standing(self, blocking: Mapping[Check, Mask]) -> Iterator[Standing]:
        """The certain findings that no option ends; all, where only taken together nothing does."""
        firm = {check for check, mask in blocking.items() if not mask}
        for check in blocking:
            if not isinstance(check, RuleCheck) or not check.value or (firm and check not in firm):
                continue
            subject = check.subject
            index = (
                None if subject.part is None else self.first.paths[subject.part].index(subject.path)
            )
            name = self.explainers[check.pack].subject(subject.part, index)
            yield Standing(check.rule.id, check.rule.title, name, subject.path)

    def _depends_on(self, blocking: Mapping[Check, Mask]) -> Iterator[Unknown]:
        """The unknown answers that stand in the way and are no choice of anybody."""
        told: set[str] = set()
        for check in blocking:
            chosen = check.certificates.behind
            paths = [path for path in check.open(self.first) if not chosen.get(path)]
            for unknown in self.explainers[check.pack].unknown(paths):
                if unknown.path not in told:
                    told.add(unknown.path)
                    yield unknown
