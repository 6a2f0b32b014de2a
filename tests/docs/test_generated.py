"""Pages that are written from the source are current, and the coverage has no hole."""

from __future__ import annotations

from types import ModuleType

import pytest

from clearslate.cli.main import COMMANDS
from clearslate.policy.pack import shipped_pack
from clearslate.policy.pack.model import Named
from clearslate.policy.prove import STATEMENTS
from tools import (
    commands,
    coverage,
    permissions,
    picture,
    reference,
    schemas,
    sentences,
    settings,
    states,
)

ROWS = shipped_pack().pack.rows


@pytest.mark.parametrize(
    "source",
    [reference, coverage, commands, permissions, picture, schemas, sentences, settings, states],
)
def test_what_is_written_from_the_source_is_current(source: ModuleType) -> None:
    for path, now in source.pages().items():
        assert path.read_text(encoding="utf-8") == now, f"{path.name} is not current: make docs"


def test_the_coverage_page_has_every_row_of_the_guidance() -> None:
    numbered = {"A": 6, "P": 5, "D": 3, "C": 2, "T": 6, "E": 3, "K": 2, "F": 2, "V": 2, "N": 14}
    expected = {f"{letter}{n}" for letter, most in numbered.items() for n in range(1, most + 1)}
    expected |= {f"M{n}" for n in range(1, 7)}
    assert {row.id for row in ROWS} == expected
    assert set(coverage.notes()) == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_carried_out_and_shown(row: Named) -> None:
    assert coverage.carriers(row.id, shipped_pack().pack), f"{row.id}: nothing carries it out"
    assert any(row.id in each.cites for each in coverage.examples()), f"{row.id}: no pack example"
    assert coverage.declarations().get(row.id), f"{row.id}: no declaration of the series"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_is_said_of_a_row_exists(row: Named) -> None:
    note = coverage.notes()[row.id]
    assert set(note) <= {"how", "proofs", "commands", "waits"}
    assert set(note.get("proofs", ())) <= {statement.id for statement in STATEMENTS}
    assert {command.partition(" ")[0] for command in note.get("commands", ())} <= set(COMMANDS)


def test_every_rule_is_shown_by_an_example() -> None:
    shown = {rule for example in coverage.examples() for rule in example.rules}
    assert {rule.id for rule in shipped_pack().pack.rules} <= shown


def test_every_command_is_on_its_page() -> None:
    (text,) = commands.pages().values()
    for name in COMMANDS:
        assert f"### clearslate {name}\n" in text
