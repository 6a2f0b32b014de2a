"""The published JSON Schemas accept what the reader accepts, and refuse what it refuses."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clearslate.policy import intake
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.case import Rulebook
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.documents import plain, read_text
from clearslate.policy.errors import PolicyError
from clearslate.policy.library import load_pack
from clearslate.policy.pack.examples import Example, read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.ways import ways, ways_schema
from tools.schemas import FOLDER

ROOT = Path(__file__).parents[3]
SERIES = ROOT / "examples" / "series"
EXAMPLES = read_examples(shipped_pack())


def published(name: str) -> jsonschema.Draft202012Validator:
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(
        json.loads(text), format_checker=jsonschema.FormatChecker()
    )


DECLARATION, FACTS, CASE, ASSESSMENT = map(
    published, ("declaration", "facts", "case", "assessment")
)
FULL = plain(
    read_text(
        (ROOT / "src/clearslate/packs/declaration/example.yaml").read_bytes(), name="example.yaml"
    )
)


@pytest.mark.parametrize("name", ["declaration", "facts", "case", "assessment", "ways"])
def test_each_is_a_valid_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(published(name).schema)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_it_accepts_the_examples_their_cases_and_assessments(example: Example) -> None:
    assert not list(DECLARATION.iter_errors({**example.declaration, "facts": example.facts}))
    assert not list(FACTS.iter_errors({"clearslate": "facts/1", **example.facts}))
    books = [Rulebook(shipped_pack())]
    case = case_of_example(example, books)
    assert not list(CASE.iter_errors(json.loads(case.canonical)))
    assessment = json.loads(Assessor(books).assess(case).canonical)
    assert not list(ASSESSMENT.iter_errors(assessment))


@pytest.mark.parametrize("path", sorted(SERIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_it_accepts_the_series(path: Path) -> None:
    document = plain(read_text(path.read_bytes(), name=path.name))
    kind = document["clearslate"].partition("/")[0]
    if kind != "demo":
        validator = FACTS if kind == "facts" else DECLARATION
        assert not [error.json_path for error in validator.iter_errors(document)]


def test_the_ways_too() -> None:
    case = case_of_example(EXAMPLES[-1], [Rulebook(shipped_pack())])
    jsonschema.validate(ways(case).as_json(), ways_schema())


#: In place of a value: the key is left out.
DROP = object()


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        holder: Any = document
        for step in way:
            holder = holder[step]
        if value is DROP:
            del holder[last]
        else:
            holder[last] = value

    change.__name__ = f"{path}={'left out' if value is DROP else repr(value)}"[:60]
    return change


#: Changes to the full example that both refuse.
MISTAKES = [
    _set("clearslate", "declaration/2"), _set("clearslate", DROP), _set("usage", {}),
    _set("use.titel", "x"), _set("use.title", ""), _set("use.title", " "), _set("use.title", 4),
    _set("use.title", "x" * 121), _set("use.department", "vxf"), _set("use.begun", True),
    _set("use.begun", "maybe"), _set("use.begun", None), _set("use.media", "picture"),
    _set("use.media", ["picture", "picture"]), _set("use.media", ["unknown"]),
    _set("use.shots", ["unknown"]),
    _set("use.media", ["nothing"]), _set("use.shots", [""]), _set("use.shots", [1]),
    _set("use.shots", ["x"] * 201), _set("use.work_from", "1 May"),
    _set("use.work_from", "1899-01-01"), _set("use.work_from", "2026-13-01"),
    _set("use.work_from", 20261124), _set("use", []),
    _set("use", "unknown"), _set("outputs", "none"), _set("outputs", {}),
    _set("outputs.0.seconds", 1.5), _set("outputs.0.seconds", "1.2345"),
    _set("outputs.0.seconds", "01"), _set("outputs.0.seconds", -1), _set("outputs", [{}] * 9),
    _set("people.0.aspects", ["faces"]), _set("facts.terms.0.stores", "perhaps"),
    _set("facts.evidence", {}), _set("facts.documents", []), _set("facts", "unknown"),
    _set("use.house", {"greenlit": "yes"}),
]  # fmt: skip
#: Changes that both accept.
FREEDOMS = [
    _set("use", DROP), _set("people", []), _set("people", "unknown"), _set("people", DROP),
    _set("use.media", []), _set("use.media", "unknown"), _set("use.title", "unknown"),
    _set("outputs.0.seconds", 4), _set("outputs.0.seconds", "2.5"), _set("outputs.0.seconds", 0),
    _set("outputs.0.seconds", "unknown"), _set("use.work_from", "unknown"), _set("facts", DROP),
    _set("facts.evidence", "unknown"), _set("use.shots", ["Unknown"]), _set("use", {}),
    _set("outputs.0", {}), _set("use.title", "x" * 120), _set("people.0.who", "群衆 “a”\nb"),
]  # fmt: skip


@pytest.mark.parametrize("change", MISTAKES, ids=lambda change: change.__name__)
def test_reader_and_schema_refuse_the_same(change: Callable[[dict[str, Any]], None]) -> None:
    document = copy.deepcopy(FULL)
    change(document)
    assert list(DECLARATION.iter_errors(document)), "the schema accepts it"
    with pytest.raises(PolicyError):
        intake.read(json.dumps(document).encode(), "d.json", core_schema())


@pytest.mark.parametrize("change", FREEDOMS, ids=lambda change: change.__name__)
def test_reader_and_schema_accept_the_same(change: Callable[[dict[str, Any]], None]) -> None:
    document = copy.deepcopy(FULL)
    change(document)
    assert not list(DECLARATION.iter_errors(document))
    intake.read(json.dumps(document).encode(), "d.json", core_schema())


def test_a_house_pack_opens_its_namespace() -> None:
    from clearslate.policy.declaration.jsonschema import declaration_schema

    house = load_pack(ROOT / "examples" / "house")
    validator = jsonschema.Draft202012Validator(declaration_schema(house.schema))
    name = next(n for n in house.schema.parts["use"].fields if "." in n)
    namespace, _, field = name.partition(".")
    document = {"clearslate": "declaration/1", "use": {namespace: {field: "unknown"}}}
    assert not list(validator.iter_errors(document))
    document["use"][namespace]["x"] = "y"  # type: ignore[index]
    assert list(validator.iter_errors(document))


def test_every_answer_can_be_unknown() -> None:
    """And nothing else is said twice: each field refers to its vocabulary."""
    schema = DECLARATION.schema
    for part in core_schema().declared:
        fields = schema["properties"][part.name]
        item = fields if part.one else fields["anyOf"][0]["items"]
        for name in part.fields:
            validator = jsonschema.Draft202012Validator(
                {**item["properties"][name], "$defs": schema["$defs"]}
            )
            assert validator.is_valid("unknown"), f"{part.name}.{name}"
