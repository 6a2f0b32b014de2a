"""Reads what a page of the documentation shows: fenced blocks, tables, sections."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(?P<kind>\w*)(?: (?P<info>[^\n]*))?\n(?P<body>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block, with what stands on the page between it and the next one."""

    kind: str
    info: str
    body: str
    after: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = list(_FENCE.finditer(text))
    for match, following in itertools.zip_longest(found, found[1:]):
        after = text[match.end() : following.start() if following else len(text)]
        line = text.count("\n", 0, match.start()) + 1
        yield Block(match["kind"], match["info"] or "", match["body"], after, line)


def rows(text: str) -> list[list[str]]:
    """The body lines of all tables in a text, each as its cells."""
    lines = re.findall(r"^\|(.*)\|$", text, re.M)
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in lines]
    heads = {number - 1 for number, row in enumerate(cells) if _is_rule(row)}
    return [row for number, row in enumerate(cells) if number not in heads and not _is_rule(row)]


def section(page: Path, title: str) -> str:
    """The text under a heading, up to the next heading of its level or above."""
    text = page.read_text(encoding="utf-8")
    start = re.search(rf"^(#+) {re.escape(title)}$", text, re.M)
    assert start, f"{page.name} has no section “{title}”"
    level = len(start[1])
    end = re.compile(rf"^#{{1,{level}}} ", re.M).search(text, start.end())
    return text[start.end() : end.start() if end else len(text)]


def code(cell: str) -> str:
    """What a cell shows as code, without its backticks."""
    assert cell[0] == cell[-1] == "`", cell
    return cell.strip("`").replace("\\|", "|")


def _is_rule(row: list[str]) -> bool:
    return all(re.fullmatch(r":?-+:?", cell) for cell in row)
