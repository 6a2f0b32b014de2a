"""`clearslate policy prove`: its words, its JSON and its exit codes."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

from clearslate.cli.policy_prove import prove
from clearslate.policy.declaration.check import check_declaration
from clearslate.policy.documents import read_text
from clearslate.policy.prove.solver import ProofError, z3
from tests.policy.prove.small import SCHEMA

LOOSE = """\
format: pack/1
urn: urn:clearslate:pack:loose
title: Loose
publisher: Tests
version: "1"
in_force: {from: 2026-01-01}
licence: Apache-2.0
languages: [en]
sources: [{title: Tests, date: "2026-01-01", grade: unverified}]
rows: {F2: What is final}
areas: [{id: data, title: Data, reviewer: Data reviewer, days: 2}]
rules:
  - id: final
    title: Final
    area: data
    for_each: output
    when: output.destination == "final_picture"
    outcome: approval
    because: It is final.
    unsure: It may be final.
    fix: Do not.
    basis: ours
    cite: [F2]
cards:
  - card: outputs
    title: Outputs
    lists: outputs
    questions:
      - {field: outputs, ask: Which, why: So., who: you, nature: fact, mandatory: yes}
      - {field: output.destination, ask: Where, why: So., who: you, nature: fact}
"""


def run(*arguments):
    """The result of the command; its exit code is what it returns."""
    return CliRunner().invoke(prove, [*map(str, arguments)], standalone_mode=False)


@pytest.fixture
def loose(tmp_path):
    path = tmp_path / "loose.yaml"
    path.write_text(LOOSE, encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_statement_of_the_shipped_pack_is_proved():
    result = run("--statement", "final-never-notify")
    assert result.return_value == 0
    assert "✓ proved   final-never-notify" in result.output
    said = "✓ exact    Of the chosen statements, S1 = relaxed gives up final-never-notify."
    assert said in result.output
    assert result.output.endswith("All proved.\n")


def test_with_a_chosen_statement_a_reading_is_not_said_to_give_up_nothing_at_all():
    result = run("--statement", "customary-is-silent")
    assert "Of the chosen statements, S1 = relaxed gives up nothing." in result.output
    assert "   S1 = relaxed" not in result.output


def test_a_refuted_statement_shows_a_declaration(loose):
    result = run(loose)
    assert result.return_value == 1
    assert "✗ refuted  final-never-notify" in result.output
    lines = result.output.split("\n")
    start = next(i for i, line in enumerate(lines) if "clearslate: declaration/1" in line)
    text = "\n".join(line.strip()[:0] + line[13:] for line in lines[start : start + 4])
    document = check_declaration(read_text(text.encode(), name="-"), SCHEMA, name="-")
    assert document["outputs"][0]["destination"] != "final_picture"


def test_json_carries_the_counterexample(loose):
    result = run(loose, "--format", "json")
    assert result.return_value == 1
    document = json.loads(result.output)
    assert document["proved"] is False
    failed = [each for each in document["statements"] if not each["holds"]]
    assert [each["statement"] for each in failed] == ["final-never-notify"]
    shown = failed[0]["failures"][0]["counterexample"]
    assert shown["declaration"]["clearslate"] == "declaration/1"
    assert shown["date"] == "2026-11-24"


def test_a_misspelt_statement_is_suggested():
    result = CliRunner().invoke(prove, ["--statement", "final-never-notfy"])
    assert result.exit_code == 2
    assert "Did you mean “final-never-notify”?" in result.output


def test_without_the_solver_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(ProofError, match=r"pip install 'clearslate\[prove\]'"):
        _ = type(z3)().BoolVal


def test_a_pack_that_cannot_be_loaded_is_json_as_well(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("format: pack/1\n", encoding="utf-8")
    result = run(path, "--format", "json")
    assert result.return_value == 2
    assert "urn" in {problem["path"] for problem in json.loads(result.stdout)["problems"]}
