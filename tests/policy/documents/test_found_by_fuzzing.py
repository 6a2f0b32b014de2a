"""Inputs that once failed under the fuzzer, and its seeds, stay right."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.fuzz_documents import check

FUZZ = Path(__file__).parents[3] / "fuzz"
INPUTS = sorted([*(FUZZ / "found" / "documents").iterdir(), *(FUZZ / "seeds/documents").iterdir()])


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_holds(path: Path) -> None:
    check(path.read_bytes())
