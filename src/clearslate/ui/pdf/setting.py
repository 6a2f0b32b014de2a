"""An outline as what stands on paper: board, title, verdict, sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        *(_text(line, _LEADING) for line in lines),
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
    if section.intro:
        yield _text(section.intro, _NOTE)
    yield Spacer(0, 3)
    for place, item in enumerate(section.items):
        yield _item(item, first=place == 0)


def _item(item: Item, *, first: bool) -> Flowable:
    """A line: sign and group, text with its notes, what stands at the end."""
    lead: list[Any] = []
    if item.sign:
        lead.append(_signed(item.sign, item.word or SIGNS[item.sign].word, _BODY, bold=True))
    if item.group:
        lead.append(_text(item.group, _NOTE))
    text: list[Any] = [_text(item.text, _BODY)]
    for note in item.notes:
        text.append(_text(f"{note.label}: {note.text}" if note.label else note.text, _NOTE))
    aside: Any = [_text(item.aside, _RIGHT)] if item.aside else ""
    widths = [_LEAD if lead else 0.1, None, _ASIDE if item.aside else 0.1]
    widths[1] = WIDTH - widths[0] - widths[2]
    table = Table([[lead or "", text, aside]], colWidths=widths, splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (1, 0), 6),
                ("RIGHTPADDING", (2, 0), (2, 0), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ("LINEBELOW", (0, 0), (-1, -1), _HAIR, "#777777"),
                *([("LINEABOVE", (0, 0), (-1, 0), _RULE, "black")] if first else []),
            ]
        )
    )
    return table


def _words(outline: Outline) -> Iterator[str]:
    yield outline.title
    yield from (cell.value for cell in outline.cells)
    for section in outline.sections:
        for item in section.items:
            yield from (item.text, item.group, item.aside)
            yield from (note.text for note in item.notes)
