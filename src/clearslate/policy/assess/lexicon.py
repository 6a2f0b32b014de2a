"""What one pack and schema say in words, looked up once and used for every assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clearslate.policy.declaration.schema import Schema
from clearslate.policy.language.ir import Field, Literal
from clearslate.policy.language.walk import beside_today, fields
from clearslate.policy.pack.lint import expressions
from clearslate.policy.pack.model import Duty, EvidenceText, Pack, Question, Rule


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The indexes that explaining needs."""

    pack: Pack
    schema: Schema
    evidence: Mapping[str, EvidenceText]
    questions: Mapping[str, Question]
    """By `part.field`, or by the name of the list."""
    switches: tuple[tuple[str, ...], ...]
    """For each rule, the switches its finding depends on."""
    duties: Mapping[str, Duty]
    titles: Mapping[str, str]
    """What each derived evidence field is called."""
    dated: tuple[Field, ...]
    """The declared dates that conditions compare with the date of the assessment."""
    days: tuple[int, ...]
    """The dates written out in conditions that they compare with it."""


def lexicon(pack: Pack, schema: Schema) -> Lexicon:
    """The indexes of a pack under a schema."""
    questions = {
        f"{question.part}.{question.field}" if question.field else question.part: question
        for card in pack.cards
        for question in card.questions
    }
    dates = {side for expression in expressions(pack) for side in beside_today(expression)}
    dated = [side for side in dates if isinstance(side, Field)]
    days = {int(side.value) for side in dates if isinstance(side, Literal)}
    return Lexicon(
        pack,
        schema,
        {text.field: text for text in pack.evidence},
        questions,
        tuple(_switches(rule) for rule in pack.rules),
        {duty.id: duty for duty in pack.duties},
        {text.field: text.title for text in pack.evidence},
        tuple(sorted(dated, key=lambda field: (field.part, field.name))),
        tuple(sorted(days)),
    )


def _switches(rule: Rule) -> tuple[str, ...]:
    conditions = (rule.when, *(need.unless for need in rule.needs if need.unless is not None))
    names = {field.name for each in conditions for field in fields(each) if field.part == "switch"}
    return tuple(sorted(names))
