"""Release, apart from the work: what does not last until then, and what held while it was made.

An assessment tests records over the days of the work. What was made under them stays as it was made
when they end. Whether it may still be shown is another question: here it is asked for the day of
the release, beside the assessment and without changing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from clearslate.policy.assess.assess import Applied, Assessor
from clearslate.policy.assess.words import day_words, subject_name
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.derived import relevant
from clearslate.policy.derived.normal import normal_item
from clearslate.policy.derived.records import work_window
from clearslate.policy.derived.resolve import DATED
from clearslate.policy.engine.hits import subject_path
from clearslate.policy.engine.interpreter import subjects
from clearslate.policy.immutable import immutable
from clearslate.policy.language.interpret import Environment, truth
from clearslate.policy.language.ir import Field
from clearslate.policy.pack.model import Rule

#: Destinations that reach an audience. One that is not known may be one of them.
FINAL = ("in_camera", "final_picture", "final_sound", "final_text", "marketing_published")
#: Evidence that speaks of how the work is done, and of nothing afterwards.
OF_THE_WORK = ("use.labour_agreement", "person.guild_compliance")
#: The days from which a record no longer holds, and those on which one turns.
ENDS = ("to", "withdrawn")
TURNS = ("from", *ENDS)


@immutable
class Gap:
    """Something that a use rests on, which holds over the work and not until the release."""

    what: str
    """Evidence such as `person.use_consent`, or `component.terms`."""
    title: str
    subject: str
    path: str
    """Where whom or what it is about stands, for example `people[0]`."""
    ends: str
    """The first day on which it no longer holds."""
    release: str | None
    """The day of the release; None while no delivery is on file."""
    sentence: str


@immutable
class MadeBefore:
    """Something that a use rests on, which held over the whole work and has ended since."""

    what: str
    title: str
    subject: str
    path: str
    ended: str
    """The first day on which it no longer held."""
    sentence: str


class _Ground(NamedTuple):
    """Something that a use rests on now, and whether it does in a case for another day."""

    what: str
    title: str
    subject: str
    path: str
    holds: Callable[[Mapping[str, Any]], bool]

    @property
    def words(self) -> str:
        """What it is, and of whom or what."""
        return f"{self.title}, for “{self.subject}”" if self.subject else self.title


def release_gaps(case: Case, assessor: Assessor) -> tuple[Gap, ...]:
    """What the use rests on and does not last until the release, where an output may be final.

    The release is the delivery of the production, or the date of the case where that is later.
    While no delivery is on file, whatever ends is a gap. Evidence of how the work was done, such
    as an agreement with a union, is asked for nothing afterwards.
    """
    resolved = assessor.resolve(case)
    if not _may_be_final(resolved):
        return ()
    ends = _days(case, assessor.schema, ENDS)
    delivery: int | None = resolved["production"]["delivery"]
    days = [*ends, resolved["today"]] if delivery is None else [delivery, resolved["today"]]
    grounds = [each for each in _grounds(assessor, resolved) if each.what not in OF_THE_WORK]
    lost = _lost(case, assessor, resolved, grounds, max(days))
    return tuple(_gap(ground, end, delivery, resolved["today"]) for ground, end in lost)


def made_before(case: Case, assessor: Assessor) -> tuple[MadeBefore, ...]:
    """What held over the whole work and has ended since: what was made stays as it was.

    A notice of withdrawal is no such end. Whether it reaches what is finished, a lawyer decides.
    """
    resolved = assessor.resolve(case)
    grounds = list(_grounds(assessor, resolved))
    work_ended = work_window(resolved["use"], resolved["today"]).last
    lost = _lost(case, assessor, resolved, grounds, resolved["today"])
    return tuple(_made(ground, end, work_ended) for ground, end in lost)


def _lost(
    case: Case,
    assessor: Assessor,
    resolved: Mapping[str, Any],
    grounds: Sequence[_Ground],
    day: int,
) -> Iterator[tuple[_Ground, int]]:
    """The grounds that no longer hold on a day after the work, and the day they ended for good."""
    work_ends = work_window(resolved["use"], resolved["today"]).last
    if day <= work_ends:
        return
    turns = [turn for turn in _days(case, assessor.schema, TURNS) if work_ends < turn <= day]
    later = {each: assessor.resolve(_worked_on(case, each)) for each in {*turns, day}}
    for ground in grounds:
        if not ground.holds(later[day]):
            lasts = max((turn for turn in turns if ground.holds(later[turn])), default=work_ends)
            yield ground, min(turn for turn in turns if turn > lasts)


def _may_be_final(resolved: Mapping[str, Any]) -> bool:
    outputs = resolved["outputs"]
    return outputs is None or any(
        output["destination"] is None or output["destination"] in FINAL for output in outputs
    )


def _days(case: Case, schema: Schema, names: Sequence[str]) -> list[int]:
    """The days of these names on all records that count."""
    items = (
        normal_item(entry, schema.parts[kind])
        for kind, entry in relevant(case.declaration, case.facts)
        if kind in DATED
    )
    return [item[name] for item in items for name in names if item.get(name) is not None]


def _worked_on(case: Case, day: int) -> Case:
    """The case as if the work were done on one day."""
    use = case.declaration.get("use", {})
    on = date.fromordinal(day).isoformat()
    declaration = {**case.declaration, "use": {**use, "work_from": on, "work_to": on}}
    return Case(declaration, case.facts, case.rulebooks, case.switches, case.date)


def _grounds(assessor: Assessor, resolved: dict[str, Any]) -> Iterator[_Ground]:
    """Evidence on file that rules look for, each once, and the terms of tools that may be AI."""
    told: set[tuple[str, str]] = set()
    for applied in assessor.applied:
        for rule in applied.pack.rules if applied.rulebook.adopted else ():
            for ground in _evidence(applied, rule, resolved):
                if (ground.what, ground.path) not in told:
                    told.add((ground.what, ground.path))
                    yield ground
    part = assessor.schema.parts["components"]
    for index, component in enumerate(resolved["components"] or ()):
        if component["technique"] != "not_ai" and not component["agreement_lapsed"]:
            name = subject_name(part, index, component)
            path = subject_path("components", index)
            holds = _reads("components", index, "agreement_lapsed", wanted=False)
            yield _Ground("component.terms", "Terms or agreement", name, path, holds)


def _evidence(applied: Applied, rule: Rule, resolved: dict[str, Any]) -> Iterator[_Ground]:
    for index, env in subjects(rule.for_each, rule.variable, resolved):
        if env is None or truth(rule.when, env, resolved) is False:
            continue
        for field in _asked_for(rule, env, resolved):
            if env[field.variable][0][field.name] is not True:
                continue
            name = f"{field.variable}.{field.name}"
            title = applied.lexicon.evidence[name].title
            part = applied.lexicon.schema.parts[field.part]
            subject = "" if index is None else subject_name(part, index, env[field.variable][0])
            holds = _reads(field.part, index, field.name, wanted=True)
            yield _Ground(name, title, subject, subject_path(rule.for_each, index), holds)


def _asked_for(rule: Rule, env: Environment, resolved: dict[str, Any]) -> Iterator[Field]:
    """The evidence of a rule that nothing excuses."""
    for need in rule.needs:
        if need.unless is None or truth(need.unless, env, resolved) is not True:
            yield need.evidence
    yield from rule.shows


def _reads(
    part: str, index: int | None, name: str, *, wanted: bool
) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a derived fact is what is wanted, in a case that is resolved for another day."""

    def holds(resolved: Mapping[str, Any]) -> bool:
        item = resolved[part] if index is None else resolved[part][index]
        return bool(item[name] is wanted)

    return holds


