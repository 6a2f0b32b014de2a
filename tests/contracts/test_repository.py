"""What keeps the repository usable anywhere: pins, reasons, links, the commands it promises."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
INPUTS = sorted((ROOT / "requirements").glob("*.in"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def normal(requirement: str) -> str:
    """The name of a requirement, as package indexes compare names."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement.strip())[0]).lower()


def pins(lock: Path) -> dict[str, str]:
    """Name → version of everything a lock holds."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return {normal(line): line.split("==")[1].split()[0] for line in lines if re.match(r"\w", line)}


def direct_dependencies() -> set[str]:
    project = PROJECT["project"]
    listed = list(project["dependencies"])
    for needed in project["optional-dependencies"].values():
        listed += needed
    for path in INPUTS:
        lines = path.read_text(encoding="utf-8").splitlines()
        listed += [line for line in lines if re.match(r"\w", line)]
    return {normal(requirement) for requirement in listed}


@pytest.mark.parametrize("path", LOCKS + INPUTS, ids=lambda path: path.name)
def test_requirements_name_no_host(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert not re.search(r"://|@ file|--(extra-)?index-url|--find-links|--trusted-host", content)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_pin_is_exact_and_hashed(path: Path) -> None:
    blocks = re.split(r"\n(?=\w)", path.read_text(encoding="utf-8").strip())
    for block in blocks:
        assert re.match(r"[\w.-]+==\S+", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


def test_sets_that_share_an_environment_agree() -> None:
    versions: dict[str, set[str]] = {}
    for path in LOCKS:
        for name, version in pins(path).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_what_the_package_needs_is_pinned() -> None:
    base = pins(ROOT / "requirements" / "base.txt")
    assert {normal(name) for name in PROJECT["project"]["dependencies"]} <= set(base)
    for extra, needed in PROJECT["project"]["optional-dependencies"].items():
        lock = {"postgresql": "server"}.get(extra, extra)  # one file serves both
        assert {normal(name) for name in needed} <= set(pins(ROOT / "requirements" / f"{lock}.txt"))


def test_every_direct_dependency_has_its_reason() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \| (.+) \|$", text("docs/decisions/0002-dependencies.md"), re.M
    )
    assert {normal(name) for name, reason in rows if len(reason) > 10} == direct_dependencies()


def test_no_lock_file_that_names_hosts() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    unwanted = {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json"}
    assert [name for name in listed if name.rpartition("/")[2] in unwanted] == []


def test_the_promised_commands_exist() -> None:
    makefile = text("Makefile")
    for target in ("setup", "demo", "test", "check", "bench", "fuzz", "lock"):
        assert re.search(rf"^{target}:", makefile, re.M), target
    readme = text("README.md")
    assert "make demo" in readme
    assert "make test" in readme
    assert "make test" in text(".ci/run")


def test_the_version_is_said_once_and_the_same() -> None:
    import clearslate

    version = PROJECT["project"]["version"]
    assert clearslate.__version__ == version
    assert re.search(rf"^## {re.escape(version)}\b", text("CHANGELOG.md"), re.M)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    here = [
        target for target in targets if "://" not in target and not target.startswith("mailto:")
    ]
    missing = [target for target in here if not (page.parent / target).exists()]
    assert missing == []


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_every_page_is_in_the_index() -> None:
    docs = ROOT / "docs"
    listed = set(re.findall(r"\]\(([^)#\s]+)", text("docs/README.md")))
    pages = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    assert pages - listed - {"README.md"} == set()
