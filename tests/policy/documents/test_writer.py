"""What is written reads back as the same value, here and in other readers of YAML."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import pytest
import yaml
from hypothesis import given

from clearslate.policy.documents import plain, to_json, to_yaml
from clearslate.policy.documents.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES
from clearslate.policy.documents.yaml_reader import read_yaml
from clearslate.policy.errors import DocumentError

from .helpers import same, texts, value_of, values


@given(values)
def test_yaml_reads_back(value: Any) -> None:
    written = to_yaml(value)
    assert same(value, value_of(written))
    assert same(value, plain(read_yaml(written, file="", pure=True)))


@given(values)
def test_json_reads_back(value: Any) -> None:
    written = to_json(value)
    assert same(value, value_of(written, "use.json"))
    assert same(value, json.loads(written))


@given(values)
def test_a_reader_of_yaml_1_1_differs_in_yes_and_no_alone(value: Any) -> None:
    assert same(value, yaml.safe_load(to_yaml(value)), yes_no_as_booleans=True)


@given(texts)
def test_every_text_reads_back_as_value_name_and_item(text: str) -> None:
    for value in (text, {text: text}, [text], [[text]], {"a": [text, {"b": text}]}):
        assert same(value, value_of(to_yaml(value)))
        assert same(value, value_of(to_json(value), "use.json"))


def test_is_made_for_people() -> None:
    value = {
        "clearslate": "declaration/1",
        "use": {
            "title": "Crowd for the final",
            "purpose": "Fill the stands.\n\n  Nobody is recognisable.\n",
            "begun": "no",
            "work_from": "2026-12-01",
            "otherwise": "unknown",
        },
        "outputs": [
            {"name": "Stands: wide", "seconds": "2.5", "gates": ["turnover", "lock"]},
            {"name": "Café, inside", "seconds": 3},
        ],
        "people": [],
        "house": {},
        "lists": [["yes", "no"], [["a"]], "1", "Yes", "line\nend"],
    }
    assert to_yaml(value) == textwrap.dedent("""\
        clearslate: declaration/1
        use:
          title: Crowd for the final
          purpose: |
            Fill the stands.

              Nobody is recognisable.
          begun: no
          work_from: "2026-12-01"
          otherwise: unknown
        outputs:
          - name: "Stands: wide"
            seconds: "2.5"
            gates: [turnover, lock]
          - name: Café, inside
            seconds: 3
        people: []
        house: {}
        lists:
          - - yes
            - no
          - - - a
          - "1"
          - "Yes"
          - |-
            line
            end
        """)


def test_what_cannot_be_seen_is_escaped() -> None:
    text = "\ufeffa\u2028b\x85"
    assert to_yaml(text) == '"\\ufeffa\\u2028b\\u0085"\n'
    assert to_json(text) == '"\\ufeffa\\u2028b\\u0085"\n'


def deep(levels: int) -> Any:
    value: Any = "a"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("write", [to_yaml, to_json])
@pytest.mark.parametrize(
    ("value", "path", "message"),
    [
        pytest.param({"a": [True]}, "a[0]", "Found True", id="boolean"),
        pytest.param({"a": None}, "a", "Found None", id="none"),
        pytest.param({"a": 1.5}, "a", "float", id="float"),
        pytest.param({"a": 2**53}, "a", "9,007,199,254,740,991", id="integer_too_large"),
        pytest.param({"a": {1: "b"}}, "a", "Found 1 where a name", id="key_integer"),
        pytest.param({"k" * 121: "b"}, "", "121 characters", id="key_too_long"),
        pytest.param({"\x1b": "b"}, "", "U+001B", id="key_with_a_control_character"),
        pytest.param(["\ud800"], "[0]", "U+D800", id="surrogate_lone"),
        pytest.param(["\x00"], "[0]", "U+0000", id="control_character"),
        pytest.param(["x" * 10_001], "[0]", "10,001 characters", id="text_too_long"),
        pytest.param(deep(MAX_DEPTH + 1), "[0]" * MAX_DEPTH, "More than 32", id="depth"),
        pytest.param(["a"] * MAX_NODES, "", "50,000", id="too_many"),
        pytest.param(["x" * 10_000] * (MAX_BYTES // 10_000), "", "bytes", id="too_large"),
    ],
)
def test_what_no_document_can_hold_is_not_written(
    write: Any, value: Any, path: str, message: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        write(value)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert message in problem.message


def test_the_bounds_themselves_are_written() -> None:
    for value in (deep(MAX_DEPTH), ["a"] * (MAX_NODES - 1), {"k" * 120: "x" * 10_000}):
        assert value_of(to_yaml(value)) == value
        assert value_of(to_json(value), "use.json") == value
    widest = {"\x85" * 120: 1}
    assert value_of(to_yaml(widest)) == widest
