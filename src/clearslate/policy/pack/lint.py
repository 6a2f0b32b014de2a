"""What can be wrong with a pack as a whole: ids, references, questions, evidence, certainty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from clearslate.policy.declaration.schema import Schema
from clearslate.policy.derived import KINDS, READS
from clearslate.policy.errors import Problem, did_you_mean
from clearslate.policy.language.ir import Expression, Field
from clearslate.policy.language.walk import fields, lists
from clearslate.policy.pack.limits import CraftList, StandingLimit
from clearslate.policy.pack.model import Card, Condition, Duty, Pack, Question, Rule
from clearslate.policy.pack.repeats import Effort, loses_certainty

#: What knows where it stands in the files of a pack.
_Placed: TypeAlias = Rule | Duty | Card | Question | Condition | StandingLimit | CraftList


def lint(pack: Pack, schema: Schema) -> tuple[list[Problem], list[Problem]]:
    """The errors and the warnings of a loaded pack as a whole."""
    checks: tuple[Callable[[Pack, Schema], Iterable[Problem]], ...] = (
        _duplicate_ids, _unknown_overlaps, _unworded_evidence, _unasked, _unserved, _unused,
        _unguarded,
    )  # fmt: skip
    errors = [problem for check in checks for problem in check(pack, schema)]
    return errors, list(_repeats(pack))


def served_fields(pack: Pack) -> set[str]:
    """Every declared field that a rule, duty, question or the gate reads, as `part.field`."""
    found: set[str] = set()
    for expression in expressions(pack):
        found |= _read(expression)
    for rule in pack.rules:
        for field in (*(need.evidence for need in rule.needs), *rule.shows):
            found |= _behind(field)
    for duty in pack.duties:
        if duty.due.on is not None:
            found |= _behind(duty.due.on)
    return found


def expressions(pack: Pack) -> Iterator[Expression]:
    """Every condition of a pack, except those that only decide whether a question is asked."""
    for rule in pack.rules:
        yield rule.when
        yield from (need.unless for need in rule.needs if need.unless is not None)
    yield from (duty.when for duty in pack.duties if duty.when is not None)
    if pack.gate is not None:
        yield pack.gate


def _read(expression: Expression) -> set[str]:
    found = set(lists(expression))
    for field in fields(expression):
        found |= _behind(field)
    return found


def _behind(field: Field) -> set[str]:
    name = _name(field)
    if field.name not in KINDS.get(field.part, {}):
        return {name}
    reads = READS[name]
    own = (f"{field.part}.{each}" for each in reads.own)
    counted = (each.partition(".")[0] for each in reads.items)
    return {*own, *reads.other, *reads.items, *counted}


def _name(field: Field) -> str:
    return f"{field.part}.{field.name}" if field.name else field.part


def _duplicate_ids(pack: Pack, schema: Schema) -> Iterator[Problem]:
    questions = [question for card in pack.cards for question in card.questions]
    groups: dict[str, Iterable[Rule | Duty | Card | Question]] = {
        "rule": pack.rules,
        "duty": pack.duties,
        "card": pack.cards,
        "question": questions,
    }
    for what, things in groups.items():
        first: dict[str, str] = {}
        for thing in things:
            if thing.id in first:
                message = f"The {what} “{thing.id}” stands twice, first at {first[thing.id]}."
                yield _at(thing, f"{what}s[{thing.id}]", message)
            first.setdefault(thing.id, thing.source)


def _unknown_overlaps(pack: Pack, schema: Schema) -> Iterator[Problem]:
    known = [rule.id for rule in pack.rules]
    for rule in pack.rules:
        for overlap in rule.overlaps:
            if overlap.rule not in known:
                yield _at(
                    rule,
                    f"rules[{rule.id}].overlaps",
                    f"There is no rule “{overlap.rule}”.",
                    did_you_mean(overlap.rule, known),
                )


def _unworded_evidence(pack: Pack, schema: Schema) -> Iterator[Problem]:
    worded = {text.field for text in pack.evidence}
    for rule in pack.rules:
        for field in (*(need.evidence for need in rule.needs), *rule.shows):
            name = f"{field.variable}.{field.name}"
            if name not in worded:
                path = f"rules[{rule.id}].needs"
                yield _at(rule, path, f"The pack has no words for {name}; add it to evidence.")


def _unasked(pack: Pack, schema: Schema) -> Iterator[Problem]:
    """A field that a rule or a limit reads and that no question asks for."""
    asked = {
        f"{question.part}.{question.field}" if question.field else question.part
        for card in pack.cards
        for question in card.questions
    }
    if not asked:
        message = "The pack has no questions; each field that a rule reads needs one."
        yield from (_at(rule, "", message) for rule in pack.rules[:1])
        return
    for thing, what, path, conditions, over in _reading(pack):
        for name, answered_by in sorted(_needed(conditions, over).items()):
            part = schema.parts.get(name.partition(".")[0])
            if part is None or part.is_fact or asked & answered_by:
                continue
            message = f"The {what} reads {name}, and no question asks for it."
            yield _at(thing, f"{path}.when", message)


def _reading(
    pack: Pack,
) -> Iterator[
    tuple[Rule | StandingLimit | CraftList, str, str, tuple[Expression, ...], str | None]
]:
    """What reads answers that somebody must be asked for: conditions, and the list it runs over."""
    for rule in pack.rules:
        unless = (need.unless for need in rule.needs if need.unless is not None)
        yield rule, "rule", f"rules[{rule.id}]", (rule.when, *unless), rule.for_each
    for limit in pack.standing_limits:
        path = f"standing_limits[{limit.id}]"
        yield limit, "limit", path, (limit.when,), limit.for_each
    if pack.craft_list is not None:
        yield pack.craft_list, "craft list", "craft_list", (pack.craft_list.when,), "outputs"


def _needed(conditions: Sequence[Expression], over: str | None) -> dict[str, set[str]]:
    """What conditions read, each with the answers of which one at least must be asked for it."""
    read = {_name(field): _behind(field) for each in conditions for field in fields(each)}
    ran = {name for each in conditions for name in lists(each)} | {over or ""}
    return read | {name: {name} for name in ran if name}


def _unserved(pack: Pack, schema: Schema) -> Iterator[Problem]:
    """A question whose answer no rule, duty or notice needs."""
    served = served_fields(pack)
    served |= {rule.for_each for rule in pack.rules if rule.for_each}
    for card in pack.cards:
        for question in card.questions:
            name = f"{question.part}.{question.field}" if question.field else question.part
            if name not in served and not question.for_notice:
                message = (
                    "No rule or duty reads this answer. Remove the question, or mark it"
                    " “for: notice” where the notice carries it."
                )
                yield _at(question, f"cards[{card.id}].questions[{question.id}]", message)


def _unguarded(pack: Pack, schema: Schema) -> Iterator[Problem]:
    """A mandatory answer about items of a list that may itself stay unanswered.

    While nobody has said what is in the list, notify would be within reach; the first item would
    then raise the outcome above what was shown as possible.
    """
    mandatory = {guard.part for guard in pack.guards if guard.field is None}
    for card in pack.cards:
        for question in card.questions:
            if question.mandatory and question.variable and question.part not in mandatory:
                message = (
                    f"It is mandatory, and the question what is in “{question.part}” is not."
                    " Make that one mandatory too."
                )
                yield _at(question, f"cards[{card.id}].questions[{question.id}]", message)


def _unused(pack: Pack, schema: Schema) -> Iterator[Problem]:
    """Duties, conditions and areas that nothing brings up."""
    brought = {name for rule in pack.rules for name in rule.duties}
    for duty in pack.duties:
        if duty.id not in brought and duty.when is None:
            message = "No rule brings this duty, and it has no condition of its own."
            yield _at(duty, f"duties[{duty.id}]", message)
    demanded = {name for rule in pack.rules for name in rule.conditions}
    for condition in pack.conditions:
        if condition.id not in demanded:
            message = "No rule asks for this condition."
            yield _at(condition, f"conditions.{condition.id}", message)


def _repeats(pack: Pack) -> Iterator[Problem]:
    effort = Effort()
    for thing, _, path, (when, *_), _ in _reading(pack):
        if loses_certainty(when, effort):
            message = (
                "The condition repeats a field, so that it can stay “not sure” although every"
                " answer would give the same. Write it so that each field stands once."
            )
            yield _at(thing, f"{path}.when", message)


def _at(thing: _Placed, path: str, message: str, suggestion: str = "") -> Problem:
    file, _, line = thing.source.rpartition(":")
    return Problem(message, file, int(line), None, path, suggestion)
