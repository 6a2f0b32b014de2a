"""A rulebook for programs: nothing a pack holds is left out, and the same pack gives the same."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from clearslate.policy.pack.load import Loaded, load_pack, shipped_pack
from clearslate.policy.pack.model import Card, Duty, Pack, Question, Rule
from clearslate.policy.render.card import card
from clearslate.policy.render.data import card_data, rulebook_data

HOUSE = Path(__file__).parents[3] / "examples" / "house"
#: What is told in another way: guards by their questions, variables by what they name.
OTHERWISE = {
    Pack: {"from_": "in_force", "to": "in_force", "guards": "cards", "gate": "not_a_use",
           "gate_because": "not_a_use"},
    Rule: {"variable": "for_each"},
    Duty: {"variable": "for_each"},
    Question: {"id": "field", "card": "field", "pack": "field", "part": "field",
               "variable": "field"},
}  # fmt: skip


@pytest.fixture(params=["platform", "house"])
def loaded(request: pytest.FixtureRequest) -> Loaded:
    return shipped_pack() if request.param == "platform" else load_pack(HOUSE)


def first(document: dict[str, Any], kind: type) -> dict[str, Any]:
    found = {
        Pack: document,
        Rule: document["rules"][0],
        Duty: document["duties"][0],
        Card: document["cards"][0],
        Question: document["cards"][0]["questions"][0],
    }
    return dict(found[kind])


@pytest.mark.parametrize("kind", [Pack, Rule, Duty, Card, Question])
def test_every_field_is_there(kind: type) -> None:
    told = first(rulebook_data(shipped_pack()), kind)
    names = OTHERWISE.get(kind, {})
    missing = [
        each.name
        for each in dataclasses.fields(kind)
        if names.get(each.name, each.name) not in told
    ]
    assert missing == []


def test_everything_is_there_once_and_in_order(loaded: Loaded) -> None:
    document, pack = rulebook_data(loaded), loaded.pack
    for name in ("rows", "principles", "areas", "switches", "conditions", "rules", "duties"):
        assert [each["id"] for each in document[name]] == [each.id for each in getattr(pack, name)]
    asked = [each["field"] for told in document["cards"] for each in told["questions"]]
    assert asked == [question.id for each in pack.cards for question in each.questions]
    assert document["extends"] == pack.extends


def test_a_switch_has_its_readings() -> None:
    switch = rulebook_data(shipped_pack())["switches"][0]
    assert switch["default"] == "strict"
    readings = {each["reading"]: each["gives_up"] for each in switch["readings"]}
    assert readings["strict"] == []
    assert "final-never-notify" in readings["relaxed"]


def test_the_same_pack_gives_the_same_text(loaded: Loaded) -> None:
    again = load_pack(HOUSE) if loaded.base else shipped_pack()
    assert json.dumps(rulebook_data(loaded)) == json.dumps(rulebook_data(again))


def test_a_card_says_what_its_page_says() -> None:
    outline = card(shipped_pack(), "vfx")
    document = card_data(outline, shipped_pack(), "vfx")
    assert document["department"] == "vfx"
    for column, section in zip(document["columns"], outline.sections, strict=True):
        assert [each["text"] for each in column["items"]] == [item.text for item in section.items]
