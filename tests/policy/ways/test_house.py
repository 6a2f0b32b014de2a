"""Ways over the fields that a house pack adds: nested in the file, with several values or one."""

from __future__ import annotations

import pytest

from clearslate.policy.assess import Assessor, assess
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.pack import load_pack
from clearslate.policy.ways import ways
from clearslate.policy.ways.changed import changed_declaration
from clearslate.policy.ways.finder import Finder
from clearslate.policy.ways.options import options_of
from tests.policy.ways.small import HARMLESS, ON, rulebook

HOUSE = """\
format: pack/1
urn: urn:test:house
title: A house pack
publisher: Nobody
version: "1"
in_force: {from: 2026-01-01}
licence: Apache-2.0
languages: [en]
extends: urn:test:ways
namespace: house
vocabularies:
  safeguard: {watermark: A watermark, log: A log, seal: A seal}
fields:
  use:
    greenlit: {type: yesno, title: Greenlit}
    safeguards: {type: many, of: safeguard, max: 3, title: Safeguards}
rules:
  - {id: greenlight, title: No green light, area: all, outcome: approval, basis: ours, cite: [A1],
     when: not use.house.greenlit, because: It is so., unsure: It may be so., fix: Mend it.}
  - {id: unmarked, title: No watermark, area: all, outcome: approval, basis: ours, cite: [A1],
     when: '"watermark" not in use.house.safeguards', because: It is so., unsure: It may be so.,
     fix: Mend it.}
  - {id: sealed, title: Under seal, area: all, outcome: approval, basis: ours, cite: [A1],
     when: '"seal" in use.house.safeguards', because: It is so., unsure: It may be so.,
     fix: Mend it.}
cards:
  - card: house
    title: The house
    questions:
      - {field: use.house.greenlit, ask: a, why: b, who: you, nature: choice, mandatory: yes}
      - {field: use.house.safeguards, ask: a, why: b, who: you, nature: choice, mandatory: yes}
"""


@pytest.fixture
def books(tmp_path):
    base = rulebook(tmp_path)
    path = tmp_path / "house.yaml"
    path.write_text(HOUSE, encoding="utf-8")
    return [Rulebook(load_pack(path, bases=[base]))]


def case(books, **house):
    use = {"use": {"house": house}} if house else {}
    return make_case({"clearslate": "declaration/1", **HARMLESS, **use}, rulebooks=books, on=ON)


def told(books, **house):
    [target] = ways(case(books, **house)).targets
    return [[change.words for change in way.changes] for way in target.ways]


def test_one_value_more_and_one_value_less(books):
    assert told(books, greenlit="no", safeguards=["log", "seal"]) == [
        ["Greenlit: no → yes", "Safeguards: add “A watermark”", "Safeguards: without “A seal”"]
    ]
    [target] = ways(case(books, greenlit="yes", safeguards=["log", "seal"])).targets
    assert [(each.path, each.kind, each.before, each.after) for each in target.ways[0].changes] == [
        ("use.house.safeguards", "answer", None, "watermark"),
        ("use.house.safeguards", "remove", "seal", None),
    ]


def test_open_answers_are_decided(books):
    assert told(books) == [
        ["Greenlit: not answered → yes", "Safeguards: not answered → “A watermark”"]
    ]
    assert told(books, greenlit="yes", safeguards="unknown") == [
        ["Safeguards: not sure → “A watermark”"]
    ]


@pytest.mark.parametrize(
    "house",
    [
        {},
        {"greenlit": "unknown"},
        {"greenlit": "no", "safeguards": ["seal"]},
        {"greenlit": "no", "safeguards": ["log", "seal"]},
    ],
)
def test_the_changed_declaration_is_what_the_ways_say(books, house):
    made = case(books, **house)
    finder = Finder(Assessor(books))
    resolved = finder.assessor.resolve(made)
    options = options_of(finder.plan, finder.assessor.schema, made.declaration, resolved)
    by_place = {(option.path, option.value): option for option in options.all}
    [target] = ways(made).targets
    for way in target.ways:
        chosen = []
        for change in way.changes:
            value = change.before if change.after is None else change.after
            value = value[0] if isinstance(value, list) else value
            chosen.append(by_place[change.path, value])
        changed = changed_declaration(made.declaration, chosen)
        assert assess(make_case(changed, rulebooks=books, on=ON)).outcome == way.outcome
