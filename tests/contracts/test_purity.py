"""What an import contract cannot see: a core that asks the clock or the environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "clearslate"
CORES = ("policy", "record", "packs")
CLOCK = {"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp"}
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "urandom", "getcwd", "getlogin"}
TERMINAL = {"print", "input", "breakpoint"}
STREAMS = {"stdin", "stdout", "stderr"}


def last_name(node: ast.expr) -> str:
    """`datetime.date` and `date` both give `date`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def impurities(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every place that reads something which was not passed in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = last_name(node.value)
            if (
                (node.attr in CLOCK and owner in {"date", "datetime"})
                or (owner == "time" and node.attr in {"time", "time_ns", "localtime", "gmtime"})
                or (owner == "os" and node.attr in ENVIRONMENT)
                or (owner == "sys" and node.attr in STREAMS)
            ):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            for alias in node.names:
                if alias.name in ENVIRONMENT:
                    yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Name) and node.id in TERMINAL:
            yield node.lineno, node.id


@pytest.mark.parametrize("core", CORES)
def test_the_core_reads_only_what_it_is_given(core: str) -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {what}"
        for path in sorted((SOURCE / core).rglob("*.py"))
        for line, what in impurities(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\ndatetime.date.today()",
        "from datetime import date\ndefault = date.today",
        "from datetime import datetime as datetime\ndatetime.now(tz)",
        "import time\ntime.time()",
        "import os\nos.environ['HOME']",
        "from os import getenv",
        "print('x')",
        "import sys\nsys.stdin.read()",
    ],
)
def test_a_planted_fault_is_caught(text: str) -> None:
    assert list(impurities(ast.parse(text)))


@pytest.mark.parametrize(
    "text", ["resolved.today", "case.now()", "console.print(x)", "date(1, 1, 1)"]
)
def test_what_is_harmless_passes(text: str) -> None:
    assert list(impurities(ast.parse(text))) == []
