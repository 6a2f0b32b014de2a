"""What the answers so far give: the outcome, its interval, and what is certain already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clearslate.policy.assess.words import subject_name
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.engine.hits import Hit, subject_path
from clearslate.policy.interview.matters import Heard
from clearslate.policy.interview.model import Certainty, PrincipleSoFar, SoFar
from clearslate.policy.pack.model import Outcome, Rule


def so_far(heard: Sequence[Heard], schema: Schema, resolved: dict[str, Any]) -> SoFar:
    """What the adopted rulebooks say of a case; nothing but the gate where it is no use at all."""
    if any(each.gate is True for each in heard):
        return SoFar(None, Outcome.NOTIFY, Outcome.NOTIFY, (), (), ())
    outcome, low, high = (max((each.bounds[n] for each in heard), default=0) for n in range(3))
    hits = [(each.pack.rules[hit.rule], hit) for each in heard for hit in each.hits]
    return SoFar(
        outcome=Outcome(outcome),
        low=Outcome(low),
        high=Outcome(high),
        findings=tuple(
            _certainty(rule, hit, schema, resolved) for rule, hit in hits if hit.truth is True
        ),
        open_rules=tuple(dict.fromkeys(rule.id for rule, hit in hits if hit.truth is None)),
        principles=tuple(_principles(heard, hits)),
    )


def _certainty(rule: Rule, hit: Hit, schema: Schema, resolved: dict[str, Any]) -> Certainty:
    subject = ""
    if rule.for_each is not None and hit.index is not None:
        item = resolved[rule.for_each][hit.index]
        subject = subject_name(schema.parts[rule.for_each], hit.index, item)
    outcome = Outcome.HOLD if hit.missing else rule.outcome
    return Certainty(rule.id, rule.title, subject, subject_path(rule.for_each, hit.index), outcome)


def _principles(
    heard: Sequence[Heard], hits: Sequence[tuple[Rule, Hit]]
) -> Iterator[PrincipleSoFar]:
    principles = {each.id: each for pack in heard for each in pack.pack.principles}
    for principle in principles.values():
        behind = [hit.truth for rule, hit in hits if rule.principle == principle.id]
        state = "not_met" if True in behind else "not_sure" if behind else "met"
        yield PrincipleSoFar(principle.id, principle.title, state)
