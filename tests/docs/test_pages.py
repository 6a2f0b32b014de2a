"""The tutorial and the how-tos: their commands give the output and the exit code they show.

A page is a session in a folder of its own, where `examples` is the repository's. A block that
names a file is written there. In a `console` block each `$ ` line is run; what follows is its
output, where `…` stands for anything. An exit code other than 0 has to be shown by `$ echo $?`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import Block, blocks
from tests.docs.world import DOCS, ROOT

PAGES = [DOCS / "tutorial-terminal.md", *sorted((DOCS / "howto").glob("*.md"))]
#: What these tell is done on pages; the tests of the browser do it.
ON_PAGES = {
    "declare-a-use", "decide", "follow-a-production", "keep-duties", "pass-gates", "print-papers",
    "privileged-notes", "report-an-incident", "results-and-lines", "stand-in",
    "standing-approvals", "when-something-changes",
}  # fmt: skip
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "NO_COLOR": "1",
    "COLUMNS": "88",
    "PYTHONIOENCODING": "utf-8",
}


class Session:
    """Runs the commands of one page, each in a shell that knows how the last one ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.status = 0
        (folder / "examples").symlink_to(ROOT / "examples")

    def run(self, command: str) -> str:
        """The output of a command, standard error included."""
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status}); {command}"],
            cwd=self.folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        self.status = done.returncode
        return done.stdout + done.stderr


def steps(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output that is shown; `\\` joins lines."""
    text = re.sub(r"\\\n", "", block.body)
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def matches(shown: str, output: str) -> bool:
    """Whether the output is what is shown; a line of `…` stands for any lines."""
    pattern = ""
    for line in shown.strip("\n").split("\n"):
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part.rstrip()) for part in line.split("…")) + r"\s*?\n"
    return re.fullmatch(pattern, output.rstrip("\n") + "\n") is not None


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page(page: Path, tmp_path: Path) -> None:
    session = Session(tmp_path)
    commands = 0
    for block in blocks(page):
        if block.info and block.kind != "sh":
            (tmp_path / block.info).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / block.info).write_text(block.body, encoding="utf-8")
        if block.kind != "console":
            continue
        for command, shown in steps(block):
            commands += 1
            if command != "echo $?":
                assert session.status == 0, f"{page.name}: the code before “{command}” is not shown"
            output = session.run(command)
            assert not shown or matches(shown, output), f"$ {command}\n{output}"
    assert session.status == 0, f"{page.name}: the last exit code is not shown"
    assert bool(commands) == (page.stem not in ON_PAGES), f"{page.name} shows {commands} commands"


@pytest.mark.parametrize(
    ("shown", "output", "expected"),
    [
        ("a\n…\nc", "a\nb\nb\nc\n", True),
        ("a\n…\nc", "a\nc\n", True),
        ("…b…", "abc\n", True),
        ("…\nb", "a\nc\n", False),
        ("1", "2\n", False),
    ],
)
def test_matching(shown: str, output: str, expected: bool) -> None:
    assert matches(shown, output) is expected
