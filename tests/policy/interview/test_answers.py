"""Answers as operations on a declaration: pure, checked, in the order of the schema."""

import copy
from typing import Any

import pytest

from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.errors import DeclarationError
from clearslate.policy.interview import answers, blank, given
from tests.policy.interview.world import MOOD_BOARD, interview

SCHEMA = core_schema()


def answered(path: str, value: Any, document: dict[str, Any] | None = None) -> dict[str, Any]:
    return answers.answer(document or blank(), path, value, schema=SCHEMA)


def problem(path: str, value: Any) -> str:
    with pytest.raises(DeclarationError) as error:
        answered(path, value, MOOD_BOARD)
    (found,) = error.value.problems
    assert found.path.startswith(path.split(".", maxsplit=1)[0])
    return f"{found.message} {found.suggestion}"


def test_an_answer_is_a_new_document_and_leaves_the_old_one_alone() -> None:
    before = copy.deepcopy(MOOD_BOARD)
    after = answered("outputs[0].destination", "final_picture", MOOD_BOARD)
    assert before == MOOD_BOARD
    assert given(after, "outputs[0].destination") == "final_picture"
    assert given(before, "outputs[0].destination") == "development"


def test_the_same_answers_in_any_order_make_the_same_file() -> None:
    one = answered("use.purpose", "x", answered("use.title", "y"))
    other = answered("use.title", "y", answered("use.purpose", "x"))
    assert list(one["use"]) == list(other["use"]) == ["title", "purpose"]
    listed = answers.none_of_these(blank(), "crafts", schema=SCHEMA)
    listed = answers.none_of_these(listed, "outputs", schema=SCHEMA)
    assert list(answered("use.title", "y", listed)) == ["clearslate", "use", "outputs", "crafts"]


def test_not_sure_none_and_not_asked_stay_three_different_things() -> None:
    assert given(blank(), "people") is None
    assert given(answers.not_sure(blank(), "people", schema=SCHEMA), "people") == "unknown"
    assert given(answers.none_of_these(blank(), "people", schema=SCHEMA), "people") == []
    assert given(answered("use.begun", "unknown"), "use.begun") == "unknown"


def test_items_are_added_kept_and_removed() -> None:
    document = answers.add_item(blank(), "people", {"who": "Mara"}, schema=SCHEMA)
    document = answered("people[0].act", "replica", document)
    document = answers.add_item(document, "people", {"who": "Ines"}, schema=SCHEMA)
    again = answers.set_items(document, "people", [{"who": "Ines"}, {"who": "Mara"}], schema=SCHEMA)
    assert again["people"] == [{"who": "Ines"}, {"who": "Mara", "act": "replica"}]
    alone = answers.remove_item(again, "people[0]", schema=SCHEMA)
    assert alone["people"] == [{"who": "Mara", "act": "replica"}]
    assert answers.remove_item(alone, "people[0]", schema=SCHEMA)["people"] == []


def test_a_list_that_was_not_sure_begins_with_its_first_item() -> None:
    doubtful = answers.not_sure(blank(), "inputs", schema=SCHEMA)
    assert answers.add_item(doubtful, "inputs", {"name": "x"}, schema=SCHEMA)["inputs"] == [
        {"name": "x"}
    ]


def test_a_component_that_goes_is_no_longer_a_maker() -> None:
    document = answered("outputs[0].made_by", ["Ideograph"], MOOD_BOARD)
    after = answers.remove_item(document, "components[0]", schema=SCHEMA)
    assert given(after, "outputs[0].made_by") == []


def test_an_answer_can_be_taken_back() -> None:
    document = answered("use.title", "x")
    assert answers.take_back(document, "use.title", schema=SCHEMA) == blank()
    assert "people" not in answers.take_back(MOOD_BOARD, "people", schema=SCHEMA)
    left = answers.take_back(MOOD_BOARD, "inputs[0].owner", schema=SCHEMA)
    assert given(left, "inputs[0].owner") is None


def test_what_else_the_file_holds_is_kept() -> None:
    document = {**blank(), "facts": {"production": {"id": "p"}}}
    assert answered("use.title", "x", document)["facts"] == document["facts"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("use.titel", "x", "Did you mean “title”?"),
        ("outputs.destination", "x", "Write it like outputs[0].name"),
        ("inputs[7].owner", "production", "there is none at this place"),
        ("output[0].name", "x", "Did you mean “outputs”?"),
        ("outputs[0].destination", "final", "allowed are"),
        ("use.begun", True, "yes, no"),
        ("use.work_from", "2026-13-01", "no such day"),
        ("use.work_from", "2026-12-19", "ends on 2026-12-18, before it begins on 2026-12-19"),
        ("use.work_to", "2026-11-30", "Correct one of the two dates"),
        ("outputs[0].seconds", "1.2345", "number of seconds"),
        ("use.title", "a\x1b[31mb", "control character"),
        ("use.title", "x" * 121, "at most 120"),
        ("use.media", ["image", "image"], "twice"),
    ],
)
def test_a_wrong_answer_says_what_is_allowed(path: str, value: Any, said: str) -> None:
    assert said in problem(path, value)


def test_a_full_list_takes_no_more() -> None:
    document = blank()
    for number in range(8):
        document = answers.add_item(document, "outputs", {"name": f"{number}"}, schema=SCHEMA)
    with pytest.raises(DeclarationError, match="at most 8"):
        answers.add_item(document, "outputs", {"name": "9"}, schema=SCHEMA)


def test_an_answer_that_rules_out_others_takes_them_back() -> None:
    asking = interview()
    document = asking.answer(MOOD_BOARD, "inputs[0].owner", "third_party")
    document = asking.answer(document, "inputs[0].rights", "refused")
    after = asking.answer(document, "inputs[0].owner", "production")
    assert given(after, "inputs[0].rights") is None
    assert asking.taken_back(document, after) == ("Rights in it",)


def test_a_list_that_is_not_asked_is_empty_and_opens_again() -> None:
    asking = interview()
    document = asking.answer(blank(), "use.otherwise", "nobody")
    assert document["crafts"] == []
    displaced = asking.answer(document, "use.otherwise", "not_engaged")
    assert "crafts" not in displaced
    named = asking.add_item(displaced, "crafts", {"name": "Matte painting"})
    assert asking.answer(named, "use.otherwise", "same_people")["crafts"] == []


def test_a_tool_on_file_brings_its_version_and_tier() -> None:
    asking = interview()
    item = asking.tool_item(blank(), "terms")
    assert item == {
        "name": "Ideograph", "version": "3.1", "tier": "Enterprise", "plugins": [],
        "terms": "terms",
    }  # fmt: skip
    with pytest.raises(DeclarationError, match="On file are terms"):
        asking.tool_item(blank(), "term")


def test_an_answer_names_only_records_that_are_on_file() -> None:
    asking = interview()
    with pytest.raises(DeclarationError, match="Nothing on file has the id"):
        asking.answer(MOOD_BOARD, "components[0].terms", "other")
    assert asking.not_sure(MOOD_BOARD, "components[0].terms")
