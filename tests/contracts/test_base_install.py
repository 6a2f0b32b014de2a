"""The base install: the cores and the command line, with no extra and no developer's tool."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "src" / "clearslate" / "packs"

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
names = [module.name for module in pkgutil.walk_packages(clearslate.__path__, "clearslate.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
for name in getattr(clearslate, "__all__", ()):
    getattr(clearslate, name)
print(len(names))
"""


def test_every_module_imports_with_no_extra_present() -> None:
    result = subprocess.run(
        [sys.executable, "-I", "-c", IMPORT_EVERYTHING],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 4


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
