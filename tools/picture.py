"""Draws the picture of the README: the head of one assessment, as a terminal shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from clearslate.policy.library import assess, case
from clearslate.policy.render.terminal import render

ROOT = Path(__file__).parents[1]
SERIES = ROOT / "examples" / "series"
PICTURE = ROOT / "docs" / "images" / "assessment.svg"
SHOWN = "vfx-crowd-of-strangers-agreement-ends.yaml"
DAY = "2026-11-24"
#: The picture ends before this heading.
END = "What is due"

COLUMNS, ADVANCE, LINE, MARGIN = 88, 8.43, 19, 16
#: What the codes of the terminal become; a solid headline is drawn as its colour, in bold.
CLASSES = {
    "1": "strong", "2": "dim", "7": "solid", "31": "red", "32": "green", "33": "amber",
    "34": "blue", "1;31": "red strong",
}  # fmt: skip
STYLE = """\
  svg { background: #fbfaf8; color: #23211e; }
  text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
  text { fill: currentColor; white-space: pre; }
  .strong { font-weight: 700; }
  .dim { fill: #66615a; }
  .red { fill: #a8281a; }
  .green { fill: #2c6a31; }
  .amber { fill: #7a5200; }
  .blue { fill: #1f5488; }
  @media (prefers-color-scheme: dark) {
    svg { background: #1b1a18; color: #e6e2db; }
    .dim { fill: #a49d92; }
    .red { fill: #ff9385; }
    .green { fill: #8fcf93; }
    .amber { fill: #e5b567; }
    .blue { fill: #8fbfee; }
  }
"""
_CODE = re.compile(r"\x1b\[([\d;]*)m")


def pages() -> dict[Path, str]:
    """The picture, as a file like the pages."""
    return {PICTURE: picture()}


def picture() -> str:
    """The picture as SVG."""
    lines = _head()
    width = round(COLUMNS * ADVANCE + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN
    drawn = "".join(_line(line, row) for row, line in enumerate(lines) if line)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img">\n'
        f"<title>The head of one assessment, as a terminal shows it</title>\n"
        f"<style>\n{STYLE}</style>\n{drawn}</svg>\n"
    )


def _head() -> list[str]:
    options = {"on": DAY, "facts": SERIES / "facts.yaml"}
    made = case(SERIES / SHOWN, **options)  # type: ignore[arg-type]
    verdict = assess(SERIES / SHOWN, **options)  # type: ignore[arg-type]
    text = render(verdict, colour=True, width=COLUMNS, case=made)
    lines = text.split("\n")
    end = next(row for row, line in enumerate(lines) if END in line)
    return lines[: end - 1]


def _line(line: str, row: int) -> str:
    y = MARGIN + row * LINE + LINE - 5
    spans = "".join(
        f'<tspan x="{MARGIN + column * ADVANCE:.1f}"{style}>{escape(text, quote=False)}</tspan>'
        for column, text, style in _spans(line)
    )
    return f'<text y="{y}">{spans}</text>\n'


def _spans(line: str) -> Iterator[tuple[int, str, str]]:
    """Column, text and class attribute of each stretch that is in one style.

    Two blanks end a stretch, and each begins at its own column: fonts differ in how wide signs are.
    """
    style: list[str] = []
    column = 0
    for number, part in enumerate(_CODE.split(line)):
        if number % 2:
            style = [] if part == "0" else [*style, CLASSES[part]]
            continue
        for found in re.finditer(r"\S+(?: \S+)*", part):
            names = " ".join(name for name in style if name != "solid")
            marked = f' class="{names}"' if names else ""
            yield column + found.start(), found.group(), marked
        column += len(part)
