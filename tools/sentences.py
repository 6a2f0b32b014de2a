"""The page of every sentence that an assessment can hold, in the words of the pack."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.assessment import Assessment, Finding
from clearslate.policy.case import Rulebook
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import Loaded, shipped_pack
from clearslate.policy.pack.model import Rule
from clearslate.policy.render.readable import readable
from clearslate.policy.render.verdict import verdict
from clearslate.policy.render.words import ORDER, SIGNS, STATES, words_of
from tools.pages import REFERENCE, filled


def pages() -> dict[Path, str]:
    """The page, with its text."""
    loaded = shipped_pack()
    places = {
        "verdict": _verdicts(),
        "gate": [f"- {loaded.pack.gate_because}"],
        "rules": _rules(loaded),
        "evidence": _evidence(loaded),
        "conditions": [f"- **{each.title}**: {each.text}" for each in loaded.pack.conditions],
        "duties": _duties(loaded),
        "states": [f"- {words}" for words in STATES.values()],
        "questions": _questions(loaded),
    }
    return {REFERENCE / "sentences.md": filled("sentences.md", places)}


@functools.cache
def _assessments() -> tuple[Assessment, ...]:
    """The assessments of all examples of the pack."""
    loaded = shipped_pack()
    assessor = Assessor([Rulebook(loaded)])
    books = [applied.rulebook for applied in assessor.applied]
    return tuple(assessor.assess(case_of_example(each, books)) for each in read_examples(loaded))


def _verdicts() -> Iterator[str]:
    """What is said of each outcome, and of each way in which it can still change."""
    by_outcome: dict[str, Assessment] = {}
    for assessment in _assessments():
        if assessment.outcome and (assessment.outcome != "hold" or len(assessment.missing) == 1):
            by_outcome.setdefault(assessment.outcome, assessment)
    for outcome in ORDER:
        said = verdict(by_outcome[outcome])
        yield f"- **{said.headline}.** {said.means}"
    unmet = next(a for a in _assessments() if a.outcome == "hold" and not a.missing)
    yield f"- **{verdict(unmet).headline}.** {verdict(unmet).means}"
    for assessment in by_outcome.values():
        for low in ORDER:
            for high in ORDER:
                outcome = assessment.outcome or ""
                if ORDER.index(low) <= ORDER.index(outcome) <= ORDER.index(high):
                    said = verdict(replace(assessment, interval=(low, high), holds_until=None))
                    yield f"- {SIGNS[outcome].word}, {low} to {high}: {said.settled}"


def _rules(loaded: Loaded) -> Iterator[str]:
    filled_in = _first_reasons()
    for rule in loaded.pack.rules:
        each = f"for each {loaded.schema.parts[rule.for_each].singular}" if rule.for_each else ""
        about = [words_of(rule.area), each or "for the use", SIGNS[rule.outcome.word].word]
        yield f"### {rule.id}: {rule.title}\n"
        yield f"{', '.join(about)}; {', '.join(rule.cite)}.\n"
        yield from _said(rule, loaded, filled_in)
        yield ""


def _said(rule: Rule, loaded: Loaded, filled_in: Mapping[tuple[str, bool], str]) -> Iterator[str]:
    for label, certain, template in (
        ("When it holds", True, rule.because),
        ("While it is open", False, rule.unsure),
    ):
        yield f"- {label}: {readable(template, loaded.schema, loaded.pack)}"
        if (rule.id, certain) in filled_in and "{" in template:
            yield f"  - for example: {filled_in[rule.id, certain]}"
    yield f"- What would lower it: {readable(rule.fix, loaded.schema, loaded.pack)}"


def _first_reasons() -> dict[tuple[str, bool], str]:
    """The first reason that some example gives for each rule, certain and open."""
    found: dict[tuple[str, bool], str] = {}
    for assessment in _assessments():
        for finding in assessment.findings:
            if _has_subject(finding):
                found.setdefault((finding.rule, finding.certain), finding.because)
    return found


def _has_subject(finding: Finding) -> bool:
    return finding.path == "use" or "[" in finding.path


def _evidence(loaded: Loaded) -> Iterator[str]:
    for text in loaded.pack.evidence:
        yield f"- {text.title}. Who would have it: {text.who}."


def _duties(loaded: Loaded) -> Iterator[str]:
    for duty in loaded.pack.duties:
        text = readable(duty.text, loaded.schema, loaded.pack)
        yield f"- {text} By whom: {duty.owner}. When: {duty.due.words}."


def _questions(loaded: Loaded) -> Iterator[str]:
    for card in loaded.pack.cards:
        for question in card.questions:
            part = loaded.schema.parts[question.part]
            title = part.fields[question.field].title if question.field else part.title
            yield f"- {title}. Who would know: {question.who}."
