"""JSON: strict RFC 8259 with places, each flaw by its name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clearslate.policy.documents import Node, read_text
from clearslate.policy.documents.limits import MAX_DEPTH, MAX_KEY, MAX_NODES, MAX_TEXT

from .helpers import problems_of, value_of

# id: (text, line, column, path, part of the message, part of the suggestion)
FLAWS: dict[str, tuple[str, int, int, str, str, str]] = {
    "empty": (" \n", 0, 0, "", "document is empty", "clearslate"),
    "comma_trailing": ('{"a": 1,\n}', 2, 1, "", "Found }", "Remove the comma"),
    "comma_trailing_in_a_list": ("[1,]", 1, 4, "[1]", "Found ]", "Remove the comma"),
    "comma_first": ("[,1]", 1, 2, "[0]", "Found ,", "Check"),
    "comma_missing": ('{"a": 1\n "b": 2}', 2, 2, "", "a comma or }", "Check"),
    "comma_missing_in_a_list": ("[1 2]", 1, 4, "[1]", "a comma or ]", "Check"),
    "colon_missing": ('{"a" 1}', 1, 6, "a", "a colon", "Check"),
    "colon_twice": ('{"a":: 1}', 1, 6, "a", "a value", "Check"),
    "value_missing": ('{"a":}', 1, 6, "a", "a value", "Remove"),
    "bracket_wrong": ('{"a": 1]', 1, 8, "", "Found ]", "Check"),
    "bracket_open": ("[[1]", 1, 5, "[1]", "ends where a comma", "Close"),
    "brace_open": ('{"a": 1', 1, 8, "", "ends where a comma", "Close"),
    "ends_after_a_name": ('{"a"', 1, 5, "a", "ends where a colon", "Close"),
    "name_bare": ("{a: 1}", 1, 2, "", "Found a", "double quotes"),
    "name_in_single_quotes": ("{'a': 1}", 1, 2, "", "Found '", "double quotes"),
    "name_integer": ("{1: 2}", 1, 2, "", "Found 1", "double quotes"),
    "name_twice": ('{"a": 1,\n"a": 2}', 2, 1, "a", "first in line 1", "Keep one"),
    "name_twice_escaped": ('{"a": 1, "\\u0061": 2}', 1, 10, "a", "first in line 1", "Keep"),
    "name_too_long": (f'{{"{"k" * (MAX_KEY + 1)}": 1}}', 1, 2, "", "121 characters", ""),
    "text_too_long": (f'["{"k" * (MAX_TEXT + 1)}"]', 1, 2, "[0]", "10,001", "Shorten"),
    "text_in_single_quotes": ("['a']", 1, 2, "[0]", "no JSON value", "double quotes"),
    "text_bare": ('{"a": yes}', 1, 7, "a", "Found yes", "double quotes"),
    "text_open": ('["a', 1, 4, "[0]", "ends inside", "Close"),
    "line_break_in_a_text": ('["a\nb"]', 1, 4, "[0]", "U+000A", "\\n"),
    "tab_in_a_text": ('["a\tb"]', 1, 4, "[0]", "U+0009", "\\t"),
    "control_character": ('["\x7f"]', 1, 2, "[0]", "U+007F", "Remove"),
    "control_character_escaped": ('["\\u001b[2J"]', 1, 2, "[0]", "U+001B", "Remove"),
    "escape_unknown": ('["C:\\Users"]', 1, 5, "[0]", "\\U, which is no", "two backslashes"),
    "escape_unfinished": ('["\\u12"]', 1, 3, "[0]", "no JSON escape", "two backslashes"),
    "surrogate_lone": ('["\\ud83d"]', 1, 2, "[0]", "U+D83D", "character itself"),
    "surrogates_in_the_wrong_order": ('["\\ude00\\ud83d"]', 1, 2, "[0]", "U+DE00", "itself"),
    "not_a_number": ("[NaN]", 1, 2, "[0]", "Found NaN", "quotes"),
    "infinity": ("[-Infinity]", 1, 2, "[0]", "Found -Infinity", "quotes"),
    "zero_leading": ("[007]", 1, 2, "[0]", "Found 007", "quotes"),
    "plus_leading": ("[+1]", 1, 2, "[0]", "Found +1", "quotes"),
    "point_leading": ("[.5]", 1, 2, "[0]", "Found .5", "quotes"),
    "digits_not_ascii": ("[\u0661]", 1, 2, "[0]", "no JSON value", "quotes"),
    "comment": ("// a\n{}", 1, 1, "", "comment", "YAML"),
    "comment_in_a_block": ("[/* a */]", 1, 2, "[0]", "comment", "YAML"),
    "more_after_the_end": ("{} {}", 1, 4, "", "ends before", "Remove"),
    "space_not_of_json": ("[1,\u00a02]", 1, 4, "[1]", "Found", ""),
    "depth": ("[" * (MAX_DEPTH + 1), 1, 33, "[0]" * MAX_DEPTH, "More than 32", "brackets"),
    "depth_extreme": ('{"a":' * 100_000, 1, 161, ".".join("a" * MAX_DEPTH), "More", "brackets"),
    "boolean": ('{"a": [true]}', 1, 8, "a[0]", "the bare word true", "yes or no"),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_refused(flaw: str) -> None:
    text, line, column, path, message, suggestion = FLAWS[flaw]
    problem = problems_of(text, "use.json")[0]
    assert problem.file == "use.json"
    assert (problem.line or 0, problem.column or 0, problem.path) == (line, column, path)
    assert message in problem.message
    assert suggestion in problem.suggestion


def test_several_at_once() -> None:
    found = problems_of('{"a": true, "b": {"c": null, "c": 1.5}}', "use.json")
    assert [problem.path for problem in found] == ["a", "b.c", "b.c", "b.c"]


def test_too_many_nodes() -> None:
    many = ",".join("1" * MAX_NODES)
    assert "50,000" in problems_of(f"[{many}]", "use.json")[0].message


def test_nodes_know_their_place() -> None:
    root = read_text(b'{\r\n  "a": [1,\n"\xc3\xa9"], "b": {}}', name="use.json")
    (key, items), (_, empty) = root.pairs
    assert key == Node("scalar", "a", 2, 3, plain=False)
    assert items.items == (
        Node("scalar", 1, 2, 9, plain=True),
        Node("scalar", "é", 3, 1, plain=False),
    )
    assert empty == Node("mapping", (), 3, 12, plain=False)


@pytest.mark.parametrize(
    "text", ['{"a": {"b": []}}', "[]", '"\\ud83d\\ude00\\u00e9\\/\\n"', "-0", "[1 , -2]"]
)
def test_equals_the_standard_library(text: str) -> None:
    assert value_of(text, "use.json") == json.loads(text)


def strict(text: str) -> Any:
    """The standard library's answer, made strict; raises ValueError where ours must refuse."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs) or any(len(key) > MAX_KEY for key, _ in pairs):
            raise ValueError
        return dict(pairs)

    def refuse(word: str) -> Any:
        raise ValueError(word)

    value = json.loads(text, object_pairs_hook=once, parse_float=refuse, parse_constant=refuse)
    for word in ("true", "false", "null"):
        if word in text:
            raise ValueError(word)
    return value


PIECES = [
    *("{", "}", "[", "]", ",", ":", '"', '"a"', '"b":', "1", "-2", "0", "01", "1.5", "true"),
    *("null", " ", "\n", "\\", "\\n", "\\u0041", "x", "'", "é", "-", "NaN", "//", "\ufeff"),
]


@example('\ufeff"a"')
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_accepts_what_a_strict_parser_accepts_and_nothing_else(text: str) -> None:
    try:
        expected = strict(text.removeprefix("\ufeff"))  # a file may begin with one
    except ValueError:
        assert problems_of(text, "use.json")
    else:
        assert value_of(text, "use.json") == expected
