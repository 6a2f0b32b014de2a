"""The fuzz harnesses run on some of their first inputs, so that they keep up with the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz import edits, fuzz_declaration, fuzz_expression, fuzz_pack, rulebooks

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "fuzz" / "seeds" / "declaration").iterdir())
EXAMPLES = sorted((ROOT / "examples" / "series").glob("vfx-*.yaml"))


@pytest.mark.parametrize("path", [*SEEDS, *EXAMPLES[:6]], ids=lambda path: path.name)
def test_a_declaration_all_the_way(path: Path) -> None:
    fuzz_declaration.check(path.read_bytes())


@pytest.mark.parametrize("data", fuzz_expression.TARGET.made[::4], ids=lambda data: str(data[:40]))
def test_a_condition(data: bytes) -> None:
    fuzz_expression.check(data)


@pytest.mark.parametrize("name", ["declaration", "expression", "pack"])
def test_what_once_failed(name: str) -> None:
    harnesses = {"declaration": fuzz_declaration, "expression": fuzz_expression, "pack": fuzz_pack}
    folder = ROOT / "fuzz" / "found" / name
    for path in folder.iterdir() if folder.is_dir() else ():
        harnesses[name].check(path.read_bytes())


@pytest.mark.parametrize("number", range(len(rulebooks.bases())))
def test_a_pack_as_it_is_and_edited(number: int) -> None:
    fuzz_pack.check(bytes([number, 0]))
    for data in fuzz_pack.TARGET.made[number :: len(rulebooks.bases())]:
        fuzz_pack.check(data)


@pytest.mark.parametrize("number", range(60))
def test_edits_leave_the_original_alone(number: int) -> None:
    original = {"a": [1, {"b": "c"}], "d": "e f"}
    source = edits.Bytes(bytes((number * 7 + place * 13) % 256 for place in range(24)))
    edits.edited(original, source)
    assert original == {"a": [1, {"b": "c"}], "d": "e f"}
