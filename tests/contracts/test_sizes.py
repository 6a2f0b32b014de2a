"""The size report: it fails on the hard limits only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import sizes


def test_a_file_and_a_function_over_the_limit_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "long.py").write_text("def big():\n" + "    x = 1\n" * 501, encoding="utf-8")
    assert sizes.main([str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "502 lines, more than 500" in said
    assert "big has 502 lines, more than 100" in said


def test_at_the_limit_passes(tmp_path: Path) -> None:
    body = "def fits():\n" + "    x = 1\n" * 99
    (tmp_path / "fits.py").write_text(body * 5, encoding="utf-8")
    assert sizes.main([str(tmp_path), str(tmp_path / "absent")]) == 0


@pytest.mark.parametrize(("found", "p95"), [([], 0), ([7], 7), (list(range(1, 101)), 95)])
def test_percentile(found: list[int], p95: int) -> None:
    assert sizes.percentile_95(found) == p95
