"""The sentences of the platform pack are short and plain, and promise nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from clearslate.policy.language.walk import fields
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.pack.model import DECISIONS, DUTY_KINDS
from clearslate.policy.pack.papers import EVERYBODY, GROUPS, read_papers
from clearslate.policy.pack.templates import PLACE

PACK = shipped_pack().pack
PAPERS = read_papers(shipped_pack())
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
    yield from ((each.id, each.title) for each in (*PACK.reasons, *PACK.standing_limits))
    assert PACK.craft_list is not None
    yield "craft_list", f"{PACK.craft_list.title}. {PACK.craft_list.text}"
    for card in PAPERS.cards:
        for line in (*card.may, *card.may_not, *card.ask):
            yield f"{card.department}: {line.text}", line.text
    for notice in PAPERS.notices:
        yield from ((f"{notice.id}: {text}", text) for text in notice.body.splitlines())
        yield notice.id, f"{notice.title}. {notice.rests_on} {notice.check}"


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


def test_there_is_a_reason_for_every_act_in_every_area() -> None:
    for act in DECISIONS:
        for area in PACK.areas:
            offered = [reason for reason in PACK.reasons if reason.offered(act, area.id)]
            assert 2 <= len(offered) <= 8, (act, area.id)


def test_each_act_an_approval_can_call_for_is_called_for() -> None:
    lines = {each.id: each.line for each in PACK.conditions if each.line}
    assert lines == {
        "human_input": "result",
        "legal_review": "legal_review",
        "rights_clearance": "rights_clearance",
        "disclosure": "result",
        "result_check": "result",
    }
    assert [each.id for each in PACK.conditions if each.human_input] == ["human_input"]


def test_the_director_and_the_unions_have_lines_of_their_own() -> None:
    lines = {duty.id: duty.line for duty in PACK.duties if duty.line}
    assert lines == {"ask_director": "director", "guild_notice": "labour", "craft_talks": "labour"}
    assert {duty.kind for duty in PACK.duties} == set(DUTY_KINDS)


def test_every_department_has_a_card() -> None:
    departments = shipped_pack().schema.vocabularies["department"]
    assert [card.department for card in PAPERS.cards] == [EVERYBODY, *departments]
    for card in PAPERS.cards:
        assert all(getattr(card, group) for group in GROUPS), card.department


def test_what_a_rule_requires_stands_on_some_card() -> None:
    lines = (line for card in PAPERS.cards for group in GROUPS for line in getattr(card, group))
    cited = {row for line in lines for row in line.cite}
    assert [rule.id for rule in PACK.rules if cited.isdisjoint(rule.cite)] == []


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_no_rule_depends_on_who_performs_the_work(rule) -> None:
    conditions = (rule.when, *(need.unless for need in rule.needs if need.unless is not None))
    read = {field.name for condition in conditions for field in fields(condition)}
    assert read.isdisjoint({"performed_by", "vendor", "title", "purpose", "department"})


def test_what_is_ours_says_so() -> None:
    ours = {rule.id for rule in PACK.rules if rule.basis == "ours"}
    assert ours == {"overdue", "lapsed", "anonymise", "refused_input", "refused_reference"}
    assert {rule.id for rule in PACK.rules if int(rule.outcome) == 2} <= ours
