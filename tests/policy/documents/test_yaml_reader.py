"""YAML: what is read, and each flaw by its name, with both parsers of PyYAML."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
import yaml

from clearslate.policy.documents import Node, plain
from clearslate.policy.documents.limits import MAX_DEPTH, MAX_KEY, MAX_NODES, MAX_TEXT
from clearslate.policy.documents.yaml_reader import read_yaml
from clearslate.policy.errors import DocumentError, Problem

PARSERS = [
    pytest.param(
        False,
        id="libyaml",
        marks=pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML without libyaml"),
    ),
    pytest.param(True, id="pure"),
]


@pytest.fixture(params=PARSERS)
def pure(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def problems(text: str, *, pure: bool) -> tuple[Problem, ...]:
    with pytest.raises(DocumentError) as caught:
        read_yaml(text, file="use.yaml", pure=pure)
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a: b\nc: [d, 1]\n", {"a": "b", "c": ["d", 1]}, id="block_and_flow"),
        pytest.param('{"a": "b", "c": [1]}', {"a": "b", "c": [1]}, id="json_is_yaml"),
        pytest.param("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}, id="line_ends_of_windows"),
        pytest.param("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}, id="literal"),
        pytest.param("a: |-\r\n  one\r\n  two\r\n", {"a": "one\ntwo"}, id="literal_of_windows"),
        pytest.param("a: >-\n  one\n  two\n", {"a": "one two"}, id="folded"),
        pytest.param("a: |2-  # why\n   one\n", {"a": " one"}, id="literal_with_indentation"),
        pytest.param("a: one\n  two\n", {"a": "one two"}, id="plain_over_lines"),
        pytest.param("a: b # c\n# d\n", {"a": "b"}, id="comments"),
        pytest.param("a: b#c\n", {"a": "b#c"}, id="number_sign_in_a_word"),
        pytest.param("a: http://b:1/c\n", {"a": "http://b:1/c"}, id="colon_in_a_word"),
        pytest.param("a: '<<'\n'<<': b\n", {"a": "<<", "<<": "b"}, id="merge_sign_in_quotes"),
        pytest.param("a: <<\n", {"a": "<<"}, id="merge_sign_as_value"),
        pytest.param("--- # begin\na: b\n...\n", {"a": "b"}, id="document_marks"),
        pytest.param("'1': a\nyes: b\n", {"1": "a", "yes": "b"}, id="names_that_look_otherwise"),
        pytest.param('a: "\\u2028\\x85\\ufeff\\t"\n', {"a": "\u2028\x85\ufeff\t"}, id="escapes"),
        pytest.param("a: 日本 😀 e\u0301\n", {"a": "日本 😀 e\u0301"}, id="kept_as_written"),
        pytest.param("- - a\n  - b\n-\n  - c\n", [["a", "b"], ["c"]], id="lists_in_lists"),
        pytest.param("a: What? Now!\n", {"a": "What? Now!"}, id="question_mark_in_a_line"),
        pytest.param("just a text\n", "just a text", id="text_alone"),
    ],
)
def test_read(text: str, value: Any, pure: bool) -> None:
    assert plain(read_yaml(text, file="", pure=pure)) == value


def test_nodes_know_their_place(pure: bool) -> None:
    text = textwrap.dedent("""\
        # a comment
        outputs:
          - name: "Élan"
            seconds: 3
        people: []
        """)
    root = read_yaml(text, file="", pure=pure)
    assert (root.kind, root.line, root.column) == ("mapping", 2, 1)
    (_, outputs), (people_key, people) = root.pairs
    (output,) = outputs.items
    (_, name), (seconds_key, seconds) = output.pairs
    assert name == Node("scalar", "Élan", 3, 11, plain=False)
    assert seconds_key == Node("scalar", "seconds", 4, 5, plain=True)
    assert seconds == Node("scalar", 3, 4, 14, plain=True)
    assert people_key.line == 5
    assert people == Node("sequence", (), 5, 9, plain=False)
    assert (seconds.scalar, people.scalar, seconds.items, people.pairs) == (3, None, (), ())


# id: (text, line, column, path, part of the message, part of the suggestion)
FLAWS: dict[str, tuple[str, int, int, str, str, str]] = {
    "alias": ("a: b\nc: *a\n", 2, 4, "c", "alias *a", "Write the value out"),
    "anchor": ("a: &x b\n", 1, 4, "a", "anchor &x", "Remove it"),
    "anchor_on_a_list": ("a: &x [b]\n", 1, 4, "a", "anchor &x", "Remove it"),
    "tag": ("a: !!str b\n", 1, 4, "a", "tag tag:yaml.org,2002:str", "Remove it"),
    "tag_of_a_python_object": ("!!python/object/apply:os.system [x]\n", 1, 1, "", "tag", "Remove"),
    "tag_not_specific": ("a: ! b\n", 1, 4, "a", "tag !", "Remove it"),
    "tag_without_a_value": ("a: !\n", 1, 4, "a", "tag !", "Remove it"),
    "tag_unfinished": ("a: !<x y\n", 1, 7, "a", "tag", "quotes"),
    "merge_key": ("a:\n  <<: b\n", 2, 3, "a", "merge key", "name: value"),
    "directive": ("%YAML 1.1\n---\na: b\n", 1, 1, "", "directive", "Remove the line"),
    "directive_after_a_comment": ("# x\n%TAG ! x\n---\na: b\n", 2, 1, "", "directive", "Remove"),
    "documents_two": ("a: b\n---\nc: d\n", 2, 1, "", "more text", "one document per file"),
    "documents_after_an_end": ("a: b\n...\nc: d\n", 3, 1, "", "more text", "one document"),
    "key_twice": ("a: b\nc: d\na: e\n", 3, 1, "a", "first in line 1", "Keep one"),
    "key_twice_otherwise_quoted": ("a: b\n'a': e\n", 2, 1, "a", "first in line 1", "Keep one"),
    "key_integer": ("a:\n  1: b\n", 2, 3, "a", "the integer 1", "quotes make a text"),
    "key_boolean": ("true: b\n", 1, 1, "", "the bare word true", "quotes make a text"),
    "key_empty": ("? \n: b\n", 1, 0, "", "nothing where a name", "name: value"),
    "key_missing": (": b\n", 1, 1, "", "not of the form", "same column"),
    "key_list": ("? [a]\n: b\n", 1, 3, "", "a list where a name", "quotes"),
    "key_group": ("{{ title }}: b\n", 1, 1, "", "a group where a name", "quotes"),
    "key_alias": ("a: b\n*a : c\n", 2, 1, "", "alias *a where a name", "name: value"),
    "key_too_long": (f"{'k' * (MAX_KEY + 1)}: b\n", 1, 1, "", "121 characters", ""),
    "text_too_long": (f"a: {'b' * (MAX_TEXT + 1)}\n", 1, 4, "a", "10,001 characters", "Shorten"),
    "block_too_long": (f"a: |\n{'  b' * MAX_TEXT}\n", 1, 4, "a", "characters", "Shorten"),
    "depth": ("- " * MAX_DEPTH + "- a\n", 1, 65, "[0]" * MAX_DEPTH, "More than 32", "brackets"),
    "depth_of_brackets": ("[" * 50_000, 1, 0, "", "More than 32", "brackets"),
    "empty": ("", 0, 0, "", "document is empty", "clearslate: declaration/1"),
    "only_a_comment": ("# nothing\n", 0, 0, "", "document is empty", "clearslate"),
    "control_character": ("a: b\x07\n", 1, 5, "", "control character U+0007", "Remove"),
    "control_character_escaped": ('a: "\\e[2J"\n', 1, 4, "a", "U+001B", "Remove"),
    "control_character_c1": ("a: \x9b2J\n", 1, 4, "", "control character U+009B", "Remove"),
    "nul_bytes": ("a\0:\0 \0b\0", 1, 2, "", "U+0000 (4 times", "UTF-16"),
    "surrogate_escaped": ('a: "\\ud800"\n', 1, 0, "a", "", ""),
    "escape_beyond_unicode": ('a: "\\UFFFFFFFF"\n', 1, 0, "a", "backslash", "two backslashes"),
    "escape_unknown": ('a: "C:\\Users"\n', 1, 0, "a", "backslash", "two backslashes"),
    "line_separator": ("a: b\u2028c\n", 1, 5, "", "invisible character U+2028", "\\u2028"),
    "next_line": ("a: b\x85c\n", 1, 5, "", "invisible character U+0085", "\\u0085"),
    "byte_order_mark_inside": ("a: b\n\ufeffc: d\n", 2, 1, "", "U+FEFF", "Remove"),
    "tab_indentation": ("a:\n\tb: c\n", 2, 1, "", "a tab", "spaces"),
    "tab_in_a_text": ("a: b\tc\n", 1, 5, "", "a tab", "\\t"),
    "colon_in_a_text": ("title: Mara: the return\n", 1, 12, "", "colon", "in quotes"),
    "colon_missing": ("a: b\nc\nd: e\n", 3, 1, "", "not followed by a colon", "quotes"),
    "indentation": ("a:\n  b: c\n d: e\n", 3, 2, "", "indentation", "same column"),
    "dash_in_a_line": ("a: - b\n", 1, 4, "a", "item of a list", "line of its own"),
    "quote_open": ("a: 'b\nc: d\n", 3, 1, "a", "closing quote", "same quote"),
    "quote_followed": ("a: 'b' c\n", 1, 8, "", "follows a text in quotes", "whole text"),
    "quote_followed_by_a_comment": ("a: 'b'#c\n", 1, 7, "a", "touches", "space"),
    "bracket_open": ("a: [b, c\n", 2, 1, "a[2]", "closing bracket", "all closed"),
    "bracket_followed_by_a_comment": ("a: [b]#c\n", 1, 7, "a[1]", "touches", "space"),
    "colon_touches_a_bracket": ("a: {b:[c]}\n", 1, 6, "a", "touches the bracket", "a space"),
    "colon_after_a_space_touches": ("a: {b :[c]}\n", 1, 0, "a", "touches", "a space"),
    "brace_open": ("a: {b: c\n", 2, 1, "a", "closing bracket", "all closed"),
    "text_begins_with_at": ("a: @b\n", 1, 4, "a", "cannot begin with @", "in quotes"),
    "text_begins_with_percent": ("a: %b\n", 1, 4, "a", "cannot begin with %", "in quotes"),
    "text_begins_with_asterisk": ("a: * b\n", 1, 5, "a", "asterisk", "in quotes"),
    "block_header_followed": ("a: |x\n  b\n", 1, 5, "a", "block text", "alone"),
    "block_header_comment_touches": ("a: |#x\n  b\n", 1, 0, "a", "block text", "alone"),
    "question_mark_in_brackets": ("a: [why?]\n", 1, 0, "", "", ""),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_refused(flaw: str, pure: bool) -> None:
    text, line, column, path, message, suggestion = FLAWS[flaw]
    problem = problems(text, pure=pure)[0]
    assert problem.file == "use.yaml"
    assert problem.line == (line or None)
    if column:
        assert (problem.column, problem.path) == (column, path)
    assert message in problem.message
    assert suggestion in problem.suggestion


def test_several_at_once_in_the_order_written(pure: bool) -> None:
    text = textwrap.dedent("""\
        use:
          begun: true
          misleads: null
        outputs:
          - seconds: 1.5
            name: a
            name: b
          - destination: &final final_picture
          - destination: *final
        """)
    found = problems(text, pure=pure)
    assert [(problem.line, problem.path) for problem in found] == [
        (2, "use.begun"),
        (3, "use.misleads"),
        (5, "outputs[0].seconds"),
        (7, "outputs[0].name"),
        (8, "outputs[1].destination"),
        (9, "outputs[2].destination"),
    ]


def test_a_syntax_error_comes_after_what_was_found_before(pure: bool) -> None:
    found = problems("a: true\nb: 'c\n", pure=pure)
    assert [problem.path for problem in found] == ["a", "b"]


def test_very_many_problems_are_counted(pure: bool) -> None:
    found = problems("- true\n" * 250, pure=pure)
    assert len(found) == 101
    assert "150 further problems" in found[-1].message


def test_too_many_nodes(pure: bool) -> None:
    assert read_yaml("- a\n" * (MAX_NODES - 1), file="", pure=False).kind == "sequence"
    (problem,) = problems("- a\n" * MAX_NODES, pure=False)
    assert "50,000" in problem.message
    assert problem.line == MAX_NODES


def test_a_bomb_of_aliases_is_refused_where_it_begins(pure: bool) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "anchor &a" in problems(bomb, pure=pure)[0].message


def test_hostile_names_are_shortened_and_escaped(pure: bool) -> None:
    text = '"a\\n\\u202eb": 1\n"a\\n\\u202eb": 2\n'
    (problem,) = problems(text, pure=pure)
    assert "a\\n\\u202eb" in problem.message
    assert problem.path == '["a\\n\\u202eb"]'
    (problem,) = problems(f"a: &{'x' * 900} b\n", pure=pure)
    assert len(problem.message) < 100
