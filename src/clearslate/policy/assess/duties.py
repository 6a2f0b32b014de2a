"""Duties: what somebody must do by a date, because a rule fired or a condition of its own holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from clearslate.policy.assess.assessment import DutyDue, Finding
from clearslate.policy.assess.explain import Explainer
from clearslate.policy.engine.hits import Engine, subject_path
from clearslate.policy.language.interpret import truth
from clearslate.policy.language.ir import Expression
from clearslate.policy.pack.model import Duty, Outcome, Pack, Rule


def own_conditions(pack: Pack, engine: Callable[[Pack], Engine]) -> Engine:
    """An engine for the conditions of duties: they are asked like those of rules.

    Its hits count the duties that have a condition, in the order of the pack.
    """
    rules = tuple(_as_rule(duty, when) for duty, when in _conditioned(pack))
    return engine(replace(pack, rules=rules, guards=(), gate=None))


def _conditioned(pack: Pack) -> list[tuple[Duty, Expression]]:
    return [(duty, duty.when) for duty in pack.duties if duty.when is not None]


def _as_rule(duty: Duty, when: Expression) -> Rule:
    return Rule(
        id=duty.id,
        pack=duty.pack,
        title="",
        area="",
        principle=None,
        for_each=duty.for_each,
        variable=duty.variable,
        when=when,
        outcome=Outcome.NOTIFY,
        because="",
        unsure="",
        fix="",
        needs=(),
        shows=(),
        conditions=(),
        duties=(),
        overlaps=(),
        basis="",
        cite=duty.cite,
        source="",
    )


def duties(
    pack: Pack, conditions: Engine, explainer: Explainer, findings: Sequence[Finding]
) -> Iterator[DutyDue]:
    """The duties that findings bring and those with a condition of their own, in pack order."""
    by_id = explainer.lexicon.duties
    due: dict[tuple[str, str], bool] = {}
    for finding in findings:
        for name in finding.duties:
            place = finding.path if by_id[name].for_each else "use"
            due[name, place] = due.get((name, place), False) or finding.certain
    conditioned = _conditioned(pack)
    for hit in conditions.hits(explainer.resolved):
        duty, when = conditioned[hit.rule]
        if hit.index is not None or duty.for_each is None or _can_arise(duty, when, explainer):
            due.setdefault((duty.id, subject_path(duty.for_each, hit.index)), hit.truth is True)
    order = {duty.id: number for number, duty in enumerate(pack.duties)}
    for (name, path), certain in sorted(due.items(), key=lambda each: order[each[0][0]]):
        yield _due(by_id[name], explainer, path, certain)


def _can_arise(duty: Duty, when: Expression, explainer: Explainer) -> bool:
    """Whether some item of a list that is not known can bring a duty.

    A condition that is false of an item of which nothing is known is false of every item.
    """
    nothing: Mapping[str, Any] = defaultdict(lambda: None)
    env = {**explainer.env, str(duty.variable): (nothing, str(duty.for_each))}
    return truth(when, env, explainer.resolved) is not False


def _due(duty: Duty, explainer: Explainer, path: str, certain: bool) -> DutyDue:
    index = int(path.partition("[")[2][:-1]) if "[" in path else None
    bound = explainer.bound(duty.for_each, duty.variable, index)
    day: int | None
    if duty.due.on is None:
        day = explainer.resolved["today"]
    elif duty.due.on.variable in bound:
        day = bound[duty.due.on.variable][0][duty.due.on.name]
    else:
        day = None
    return DutyDue(
        id=duty.id,
        text=explainer.sentence(duty.text, duty.for_each, duty.variable, index),
        owner=duty.owner,
        due=None if day is None else _written(day + duty.due.days),
        words=duty.due.words,
        subject=explainer.subject(duty.for_each, index),
        path=path,
        certain=certain,
        cite=duty.cite,
    )


def _written(day: int) -> str | None:
    """A day as a date; None where it lies beyond the calendar, as days from a far date may."""
    known = date.min.toordinal() <= day <= date.max.toordinal()
    return date.fromordinal(day).isoformat() if known else None
