"""The layer rule of docs/decisions/0001: imports only point downwards, and the cores stay pure."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LAYERS = (
    "config",
    "cli",
    "ui",
    "demo",
    "notify",
    "flows",
    "reports",
    "duties",
    "incidents",
    "privileged",
    "clearance",
    "envelopes",
    "uses",
    "productions",
    "accounts",
    "ledger",
    "kit",
    "policy",
    "record",
    "packs",
)
LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def lint(folder: Path, source: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of `folder`/pyproject.toml on the package below `source`."""
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(source)!r}); {LINT}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_holds() -> None:
    result = lint(ROOT, ROOT / "src")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "3 kept, 0 broken" in result.stdout


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A package with the layers of this one and nothing in them."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "src" / "clearslate"
    for layer in ("", *LAYERS):
        (package / layer).mkdir(parents=True, exist_ok=True)
        (package / layer / "__init__.py").touch()
    (package / "ledger" / "models.py").touch()
    return tmp_path


def test_a_clean_skeleton_passes(skeleton: Path) -> None:
    result = lint(skeleton, skeleton / "src")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("policy/a.py", "import clearslate.cli"),
        ("record/a.py", "from clearslate import policy"),
        ("packs/a.py", "from clearslate.record import *"),
        ("policy/a.py", "def late():\n    import random"),
        ("record/a.py", "from urllib.request import urlopen"),
        ("policy/a.py", "import click"),
        ("extra/__init__.py", ""),
        ("kit/a.py", "from clearslate.accounts import models"),
        ("ledger/a.py", "import clearslate.notify"),
        ("cli/a.py", "import clearslate.config"),
        ("record/a.py", "import django"),
        ("accounts/a.py", "from clearslate.ledger.models import Entry"),
    ],
)
def test_a_planted_fault_is_caught(skeleton: Path, module: str, text: str) -> None:
    path = skeleton / "src" / "clearslate" / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert lint(skeleton, skeleton / "src").returncode != 0


def test_only_the_entrance_may_use_the_library_front() -> None:
    """`import clearslate` gathers names from the cores, so the cores must not go through it."""
    graph = grimp.build_graph("clearslate", cache_dir=None)
    users = graph.find_modules_that_directly_import("clearslate")
    assert {user for user in users if not user.startswith("clearslate.cli")} == set()
