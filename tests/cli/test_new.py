"""`clearslate new` and `clearslate schema`: what a person starts from, and an editor reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import HOUSE, ON, run


def test_new_prints_a_template_that_is_a_blank_declaration() -> None:
    text = run("new").out
    assert text.startswith("# yaml-language-server: $schema=declaration.schema.json\n")
    result = run("assess", *ON, "-", "--format", "json", stdin=text)
    assert result.json["outcome"] == "approval"
    assert {each["state"] for each in result.json["unanswered"]} == {"not_answered"}


def test_new_writes_a_file_and_never_over_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    first = run("new", path)
    assert first.code == 0
    assert "clearslate assess" in first.err
    path.write_text("mine", encoding="utf-8")
    again = run("new", path)
    assert again.code == 2
    assert "is there already" in again.err
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_department_is_filled_in() -> None:
    text = run("new", "--department", "music").out
    assert "\nuse:\n" in text
    assert "\n  department: music\n" in text
    assert run("assess", *ON, "-", stdin=text).code == 0


def test_an_unknown_department_suggests_one() -> None:
    result = run("new", "--department", "musik")
    assert result.code == 2
    assert "Did you mean “music”?" in result.err


def test_a_house_pack_adds_its_questions() -> None:
    text = run("new", "--pack", HOUSE).out
    assert "#   house:" in text
    assert "Has the head of department agreed?" in text


@pytest.mark.parametrize("name", ["declaration", "facts", "case", "assessment"])
def test_schema_prints_and_writes(name: str, tmp_path: Path) -> None:
    printed = run("schema", name).out
    assert json.loads(printed)["$id"] == f"urn:clearslate:schema:{name}:1"
    run("schema", name, "--out", tmp_path / "s.json")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == printed


def test_schema_of_a_house_pack_has_its_namespace() -> None:
    document = json.loads(run("schema", "declaration", "--pack", HOUSE).out)
    assert "house" in document["properties"]["use"]["properties"]
