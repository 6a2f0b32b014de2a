"""An outline as what stands on paper: board, title, verdict, sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table, TableStyle

from clearslate.policy.render.outline import Item, Outline, Section, Verdict
from clearslate.policy.render.words import SIGNS
from clearslate.ui.pdf import faces
from clearslate.ui.pdf.signs import Sign, Sticks

MARGIN = 16 * mm
WIDTH = A4[0] - 2 * MARGIN
_LEAD = 32 * mm
_ASIDE = 30 * mm
_PIECE = 1200
"""Letters that stand together at most, so that they have room on one page in any column."""
_HAIR = 0.4
_RULE = 1.2
_UNSET = "Letters that this document has no face for are written as their codes."


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    given = {"fontName": faces.REGULAR, "fontSize": size, "leading": leading, **more}
    return ParagraphStyle(name, **given)


_BODY = _style("body", 9.5, 12.5)
_LEADING = _style("leading", 10.5, 14.5)
_NOTE = _style("note", 8.2, 10.6)
_LABEL = _style("label", 7, 9)
_VALUE = _style("value", 11, 14)
_TITLE = _style("title", 17, 21)
_HEAD = _style("head", 11.5, 15)
_ANSWER = _style("answer", 14, 18)
_RIGHT = _style("right", 8.8, 12.5, alignment=2)


def story(outline: Outline, name: str, production: str, lines: Sequence[str]) -> list[Flowable]:
    """Everything, in the order in which it is read."""
    cells = [("Production", production), ("Use", name)]
    cells += [(cell.label, cell.value) for cell in outline.cells if cell.label != "Production"]
    made: list[Flowable] = [
        _text("Assessment", _HEAD, bold=True),
        Spacer(0, 4),
        *_board(cells, outline.verdict),
        Spacer(0, 14),
        _text(outline.title, _TITLE),
        *(piece for line in lines for piece in _texts(line, _LEADING)),
        Spacer(0, 10),
    ]
    if outline.verdict:
        made += [_verdict(outline.verdict), Spacer(0, 6)]
    for section in outline.sections:
        made += _section(section)
    if not all(map(faces.settable, _words(outline))):
        made += [Spacer(0, 10), _text(_UNSET, _NOTE)]
    return made


def _text(words: str, style: ParagraphStyle, *, bold: bool = False) -> Paragraph:
    text = faces.markup(words, bold=bold)
    return Paragraph(f'<font name="{faces.BOLD}">{text}</font>' if bold else text, style)


def _board(cells: Sequence[tuple[str, str]], verdict: Verdict | None) -> Iterator[Flowable]:
    """The ruled slate, three cells a line."""
    yield Sticks(WIDTH, verdict.sticks if verdict else "closed")
    rows: list[list[Any]] = []
    for first in range(0, len(cells), 3):
        line: list[Any] = [
            [_text(label.upper(), _LABEL), _text(value, _VALUE)]
            for label, value in cells[first : first + 3]
        ]
        rows.append([*line, *[""] * (3 - len(line))])
    table = Table(rows, colWidths=[WIDTH / 3] * 3, splitInRow=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.8, "black"), *_PADDED]))
    yield table


_PADDED = [
    ("FONT", (0, 0), (-1, -1), faces.REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 6),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
]


def _verdict(verdict: Verdict) -> Flowable:
    """The outcome in word and shape, what it means, and what is still possible."""
    head = _signed(verdict.sign, verdict.headline, _ANSWER, size=13)
    stops = [
        _signed(stop.outcome, f"{SIGNS[stop.outcome].word}: {stop.words}", _BODY, bold=stop.now)
        for stop in verdict.stops
    ]
    left = [_text("OUTCOME", _LABEL), Spacer(0, 3), head, Spacer(0, 4), _text(verdict.means, _BODY)]
    right = [_text("WHAT IS STILL POSSIBLE", _LABEL), Spacer(0, 3), *stops]
    right += [Spacer(0, 4), _text(verdict.settled, _BODY)]
    table = Table([[left, right]], colWidths=[WIDTH / 2] * 2, splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 1, "black"),
                ("LINEAFTER", (0, 0), (0, 0), 0.8, "black"),
                *_PADDED,
            ]
        )
    )
    return table


def _signed(
    sign: str, words: str, style: ParagraphStyle, *, size: float = 8, bold: bool = False
) -> Flowable:
    """A shape with its word beside it."""
    table = Table([[Sign(sign, size), _text(words, style, bold=bold)]], colWidths=[size + 5, None])
    drop = max((style.leading - size) / 2, 0) + 0.5
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), faces.REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (0, 0), drop),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    table.hAlign = "LEFT"
    return table


def _section(section: Section) -> Iterator[Flowable]:
    yield CondPageBreak(24 * mm)
    yield Spacer(0, 12)
    yield _text(section.title, _HEAD, bold=True)
    yield from _texts(section.intro, _NOTE)
    yield Spacer(0, 3)
    for place, item in enumerate(section.items):
        yield _item(item, first=place == 0)


def _item(item: Item, *, first: bool) -> Flowable:
    """A line: sign and group, text with its notes, what stands at the end.

    What is longer than a piece goes on in further rows, so that it breaks over pages.
    """
    lead = _packed([(item.group, _NOTE)])
    if item.sign:
        sign = _signed(item.sign, item.word or SIGNS[item.sign].word, _BODY, bold=True)
        lead = [[sign, *(lead[0] if lead else [])], *lead[1:]]
    notes = [(f"{each.label}: {each.text}" if each.label else each.text) for each in item.notes]
    text = _packed([(item.text, _BODY), *((note, _NOTE) for note in notes)])
    aside = _packed([(item.aside, _RIGHT)])
    widths = [_LEAD if lead else 0.1, 0, _ASIDE if aside else 0.1]
    widths[1] = WIDTH - widths[0] - widths[2]
    rows = [
        [left or [], middle or [], right or []]
        for left, middle, right in zip_longest(lead, text, aside)
    ]
    table = Table(rows, colWidths=widths, splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), faces.REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (1, -1), 6),
                ("RIGHTPADDING", (2, 0), (2, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, 0), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 4),
                ("LINEBELOW", (0, -1), (-1, -1), _HAIR, "#777777"),
                *([("LINEABOVE", (0, 0), (-1, 0), _RULE, "black")] if first else []),
            ]
        )
    )
    return table


def _packed(texts: Sequence[tuple[str, ParagraphStyle]]) -> list[list[Any]]:
    """Texts as paragraphs, in cells of which none is longer than a piece."""
    cells: list[list[Any]] = []
    length = _PIECE
    for words, style in texts:
        for line in words.splitlines():
            for piece in _pieces(line):
                if length + len(piece) > _PIECE:
                    cells.append([])
                    length = 0
                cells[-1].append(_text(piece, style))
                length += len(piece)
    return cells


def _texts(words: str, style: ParagraphStyle) -> list[Paragraph]:
    """Text as paragraphs none of which is longer than a page has room for."""
    return [_text(piece, style) for line in words.splitlines() for piece in _pieces(line)]


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces of at most `_PIECE` letters, cut between words where there are any."""
    while len(line) > _PIECE:
        cut = line.rfind(" ", 1, _PIECE)
        cut = cut if cut > 0 else _PIECE
        yield line[:cut]
        line = line[cut:].lstrip()
    yield line


def _words(outline: Outline) -> Iterator[str]:
    yield outline.title
    yield from (cell.value for cell in outline.cells)
    for section in outline.sections:
        for item in section.items:
            yield from (item.text, item.group, item.aside)
            yield from (note.text for note in item.notes)
