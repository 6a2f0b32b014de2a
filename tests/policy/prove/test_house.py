"""`clearslate policy init`: a house pack that loads, answers as it says, and only tightens."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from clearslate.cli.main import run
from clearslate.cli.policy_init import init
from clearslate.policy.documents import plain, read_text
from clearslate.policy.library import assess, load_pack
from clearslate.policy.prove import counterexample, subject_of
from tests.policy.prove.small import statement

LOOSER = """
  - id: stores
    title: The tool stores, and trains as well
    area: data
    principle: P2
    for_each: component
    when: component.uses_ai and component.stores and component.trains
    outcome: approval
    because: "“{component.name}” stores."
    unsure: "“{component.name}” may store."
    fix: "Use another tool."
    basis: ours
    cite: [P2, V1]
"""


@pytest.fixture
def house(tmp_path):
    folder = tmp_path / "house"
    result = CliRunner().invoke(init, [str(folder), "--title", 'Acme: house "rules"'])
    assert result.exit_code == 0, result.output
    assert f"clearslate policy prove {folder}" in result.output
    return folder


def test_it_works(house):
    loaded = load_pack(house)
    assert loaded.pack.title == 'Acme: house "rules"'
    assert loaded.base.pack.urn == "urn:clearslate:pack:platform"
    assert "house.greenlit" in loaded.schema.parts["use"].fields
    assert loaded.pack.rules[-1].id == "house_greenlit"


def test_its_examples_come_out_as_they_say(house):
    loaded = load_pack(house)
    examples = plain(read_text((house / "examples/house.yaml").read_bytes(), name="house.yaml"))
    (example,) = examples["examples"]
    cases = [example, *example["flips"]]
    for case in cases:
        declaration = examples["bases"][example["base"]]["declaration"]
        declaration["use"]["house"] = {
            "greenlit": case.get("set", {}).get("use.house.greenlit", "yes")
        }
        found = assess(declaration, on=loaded.pack.from_, packs=[loaded], adopted_by="The producer")
        assert found.outcome == case["expect"]["outcome"]


@pytest.mark.slow
def test_the_whole_of_it_is_checked_tested_and_proved(house):
    for command in ("check", "test", "prove"):
        assert run(["policy", command, str(house)]) == 0


def test_it_only_tightens(house):
    assert statement("house-only-tightens").check(subject_of(load_pack(house))).holds


def test_loosening_is_refused_with_a_declaration_that_falls_through(house):
    rules = house / "rules/house.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + LOOSER, encoding="utf-8")
    about = subject_of(load_pack(house))
    verdict = statement("house-only-tightens").check(about)
    (failure,) = verdict.failures
    assert "gives notify where" in failure.message
    shown = counterexample(failure.sample, about.schema)
    assert shown.declaration["components"][0]["stores"] == "yes"
    assert shown.declaration["components"][0]["trains"] == "no"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--namespace", "My House"], "is no namespace"),
        (["--namespace", "not"], "is no namespace"),
        (["--namespace", "title"], "is taken already"),
        (["--namespace", "people"], "is taken already"),
    ],
)
def test_a_namespace_that_cannot_be_is_refused(tmp_path, options, words):
    result = CliRunner().invoke(init, [str(tmp_path / "house"), *options])
    assert result.exit_code == 2
    assert words in result.output
    assert not (tmp_path / "house").exists()


def test_a_rulebook_that_does_not_ship_cannot_be_extended(tmp_path):
    result = CliRunner().invoke(init, [str(tmp_path / "house"), "--extends", "guild"])
    assert result.exit_code == 2
    assert "There are platform" in result.output


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(init, [str(tmp_path)])
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
