"""What pages are set from: styles, paragraphs, the board, signs, and lists of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table, TableStyle

from clearslate.policy.render.outline import Item
from clearslate.policy.render.words import SIGNS
from clearslate.ui.pdf import faces
from clearslate.ui.pdf.signs import Sign, Sticks

MARGIN = 16 * mm
WIDTH = A4[0] - 2 * MARGIN
LEAD = 32 * mm
ASIDE = 30 * mm
_PIECE = 1200
"""Letters that stand together at most, so that they have room on one page in any column."""
HAIR = 0.4
RULE = 1.2
UNSET = "Letters that this document has no face for are written as their codes."


def styled(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    """A style in the regular face."""
    given = {"fontName": faces.REGULAR, "fontSize": size, "leading": leading, **more}
    return ParagraphStyle(name, **given)


BODY = styled("body", 9.5, 12.5)
LEADING = styled("leading", 10.5, 14.5)
NOTE = styled("note", 8.2, 10.6)
LABEL = styled("label", 7, 9)
VALUE = styled("value", 11, 14)
TITLE = styled("title", 17, 21)
HEAD = styled("head", 11.5, 15)
ANSWER = styled("answer", 14, 18)
RIGHT = styled("right", 8.8, 12.5, alignment=2)

PADDED = [
    ("FONT", (0, 0), (-1, -1), faces.REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 6),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
]
"""The cells of a ruled table."""


def para(words: str, style: ParagraphStyle, *, bold: bool = False) -> Paragraph:
    """Text as one paragraph."""
    text = faces.markup(words, bold=bold)
    return Paragraph(f'<font name="{faces.BOLD}">{text}</font>' if bold else text, style)


def paras(words: str, style: ParagraphStyle) -> list[Paragraph]:
    """Text as paragraphs none of which is longer than a page has room for."""
    return [para(piece, style) for line in words.splitlines() for piece in _pieces(line)]


def board(
    cells: Sequence[tuple[str, str]], sticks: str, width: float = WIDTH, across: int = 4
) -> Iterator[Flowable]:
    """The ruled slate: as few lines as they need, each filled by its cells."""
    yield Sticks(width, sticks)
    lines = max(-(-len(cells) // across), 1)
    across = -(-len(cells) // lines)
    for first in range(0, len(cells), across):
        row = [
            [para(label.upper(), LABEL), *paras(value, VALUE)]
            for label, value in cells[first : first + across]
        ]
        table = Table([row], colWidths=[width / len(row)] * len(row), splitInRow=1)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.8, "black"), *PADDED]))
        yield table


def boxed(left: list[Any], right: list[Any], width: float = WIDTH) -> Flowable:
    """Two halves of a box, such as a verdict and what is beside it."""
    columns = [[left, right]] if right else [[left]]
    table = Table(columns, colWidths=[width / len(columns[0])] * len(columns[0]), splitInRow=1)
    rules: list[Any] = [("BOX", (0, 0), (-1, -1), 1, "black")]
    if right:
        rules.append(("LINEAFTER", (0, 0), (0, 0), 0.8, "black"))
    table.setStyle(TableStyle([*rules, *PADDED]))
    return table


def signed(
    sign: str, words: str, style: ParagraphStyle, *, size: float = 8, bold: bool = False
) -> Flowable:
    """A shape with its word beside it."""
    table = Table([[Sign(sign, size), para(words, style, bold=bold)]], colWidths=[size + 5, None])
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


def headed(title: str, intro: str = "") -> Iterator[Flowable]:
    """A heading, never alone at the end of a page, and what is said under it."""
    yield CondPageBreak(24 * mm)
    yield Spacer(0, 12)
    yield para(title, HEAD, bold=True)
    yield from paras(intro, NOTE)
    yield Spacer(0, 3)


def item_line(
    item: Item,
    *,
    first: bool,
    width: float = WIDTH,
    lead: float = LEAD,
    aside: float = ASIDE,
    body: ParagraphStyle = BODY,
) -> Flowable:
    """A line: sign and group, text with its notes, what stands at the end.

    What is longer than a piece goes on in further rows, so that it breaks over pages.
    """
    before = packed([(item.group, NOTE)])
    if item.sign:
        sign = signed(item.sign, item.word or SIGNS[item.sign].word, body, bold=True)
        before = [[sign, *(before[0] if before else [])], *before[1:]]
    notes = [(f"{each.label}: {each.text}" if each.label else each.text) for each in item.notes]
    middle = packed([(item.text, body), *((note, NOTE) for note in notes)])
    after = packed([(item.aside, RIGHT)])
    widths = [lead if before else 0.1, 0, aside if after else 0.1]
    widths[1] = width - widths[0] - widths[2]
    table = Table(in_rows([before, middle, after]), colWidths=widths, splitInRow=1)
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
                ("LINEBELOW", (0, -1), (-1, -1), HAIR, "#777777"),
                *([("LINEABOVE", (0, 0), (-1, 0), RULE, "black")] if first else []),
            ]
        )
    )
    return table


def in_rows(columns: Sequence[list[list[Any]]]) -> list[list[Any]]:
    """Columns of cells as rows; a column that has no more is empty."""
    return [[cell or [] for cell in row] for row in zip_longest(*columns)]


def packed(texts: Sequence[tuple[str, ParagraphStyle]]) -> list[list[Any]]:
    """Texts as paragraphs, in cells of which none is longer than a piece."""
    cells: list[list[Any]] = []
    length = _PIECE
    for words, style in texts:
        for line in words.splitlines():
            for piece in _pieces(line):
                if length + len(piece) > _PIECE:
                    cells.append([])
                    length = 0
                cells[-1].append(para(piece, style))
                length += len(piece)
    return cells


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces of at most `_PIECE` letters, cut between words where there are any."""
    while len(line) > _PIECE:
        cut = line.rfind(" ", 1, _PIECE)
        cut = cut if cut > 0 else _PIECE
        yield line[:cut]
        line = line[cut:].lstrip()
    yield line
