"""The rules card: whatever a department has met so far, its card leaves no trigger out."""

from __future__ import annotations

import functools

import pytest

from clearslate.policy.pack import shipped_pack
from clearslate.policy.render.card import card
from clearslate.policy.render.outline import Section
from clearslate.policy.render.readable import small

PLATFORM = shipped_pack()
#: Many examples, few, and none.
DEPARTMENTS = ("vfx", "development", "costume_makeup")


@functools.cache
def sections(department: str) -> tuple[Section, ...]:
    return card(PLATFORM, department).sections


def said(section: Section) -> str:
    return " ".join(
        small(text) for item in section.items for text in (item.text, *(n.text for n in item.notes))
    )


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_what_no_principle_stands_for_is_on_every_card(department: str) -> None:
    _, approval, _ = sections(department)
    for rule in PLATFORM.pack.rules:
        if rule.principle is None and rule.outcome.word == "approval":
            assert small(rule.title) in said(approval), rule.id


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_kind_of_evidence_is_on_every_card(department: str) -> None:
    *_, hold = sections(department)
    for rule in PLATFORM.pack.rules:
        for need in rule.needs:
            field = f"{need.evidence.variable}.{need.evidence.name}"
            (words,) = [each for each in PLATFORM.pack.evidence if each.field == field]
            assert small(words.title) in said(hold), field
