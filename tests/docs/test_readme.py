"""The commands and the lines of Python that the README shows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.docs.pages import blocks
from tests.docs.test_pages import Session
from tests.docs.world import ROOT

README = ROOT / "README.md"
PREFIX = ".venv/bin/"
#: Asks questions, so a test of its own drives it.
ASKS = "clearslate interview"


def commands() -> list[str]:
    """The commands of the README as a reader would type them, without the path and comments."""
    lines = "\n".join(block.body for block in blocks(README) if block.kind == "sh").splitlines()
    found = [re.sub(r"\s+#.*", "", line) for line in lines if line.startswith(PREFIX)]
    return [line.removeprefix(PREFIX) for line in found]


def test_the_layout_names_every_folder() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    folders = {path.partition("/")[0] for path in tracked if "/" in path and path[0] != "."}
    named = set(re.findall(r"`(\w+)/", README.read_text(encoding="utf-8")))
    assert folders - {"requirements"} <= named


@pytest.mark.slow
def test_its_commands_work(tmp_path: Path) -> None:
    session = Session(tmp_path)
    ran = [command for command in commands() if command != ASKS]
    assert len(ran) >= 4
    for command in ran:
        output = session.run(command)
        assert session.status in (0, 1), f"$ {command}\n{output}"
        assert "Traceback" not in output
        session.status = 0


@pytest.mark.slow
def test_its_python_works(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.run("clearslate new declaration.yaml")
    (shown,) = [block.body for block in blocks(README) if block.kind == "python"]
    (tmp_path / "shown.py").write_text(shown, encoding="utf-8")
    assert session.run("python shown.py").startswith("approval ")
    assert session.status == 0
