"""The sentences of the platform pack are short and plain, and promise nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from clearslate.policy.language.walk import fields
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.pack.templates import PLACE

PACK = shipped_pack().pack
FORBIDDEN = re.compile(r"\b(safe|safely|compliant|AI-free|approved|guaranteed?)\b", re.IGNORECASE)


def sentences() -> Iterator[tuple[str, str]]:
    for rule in PACK.rules:
        for key in ("title", "because", "unsure", "fix"):
            yield f"{rule.id}.{key}", getattr(rule, key)
        yield from ((f"{rule.id}.overlaps", overlap.reason) for overlap in rule.overlaps)
    yield from ((duty.id, duty.text) for duty in PACK.duties)
    for named in (*PACK.principles, *PACK.conditions):
        yield named.id, f"{named.title}. {named.text}"
    for switch in PACK.switches:
        yield switch.id, switch.why
        yield from ((f"{switch.id}={value}", text) for value, text in switch.values)
    yield from ((row.id, row.title) for row in PACK.rows)


@pytest.mark.parametrize(("where", "text"), list(sentences()), ids=lambda value: value[:40])
def test_a_sentence_is_short_and_promises_nothing(where: str, text: str) -> None:
    for sentence in re.split(r"(?<=[.?])\s+", text):
        assert len(sentence.split()) <= 25, sentence
    assert not FORBIDDEN.search(text)


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_a_rule_names_its_subject(rule) -> None:
    name = {"person": "who"}.get(rule.variable, "name")
    place = f"{rule.variable}.{name}" if rule.variable else "use.title"
    assert place in PLACE.findall(rule.because)
    assert rule.variable is None or place in PLACE.findall(rule.unsure)


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_no_rule_depends_on_who_performs_the_work(rule) -> None:
    conditions = (rule.when, *(need.unless for need in rule.needs if need.unless is not None))
    read = {field.name for condition in conditions for field in fields(condition)}
    assert read.isdisjoint({"performed_by", "vendor", "title", "purpose", "department"})


def test_what_is_ours_says_so() -> None:
    ours = {rule.id for rule in PACK.rules if rule.basis == "ours"}
    assert ours == {"overdue", "lapsed", "anonymise", "refused_input", "refused_reference"}
    assert {rule.id for rule in PACK.rules if int(rule.outcome) == 2} <= ours
