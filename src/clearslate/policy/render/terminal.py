"""An assessment as text for a terminal or a plain mail: wrapped, aligned, coloured on request."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.policy.render.build import outline
from clearslate.policy.render.escape import terminal as safe
from clearslate.policy.render.outline import Cell, Item, Outline, Section, Verdict
from clearslate.policy.render.paint import Paint
from clearslate.policy.render.words import SIGNS

if TYPE_CHECKING:
    from clearslate.policy.ways.document import Ways

#: Width of the left column, and the most for what stands at the end of a line.
_LEFT = 20
_RIGHT = 22
#: Below this width the columns stand one under the other.
NARROW = 72


def render(
    assessment: Assessment,
    *,
    colour: bool = False,
    width: int = 88,
    case: Case | None = None,
    ways: Ways | None = None,
) -> str:
    """The assessment as text of at most `width` columns (40 at least)."""
    return write(outline(assessment, case=case, ways=ways), colour=colour, width=width)


def write(page: Outline, *, colour: bool = False, width: int = 88) -> str:
    """An outline as text of at most `width` columns (40 at least)."""
    return _Writer(colour, max(width, 40)).page(page)


class _Writer:
    def __init__(self, colour: bool, width: int) -> None:
        self.paint = Paint(colour)
        self.width = width
        self.narrow = width < NARROW

    def page(self, page: Outline) -> str:
        lines = [
            *self.head(page),
            *(("", *self.verdict(page.verdict)) if page.verdict else ()),
            *(line for section in page.sections for line in ("", *self.section(section))),
            "",
            *self.foot(page),
        ]
        return "\n".join(line.rstrip() for line in lines) + "\n"

    def head(self, page: Outline) -> Iterator[str]:
        for line in wrapped(safe(page.title), self.width):
            yield self.paint.bold(line)
        yield from self.cells(page.cells)

    def cells(self, cells: Sequence[Cell]) -> Iterator[str]:
        """As many cells on one line as fit."""
        lines: list[str] = []
        for cell in cells:
            words = f"{cell.label}: {safe(cell.value)}"
            if lines and columns(lines[-1]) + 3 + columns(words) <= self.width:
                lines[-1] += f" · {words}"
            else:
                lines.append(words)
        for line in lines or [""]:
            yield from map(self.paint.dim, wrapped(line, self.width))

    def verdict(self, verdict: Verdict) -> Iterator[str]:
        sign = SIGNS[verdict.sign]
        yield self.paint.verdict(f"{sign.character} {verdict.headline}", verdict.sign)
        for sentence in (verdict.means, verdict.settled):
            yield from (f"   {line}" for line in wrapped(safe(sentence), self.width - 3))

    def section(self, section: Section) -> Iterator[str]:
        *above, title = wrapped(safe(section.title), self.width - 3)
        yield from map(self.paint.bold, above)
        rule = "─" * (self.width - columns(title) - 1)
        yield f"{self.paint.bold(title)} {self.paint.dim(rule)}"
        if section.intro:
            yield from (self.paint.dim(line) for line in wrapped(safe(section.intro), self.width))
        longest = max((columns(safe(item.aside)) for item in section.items), default=0)
        for item in section.items:
            yield from self.item(item, min(longest, _RIGHT))

    def item(self, item: Item, right: int) -> Iterator[str]:
        left = [part for part in (self._sign(item), safe(item.group)) if part]
        if self.narrow:
            yield from self._stacked(item, left)
        else:
            yield from self._in_columns(item, left, right)

    def _stacked(self, item: Item, left: list[str]) -> Iterator[str]:
        head = " · ".join(part for part in (*left, safe(item.aside)) if part)
        if head:
            yield from (self.paint.sign(line, item.sign) for line in wrapped(head, self.width))
        yield from (f"  {line}" for line in wrapped(safe(item.text), self.width - 2))
        yield from (f"  {line}" for line in self._notes(item, self.width - 2))

    def _in_columns(self, item: Item, left: list[str], right: int) -> Iterator[str]:
        indent = _LEFT if left else 2
        room = self.width - indent
        asides = wrapped(safe(item.aside), right) if item.aside else []
        body = wrapped(safe(item.text), room - (right + 2 if right else 0))
        text = [
            f"{pad(line, room - columns(aside))}{aside}" if aside else line
            for line, aside in itertools.zip_longest(body, asides, fillvalue="")
        ]
        column = [line for part in left for line in wrapped(part, _LEFT - 2)]
        rows = itertools.zip_longest(column, [*text, *self._notes(item, room)], fillvalue="")
        for number, (head, line) in enumerate(rows):
            padded = pad(head, indent)
            yield (self.paint.dim(padded) if number else self._signed(padded, item)) + line

    def _signed(self, padded: str, item: Item) -> str:
        return self.paint.sign(padded, item.sign) if item.sign else self.paint.dim(padded)

    def _sign(self, item: Item) -> str:
        if not item.sign:
            return ""
        sign = SIGNS[item.sign]
        return f"{sign.character} {item.word or sign.word}"

    def _notes(self, item: Item, width: int) -> Iterator[str]:
        for note in item.notes:
            words = f"{safe(note.label)}: {safe(note.text)}" if note.label else safe(note.text)
            for number, line in enumerate(wrapped(words, width - 2)):
                yield self.paint.dim(f"  {line}" if number else line)

    def foot(self, page: Outline) -> Iterator[str]:
        yield from map(self.paint.bold, wrapped(safe(page.made_by), self.width))
        for cell in page.foot:
            words = f"{cell.label} {safe(cell.value)}"
            yield from (self.paint.dim(line) for line in wrapped(words, self.width))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes; painted text must not come here."""
    return len(text) if text.isascii() else sum(map(_column, text))


def _column(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """The text filled with spaces to a width."""
    return text + " " * max(width - columns(text), 0)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces where there are any."""
    lines: list[str] = []
    line = ""
    used = 0
    for word in text.split(" "):
        size = columns(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line = ""
        line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
        while used > width:
            fits = _break(line, width)
            lines.append(line[:fits])
            used -= columns(line[:fits])
            line = line[fits:]
    lines.append(line)
    return lines


def _break(line: str, width: int) -> int:
    """Where to break a word that is too long: after its last sign that joins, or anywhere."""
    used = fits = 0
    while (used := used + _column(line[fits])) <= width:
        fits += 1
    joint = max(line.rfind(sign, 0, fits) for sign in "-_/") + 1
    return joint if joint > fits // 2 else max(fits, 1)
