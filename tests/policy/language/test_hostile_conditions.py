"""Conditions that are made to break the parser, or whoever walks what it gives."""

from __future__ import annotations

import pytest

from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.errors import ExpressionError
from clearslate.policy.language.parse import parse
from clearslate.policy.language.scope import Definition
from clearslate.policy.language.syntax import syntax
from clearslate.policy.pack.names import Names, core_names


def names() -> Names:
    return core_names(core_schema())


def refusal(text: str, made: Names | None = None) -> str:
    with pytest.raises(ExpressionError) as caught:
        parse(text, (made or names()).scope())
    (problem,) = caught.value.problems
    return problem.message


TALL = {
    "signs": "-" * 900 + "x",
    "additions": "a" + "+a" * 1000,
    "places": "x" + "[0]" * 500,
    "attributes": "a" + ".a" * 1000,
    "functions": "lambda:" * 250 + "x",
    "choices": "x if y else " * 150 + "x",
    "negations": "not\t" * 400 + "use.begun",
}


@pytest.mark.parametrize("text", TALL.values(), ids=TALL)
def test_a_tree_too_tall_to_walk_is_refused(text: str) -> None:
    assert "nested too deeply" in refusal(text)


def test_what_python_warns_of_is_refused(recwarn: pytest.WarningsRecorder) -> None:
    assert refusal("1or use.begun") == "This is no condition: invalid decimal literal."
    assert "invalid escape sequence" in refusal('use.title == "\\d"')
    assert not recwarn.list


def test_a_comment_in_a_block_never_hides_the_lines_below_it() -> None:
    assert "A comment would hide" in refusal("use.begun # begun early\n  and use.misleads\n")


def test_a_number_sign_in_a_text_is_no_comment() -> None:
    parse('use.title == "Take #2"', names().scope())


def test_definitions_that_grow_by_using_each_other_are_refused() -> None:
    made = names()
    own = made.definitions["use"] = {}
    text = "use.begun"
    for number in range(11):
        own[f"d{number}"] = Definition("use", syntax(text), text)
        text = " and ".join([f"use.d{number}"] * 100)
    assert "written out" in refusal(text, made)


def test_half_a_character_in_a_text_is_refused() -> None:
    assert "a lone surrogate" in refusal('use.title == "\\ud800"')


def test_a_long_value_is_cut_in_the_message() -> None:
    assert len(refusal(f'use.department == "{"x" * 1900}"')) < 400


@pytest.mark.parametrize("text", ["20260701", "2026-W01-1"])
def test_only_one_way_to_write_a_day(text: str) -> None:
    assert "is no date such as 2026-11-24" in refusal(f'use.work_from == date("{text}")')
