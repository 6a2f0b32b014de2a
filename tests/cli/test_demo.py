"""`clearslate demo --terminal`: a whole series, twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import SERIES, run


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "demo"


def test_it_works_and_twice_is_harmless(out: Path) -> None:
    first = run("demo", "--terminal", "--series", SERIES, "--out", out)
    assert first.code == 0
    assert first.err.count("kept as you changed it") == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    second = run("demo", "--terminal", "--series", SERIES, "--out", out)
    assert (second.code, second.out) == (0, first.out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_table_then_three_in_full_then_the_report(out: Path) -> None:
    text = run("demo", "--terminal", "--series", SERIES, "--out", out).out
    table, *full = text.split("═" * 88)
    assert "declarations assessed:" in table
    assert len(full) == 3
    assert all("Made by rule, not by a lawyer." in each for each in full)
    assert text.rstrip().endswith(str(out.resolve() / "report.html"))
    report = (out / "report.html").read_text(encoding="utf-8")
    declarations = [p for p in out.glob("*.yaml") if p.name not in ("facts.yaml", "demo.yaml")]
    assert len(declarations) >= 30
    assert report.count("<article") == len(declarations)


@pytest.mark.slow
def test_what_somebody_changed_is_kept(out: Path) -> None:
    run("demo", "--terminal", "--series", SERIES, "--out", out)
    path = out / "development-mood-board.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "destination: development", "destination: unknown"
    )
    path.write_text(text, encoding="utf-8")
    result = run("demo", "--terminal", "--series", SERIES, "--out", out)
    assert "kept as you changed it" in result.err
    assert path.read_text(encoding="utf-8") == text
    row = next(line for line in result.out.splitlines() if "development-mood-board " in line)
    assert "needs approval" in row


@pytest.mark.slow
def test_the_checkout_is_found_by_itself(out: Path) -> None:
    assert run("demo", "--terminal", "--out", out).code == 0