def _gap(ground: _Ground, end: int, delivery: int | None, today: int) -> Gap:
    if delivery is None:
        then = "No day of delivery is on file; until then it has to last or be renewed."
    elif delivery < today:
        passed = day_words(date.fromordinal(delivery))
        then = f"Delivery was due on {passed}; what is not delivered yet needs it renewed."
    else:
        day = day_words(date.fromordinal(delivery))
        then = f"Delivery is on {day}; until then it has to last or be renewed."
    release = None if delivery is None else date.fromordinal(max(delivery, today)).isoformat()
    ends = date.fromordinal(end)
    last = day_words(date.fromordinal(end - 1))
    held = f"its last day {'was' if end <= today else 'is'} {last}"
    return Gap(
        ground.what,
        ground.title,
        ground.subject,
        ground.path,
        ends.isoformat(),
        release,
        f"{ground.words}: {held}. {then}",
    )


def _made(ground: _Ground, end: int, work_ended: int) -> MadeBefore:
    ended, last = date.fromordinal(end), date.fromordinal(work_ended)
    return MadeBefore(
        ground.what,
        ground.title,
        ground.subject,
        ground.path,
        ended.isoformat(),
        f"{ground.words}: its last day was {day_words(date.fromordinal(end - 1))}. The work ended"
        f" on {day_words(last)}, while it held; what was made stays as it was.",
    )
