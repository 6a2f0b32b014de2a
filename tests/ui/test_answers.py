"""Answers as fields of a form and back: nothing is lost, and nothing is changed by itself."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from clearslate.policy.errors import DeclarationError
from clearslate.policy.intake import make_rulebooks
from clearslate.policy.interview import Asked, Interview, Journey, blank
from clearslate.policy.interview import given as answer_at
from clearslate.policy.library import load_pack
from clearslate.policy.pack.model import Card
from clearslate.ui.forms.answers import (
    Fields,
    asked_at,
    changes_in,
    digest,
    fields_of,
    names_in,
    removals_in,
    separated,
)
from clearslate.uses.changes import Change
from tests.docs.world import HOUSE, declaration, declared, facts

#: Enough of the series to have every kind of answer; each question of each is tried.
NAMES = declared()[::4]
ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def interview() -> Interview:
    return Interview(make_rulebooks(load_pack("platform")), on=ON, facts=facts())


def post(fields: Mapping[str, Any], was: tuple[str, Fields] | None = None) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, values in fields.items():
        sent.setlist(name, list(values))
    if was is not None:
        sent[f"{was[0]}:was"] = digest(was[1])
    return sent


def questions(journey: Journey) -> Iterator[tuple[Asked, Card]]:
    for step in journey.steps:
        for asked in step.questions:
            yield asked, step.card


def applied(interview: Interview, document: Any, changes: list[Change]) -> Any:
    for change in changes:
        document = change.on(interview, document)
    return document


def names(answer: Any) -> Any:
    """What a list question itself says: how its items are called; other answers as they are."""
    if not isinstance(answer, list):
        return answer
    told = [next((e[k] for k in ("name", "who") if k in e), e) if isinstance(e, dict) else e
            for e in answer]  # fmt: skip
    return sorted(told, key=str)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_comes_back_from_its_fields(interview: Interview, name: str) -> None:
    document = declaration(name)
    for asked, card in questions(interview.journey(document)):
        if asked.answer is None:
            continue
        fields = fields_of(asked, card, interview)
        before = interview.take_back(document, asked.path)
        found = asked_at(interview.journey(before), asked.path)
        if found is None or found[0].path != asked.path:
            continue
        sent = {k: v for k, v in fields.items() if not k.endswith(":has")}
        if asked.kind is None and not card.checklist and isinstance(asked.answer, list):
            field = interview.schema.parts[asked.path].name_field
            told = [each for each in asked.answer if each.get("terms") is None]
            sent[f"{asked.path}:add"] = ("; ".join(each[field] for each in told),)
        changes = changes_in(post(sent), found[0], found[1], interview)
        after = answer_at(applied(interview, before, changes), asked.path)
        if asked.path == "components" and isinstance(after, list):
            assert len(after) == len(asked.answer)  # one that is on file has its name there
        else:
            assert names(after) == names(asked.answer), asked.path


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_nobody_touched_changes_nothing(interview: Interview, name: str) -> None:
    document = declaration(name)
    for asked, card in questions(interview.journey(document)):
        fields = fields_of(asked, card, interview)
        sent = post(fields, (asked.path, fields))
        assert changes_in(sent, asked, card, interview) == [], asked.path
        if asked.answer is not None:
            # Nor does its script, which sends one question without what the page showed.
            again = changes_in(post(fields), asked, card, interview)
            after = applied(interview, document, again)
            assert answer_at(after, asked.path) == asked.answer, asked.path


def asked_of(interview: Interview, path: str, document: Any = None) -> tuple[Asked, Card]:
    found = asked_at(interview.journey(document or blank()), path)
    assert found is not None
    return found


def changed(interview: Interview, path: str, document: Any = None, **fields: Any) -> list[Change]:
    named = {path + (f":{k}" if k != "value" else ""): v for k, v in fields.items()}
    return changes_in(post(named), *asked_of(interview, path, document), interview)


def test_each_kind_is_read_as_a_file_has_it(interview: Interview) -> None:
    outputs = interview.add_item(blank(), "outputs", {"name": "Plate"})
    cases = [
        ("use.title", {"value": ["  A title "]}, Change("answer", "use.title", "A title")),
        ("use.purpose", {"value": ["one\r\ntwo"]}, Change("answer", "use.purpose", "one\ntwo")),
        ("use.department", {"value": ["vfx"]}, Change("answer", "use.department", "vfx")),
        ("use.department", {"value": ["unknown"]}, Change("not_sure", "use.department")),
        (
            "use.media",
            {"value": ["sound", "text"]},
            Change("answer", "use.media", ["sound", "text"]),
        ),
        ("use.media", {"is": ["none"]}, Change("answer", "use.media", [])),
        ("use.shots", {"value": ["a\n b \n\na"]}, Change("answer", "use.shots", ["a", "b"])),
        ("use.shots", {"is": ["unknown"]}, Change("not_sure", "use.shots")),
        (
            "use.work_from",
            {"value": ["2026-12-01"]},
            Change("answer", "use.work_from", "2026-12-01"),
        ),
        ("use.title", {"value": [""]}, Change("take_back", "use.title")),
        ("people", {"add": ["Ana; Bo"]}, Change("add", "people", {"who": "Ana"})),
        ("people", {"is": ["none"]}, Change("none", "people")),
        ("components", {"is": ["unknown"]}, Change("not_sure", "components")),
    ]
    for path, fields, expected in cases:
        assert changed(interview, path, **fields)[0] == expected
    seconds = asked_of(interview, "outputs[0].seconds", outputs)
    for text, value in (("30", 30), ("2.5", "2.5")):
        sent = post({"outputs[0].seconds": [text]})
        assert changes_in(sent, *seconds, interview) == [Change("answer", seconds[0].path, value)]


def test_what_is_new_holds_where_a_box_and_a_text_disagree(interview: Interview) -> None:
    titled = interview.answer(blank(), "use.title", "Mood")
    both = {"value": ["Mood"], "is": ["unknown"]}
    assert changed(interview, "use.title", titled, **both) == [Change("not_sure", "use.title")]
    unsure = interview.not_sure(blank(), "use.title")
    assert changed(interview, "use.title", unsure, **both)[0].value == "Mood"


def test_a_tool_on_file_is_ticked_and_unticked(interview: Interview) -> None:
    (added,) = changed(interview, "components", tool=["pigmentry-enterprise"])
    assert added.act == "add"
    assert added.value["terms"] == "pigmentry-enterprise"
    there = applied(interview, blank(), [added])
    assert changed(interview, "components", there, has=["pigmentry-enterprise@0"]) == [
        Change("remove", "components[0]")
    ]
    assert changed(interview, "components", tool=["no-such-tool"], has=["x@y"]) == []


def test_a_line_of_a_checklist_can_be_in_doubt(interview: Interview) -> None:
    (change,) = changed(
        interview,
        "inputs",
        line=["prompt", "footage"],
        doubt=["footage"],
        **{"called.prompt": ["A; B"]},
    )
    after = applied(interview, blank(), [change])
    assert [(each["name"], each["kind"]) for each in after["inputs"]] == [
        ("A", "prompt"),
        ("B", "prompt"),
        ("Footage", "unknown"),
    ]
    shown = fields_of(*asked_of(interview, "inputs", after), interview)
    assert shown == {
        "inputs:line": ("prompt", "footage"),
        "inputs:doubt": ("footage",),
        "inputs:called.prompt": ("A; B",),
    }


def test_items_keep_their_answers_and_their_place(interview: Interview) -> None:
    document = applied(interview, blank(), changed(interview, "inputs", line=["footage"]))
    document = interview.answer(document, "inputs[0].owner", "production")
    changes = changed(interview, "inputs", document, line=["prompt", "footage"])
    after = applied(interview, document, changes)["inputs"]
    assert [each["kind"] for each in after] == ["footage", "prompt"]
    assert after[0]["owner"] == "production"


def test_a_button_removes_an_item_and_nothing_else(interview: Interview) -> None:
    sent = post({"remove": ["people[0]", "use", "people", "facts[0]", "people[0].who", "x" * 999]})
    assert removals_in(sent, interview) == [Change("remove", "people[0]")]


def test_codes_may_stand_in_one_line_and_names_keep_their_commas() -> None:
    assert names_in("103_0410, 103_0420,103_0430") == ["103_0410", "103_0420", "103_0430"]
    assert names_in("Brindle, Oar and Sons") == ["Brindle, Oar and Sons"]
    assert separated("Ana; Bo and Sons, Ltd;; Ana") == ["Ana", "Bo and Sons, Ltd"]


_NAMES = """use.title use.media use.shots:is inputs:line inputs:called.prompt people:add asked
remove components:tool components:has outputs[0].seconds use.title:was"""
_NAME = st.sampled_from(_NAMES.split())
_VALUE = st.text(max_size=40) | st.sampled_from(["unknown", "none", "prompt", "x@9", "people[0]"])


@functools.cache
def bare() -> Interview:
    return Interview(make_rulebooks(load_pack("platform")), on=ON)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(_NAME, st.lists(_VALUE, max_size=3), max_size=6))
def test_whatever_is_sent_is_a_change_or_refused_in_words(sent: dict[str, list[str]]) -> None:
    interview = bare()
    document = interview.add_item(blank(), "outputs", {"name": "Plate"})
    posted = post(sent)
    changes = removals_in(posted, interview)
    for asked, card in questions(interview.journey(document)):
        changes += changes_in(posted, asked, card, interview)
    for change in changes:
        assert Change.from_json(change.as_json()) == change
        with suppress(DeclarationError):
            document = change.on(interview, document)


def test_a_field_of_another_pack_is_answered_like_any_other() -> None:
    books = make_rulebooks(load_pack("platform"), [load_pack(HOUSE)], adopted_by="Nadja Polwhele")
    house = Interview(books, on=ON)
    document = blank()
    own = [step for step in house.journey(document).steps if step.card.id == "house"]
    for each in own[0].questions:
        value = "yes" if each.kind == "yesno" else each.options[0].value if each.options else "x"
        document = applied(house, document, changed(house, each.path, document, value=[value]))
        assert answer_at(document, each.path) == value
        shown = fields_of(*asked_of(house, each.path, document), house)
        assert shown == {each.path: (value,)}
