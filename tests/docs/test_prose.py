"""Sentences of the documentation are short, and links inside a page lead to a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.world import DOCS, ROOT

#: STYLE: sentences that people read have at most this many words.
MOST = 25
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / "examples").rglob("*.md"), ROOT / "README.md"])
#: Written from the source: the prose in them is read where it is written.
SOURCES = sorted((ROOT / "tools" / "pages").glob("*.md"))
READ = [*SOURCES, *(page for page in PAGES if page.name not in {path.name for path in SOURCES})]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """What is read as running text: no code, no comments, no link targets."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"`[^`\n]*`", "code", text)
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)


def sentences(page: Path) -> Iterator[str]:
    for line in prose(page).splitlines():
        for cell in line.strip("| ").split("|"):
            yield from re.split(r"(?<=[.!?:;])\s+", cell.strip("-#* 0123456789."))


@pytest.mark.parametrize("page", READ, ids=name)
def test_sentences_are_short(page: Path) -> None:
    long = [each for each in sentences(page) if len(re.findall(r"[\w']+", each)) > MOST]
    assert long == []


def slug(title: str) -> str:
    plain = re.sub(r"[`*]", "", title.strip().lower())
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def headings(page: Path) -> set[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return {slug(title) for title in re.findall(r"^#+ (.+)$", text, re.M)}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_pages_and_headings(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target, heading in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", text):
        if "://" in target:
            continue
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        if heading and there.suffix == ".md":
            assert heading in headings(there), f"{target}#{heading}"
