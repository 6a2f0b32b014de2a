"""What an unquoted word means: the table in `documents/scalars.py`, line by line."""

from __future__ import annotations

import json

import pytest

from clearslate.policy.documents.yaml_reader import read_yaml

from .helpers import only_problem_of, value_of

TEXTS = [
    *("yes", "no", "Yes", "NO", "on", "off", "On", "y", "n", "Y", "unknown", "none"),
    *("2026-11-24", "2026-11-24T10:00:00Z", "01:00:10", "1:30", "190:20:30.15", "10:00"),
    *("007", "00", "-01", "1_000", "0x1F", "0xff", "0o17", "0b1", "+5", "+0", "1,000"),
    *("1.0.2", "v2", "12a", "1e", "e3", "1e3x", "--", "+", ".", "..", ".5.", "nan", "inf"),
    *("=", "tRUE", "nUll", "nullify", "trueish", "truly", "Nantes", "-x", "5%", "½", "\u0663"),
]
REFUSED = {
    "yes or no": ["true", "True", "TRUE", "false", "False", "FALSE"],
    "unknown": ["~", "null", "Null", "NULL", ""],
    "in quotes": [
        *("1.5", "-1.5", "+1.5", "1.", ".5", "-.5", "1e3", "1E3", "1.5e-3", ".5e3", "0.0", "01.5"),
        *(".inf", "-.inf", "+.INF", ".Inf", ".nan", ".NaN", ".NAN"),
        *("9007199254740992", "-9007199254740992", "1" * 5000),
    ],
}


@pytest.fixture(params=[False, True], ids=["libyaml", "pure"])
def pure(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.parametrize("text", TEXTS)
def test_stays_a_text(text: str, pure: bool) -> None:
    node = read_yaml(f"answer: {text}\n", file="", pure=pure).pairs[0][1]
    assert node.value == text
    assert node.plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("12", 12),
        ("-3", -3),
        ("9007199254740991", 2**53 - 1),
        ("-9007199254740991", 1 - 2**53),
    ],
)
def test_integers(text: str, value: int) -> None:
    read = value_of(f"answer: {text}\n")["answer"]
    assert read == value
    assert type(read) is int
    assert value_of(f"[{text}]", "use.json") == [value]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [(text, remedy) for remedy, texts in REFUSED.items() for text in texts],
    ids=lambda text: text[:20],
)
def test_refused_with_a_remedy(text: str, remedy: str) -> None:
    problem = only_problem_of(f"use:\n  begun: {text}\n")
    assert problem.path == "use.begun"
    assert (problem.line, problem.column) == (2, 10 if text else 9)
    assert remedy in problem.suggestion
    assert (text[:40] or "nothing") in problem.message


@pytest.mark.parametrize("text", [*TEXTS, *(text for texts in REFUSED.values() for text in texts)])
def test_quotes_make_any_word_a_text(text: str) -> None:
    assert value_of(f"answer: '{text}'\n") == {"answer": text}
    assert value_of(f"answer: {json.dumps(text)}\n") == {"answer": text}
    assert value_of(json.dumps({"answer": text}), "use.json") == {"answer": text}


@pytest.mark.parametrize("text", ["true", "false", "null", "1.5", "-0.5", "1e3", "1E+3", "1" * 20])
def test_json_has_the_same_refusals(text: str) -> None:
    in_yaml = only_problem_of(f"begun: {text}\n")
    in_json = only_problem_of(f'{{"begun": {text}}}', "use.json")
    assert (in_json.message, in_json.suggestion) == (in_yaml.message, in_yaml.suggestion)
    assert in_json.path == "begun"


def test_a_decimal_number_is_shown_in_quotes() -> None:
    assert '"2.75"' in only_problem_of("seconds: 2.75\n").suggestion


def test_unknown_empty_list_and_missing_stay_three_things() -> None:
    assert value_of("people: unknown\n") == {"people": "unknown"}
    assert value_of("people: []\n") == {"people": []}
    assert value_of("inputs: []\n") == {"inputs": []}
