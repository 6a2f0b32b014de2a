"""Many assessments as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clearslate.policy.render.escape import terminal as safe
from clearslate.policy.render.paint import Paint
from clearslate.policy.render.table import HEADINGS, Row, cells, summary
from clearslate.policy.render.terminal import NARROW, columns, pad, wrapped
from clearslate.policy.render.words import SIGNS

_GAP = "  "


def render(rows: Sequence[Row], *, colour: bool = False, width: int = 88) -> str:
    """A line or more for each row, and a sentence that counts them."""
    paint = Paint(colour)
    width = max(width, 40)
    lines = _stacked(rows, paint, width) if width < NARROW else _in_columns(rows, paint, width)
    told = (*lines, "", *wrapped(summary(rows), width))
    return "\n".join(line.rstrip() for line in told) + "\n"


def _stacked(rows: Sequence[Row], paint: Paint, width: int) -> Iterator[str]:
    """Where columns have no room: the outcome and the name, and the rest below."""
    for row in rows:
        yield paint.sign(_outcome(row), row.sign)
        _, areas, missing, open_ = cells(row)
        counts = [f"{missing} missing" if missing else "", f"{open_} open" if open_ else ""]
        rest = "; ".join(part for part in (safe(areas), *counts) if part)
        for text in (safe(row.name), rest):
            yield from (f"  {line}" for line in wrapped(text, width - 2) if line)


def _in_columns(rows: Sequence[Row], paint: Paint, width: int) -> Iterator[str]:
    words = [(row, [_outcome(row), *cells(row)[1:]]) for row in rows]
    heads = list(HEADINGS[1:])
    outcome = max(columns(text[0]) for _, text in words) if words else 0
    outcome = max(outcome, columns(heads[0]))
    numbers = [max(len(heads[place]), 4) for place in (2, 3)]
    room = width - outcome - sum(numbers) - 4 * len(_GAP)
    longest = max((columns(safe(row.name)) for row, _ in words), default=0)
    name = min(max(longest, len(HEADINGS[0])), max(room - 22, 16))
    areas = max(room - name, 8)
    widths = (name, outcome, areas, *numbers)
    yield paint.bold(_joined((HEADINGS[0], *heads), widths))
    yield paint.dim("─" * width)
    for row, text in words:
        parts = [wrapped(safe(row.name), name), [text[0]], wrapped(safe(text[1]), areas)]
        for number in range(max(map(len, parts))):
            first = number == 0
            cut = [part[number] if number < len(part) else "" for part in parts]
            line = _joined((*cut, *(text[2:] if first else ("", ""))), widths)
            start, end = name + len(_GAP), name + len(_GAP) + outcome
            at = len(_prefix(line, start)), len(_prefix(line, end))
            yield line[: at[0]] + paint.sign(line[at[0] : at[1]], row.sign) + line[at[1] :]


def _outcome(row: Row) -> str:
    sign = SIGNS[row.sign]
    return f"{sign.character} {sign.word}"


def _joined(parts: Sequence[str], widths: Sequence[int]) -> str:
    """Text to the left, numbers to the right."""
    placed = [
        pad(part, width) if place < 3 else " " * (width - len(part)) + part
        for place, (part, width) in enumerate(zip(parts, widths, strict=True))
    ]
    return _GAP.join(placed)


def _prefix(line: str, width: int) -> str:
    """The beginning of a line that takes that many columns."""
    used = 0
    for place, character in enumerate(line):
        if used >= width:
            return line[:place]
        used += columns(character)
    return line
