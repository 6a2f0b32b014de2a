"""The base install: the cores and the command line, with no extra and no developer's tool."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "src" / "clearslate" / "packs"

#: The packages that belong to the extra “server”; the test of the layers lists them all.
SERVER = (
    *("accounts", "clearance", "config", "demo", "duties", "envelopes", "flows", "incidents"),
    *("kit", "ledger", "notify", "privileged", "productions", "reports", "ui", "uses"),
)

# Refuses every import that is neither Python's own, nor this package, nor a base dependency.
IMPORT_EVERYTHING = """
import importlib, pkgutil, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names or top in {"clearslate", "click", "yaml", "_yaml"}:
            return None
        raise ImportError(f"{name} is not part of the base install")

sys.meta_path.insert(0, Refuse())
import clearslate
extra = tuple(f"clearslate.{name}" for name in sys.argv[1:])
tops = [each.name for each in pkgutil.iter_modules(clearslate.__path__, "clearslate.")]
base = [name for name in tops if name not in extra]
assert len(tops) - len(base) == len(extra), "a package of the extra is gone"
names = list(base)
for name in base:
    path = getattr(importlib.import_module(name), "__path__", None)
    names += [each.name for each in pkgutil.walk_packages(path or [], f"{name}.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
for name in getattr(clearslate, "__all__", ()):
    getattr(clearslate, name)
print(len(names))
"""


def test_every_module_imports_with_no_extra_present() -> None:
    result = subprocess.run(
        [sys.executable, "-I", "-c", IMPORT_EVERYTHING, *SERVER],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 4


def test_a_command_of_the_server_says_which_extra_it_needs() -> None:
    code = IMPORT_EVERYTHING.partition("import clearslate")[0] + (
        "from clearslate.cli.main import run; sys.exit(run(['serve']))"
    )
    result = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "pip install 'clearslate[server]'" in result.stderr


def test_the_wheel_holds_every_content_file(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    content = [path for path in PACKS.rglob("*") if path.suffix in {".yaml", ".json"}]
    expected = {f"clearslate/packs/{path.relative_to(PACKS).as_posix()}" for path in content}
    assert expected
    assert expected - inside == set()
    assert "clearslate/py.typed" in inside
    assert {
        "clearslate/config/templates/404.html",
        "clearslate/ledger/migrations/__init__.py",
    } <= inside
