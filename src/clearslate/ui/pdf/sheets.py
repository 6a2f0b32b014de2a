"""Sheets as a PDF: each begins on a page of its own, on A4 or US Letter, upright or on its side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepInFrame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)

from clearslate.ui.papers.sheet import Answer, Columns, Grid, Items, Letter, Part, Sheet, Told
from clearslate.ui.pdf import faces
from clearslate.ui.pdf.feet import BOTTOM, Foot, Footed
from clearslate.ui.pdf.parts import (
    ANSWER,
    BODY,
    HAIR,
    HEAD,
    LABEL,
    LEADING,
    MARGIN,
    NOTE,
    RIGHT,
    RULE,
    TITLE,
    UNSET,
    board,
    boxed,
    headed,
    in_rows,
    item_line,
    packed,
    para,
    paras,
    signed,
    styled,
)

SIZES = {"a4": A4, "letter": LETTER}

_TOP = 12 * mm
_CELL = styled("cell", 7.6, 9.4)
_CELL_NOTE = styled("cell note", 6.6, 8.2)
_LETTER = styled("letter", 10.5, 15)


def write_sheets(sheets: Sequence[Sheet], *, size: str = "a4") -> bytes:
    """The PDF. The same sheets give the same bytes."""
    target = BytesIO()
    first = sheets[0]
    document = BaseDocTemplate(
        target,
        pagesize=SIZES[size],
        title=f"{first.production} {first.name}: {first.kind}",
        author="Clearslate",
        subject=f"{first.kind}. {first.made_by}",
        creator="Clearslate",
        lang="en",
        displayDocTitle=True,
        invariant=1,
        initialFontName=faces.REGULAR,
    )
    made: list[Flowable] = []
    for place, sheet in enumerate(sheets):
        pagesize = landscape(SIZES[size]) if sheet.landscape else SIZES[size]
        template = _template(str(place), sheet, pagesize)
        document.addPageTemplates([template])
        if place:
            made += [NextPageTemplate(str(place)), PageBreak()]
        width, height = template.frames[0]._width, template.frames[0]._height
        story = list(_story(sheet, width))
        made += [KeepInFrame(width, height, story, mode="shrink")] if sheet.one_page else story
    document.build(made, canvasmaker=Footed)
    return target.getvalue()


def _template(name: str, sheet: Sheet, pagesize: tuple[float, float]) -> PageTemplate:
    frame = Frame(
        MARGIN, BOTTOM, pagesize[0] - 2 * MARGIN, pagesize[1] - BOTTOM - _TOP, leftPadding=0,
        rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    lines = tuple(f"{cell.label} {cell.value}" for cell in sheet.foot)
    begin = partial(_begin, foot=Foot(sheet.made_by, sheet.name, lines))
    return PageTemplate(name, [frame], onPage=begin, pagesize=pagesize)


def _begin(canvas: Any, _: Any, foot: Foot) -> None:
    canvas.foot = foot


def _story(sheet: Sheet, width: float) -> Iterator[Flowable]:
    """Everything of a sheet, in the order in which it is read."""
    yield _sides([para(sheet.kind, HEAD, bold=True)], [para(sheet.made, RIGHT)], width)
    yield Spacer(0, 4)
    across = 6 if sheet.landscape else 4
    yield from board([(cell.label, cell.value) for cell in sheet.head], "closed", width, across)
    if sheet.warning:
        yield Spacer(0, 8)
        yield boxed([para(piece, BODY, bold=True) for piece in [sheet.warning]], [], width)
    yield Spacer(0, 6 if sheet.one_page else 12)
    yield from paras(sheet.title, TITLE)
    for line in sheet.lines:
        yield from paras(line, BODY if sheet.one_page else LEADING)
    if sheet.answer:
        yield Spacer(0, 8)
        yield _answer(sheet.answer, width)
    for part in sheet.parts:
        yield from _part(part, width)
    if not all(map(faces.settable, _words(sheet))):
        yield from (Spacer(0, 10), para(UNSET, NOTE))


def _sides(left: list[Any], right: list[Any], width: float) -> Flowable:
    """One line with something at either end."""
    table = Table([[left, right]], colWidths=[width / 2] * 2)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _answer(answer: Answer, width: float) -> Flowable:
    left: list[Any] = [para(answer.label.upper(), LABEL), Spacer(0, 3)]
    left.append(signed(answer.sign, answer.headline, ANSWER, size=13))
    left += [piece for text in answer.texts for piece in (Spacer(0, 3), *paras(text, BODY))]
    right: list[Any] = []
    if answer.beside:
        right = [para(answer.beside.upper(), LABEL)]
        right += [
            piece for text in answer.beside_texts for piece in (Spacer(0, 3), *paras(text, BODY))
        ]
    return boxed(left, right, width)


def _part(part: Part, width: float) -> Iterator[Flowable]:
    match part:
        case Items():
            yield from _items(part, width)
        case Grid():
            yield from _grid(part, width)
        case Columns():
            yield _columns(part, width)
        case Letter():
            yield Spacer(0, 10)
            for line in part.text.split("\n"):
                yield from paras(line, _LETTER) or [Spacer(0, 8)]


def _items(part: Items, width: float) -> Iterator[Flowable]:
    if not part.items and not part.empty:
        return
    yield from headed(part.title, part.intro)
    for place, item in enumerate(part.items):
        yield item_line(item, first=place == 0, width=width)
    if not part.items:
        yield para(part.empty, BODY)


def _columns(part: Columns, width: float) -> Flowable:
    """Lists side by side, which break over pages together."""
    gap = 5 * mm
    each = (width - gap * (len(part.columns) - 1)) / len(part.columns)
    cells: list[Any] = []
    for column in part.columns:
        cell: list[Any] = [Spacer(0, 6), _column_title(column)]
        cell += [*paras(column.intro, NOTE), Spacer(0, 3)]
        cell += [
            item_line(item, first=place == 0, width=each, aside=each / 4)
            for place, item in enumerate(column.items)
        ]
        cells += [cell, ""]
    widths = [each, gap] * len(part.columns)
    table = Table([cells[:-1]], colWidths=widths[:-1], splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _column_title(column: Items) -> Flowable:
    if column.sign:
        return signed(column.sign, column.title, HEAD, size=11, bold=True)
    return para(column.title, HEAD, bold=True)


def _grid(part: Grid, width: float) -> Iterator[Flowable]:
    """A table whose head stands on each page that it goes on to."""
    if not part.rows and not part.empty:
        return
    yield from headed(part.title, part.intro) if part.title else [Spacer(0, 10)]
    if not part.rows:
        yield para(part.empty, BODY)
        return
    shares = sum(head.share for head in part.heads)
    widths = [width * head.share / shares for head in part.heads]
    rows: list[list[Any]] = [[para(head.title.upper(), LABEL) for head in part.heads]]
    ends = []
    for row in part.rows:
        rows += in_rows([_cell(cell) for cell in row])
        ends.append(len(rows) - 1)
    table = Table(rows, colWidths=widths, repeatRows=1, splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), faces.REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 5),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LINEBELOW", (0, 0), (-1, 0), RULE, "black"),
                *(("LINEBELOW", (0, end), (-1, end), HAIR, "#777777") for end in ends),
            ]
        )
    )
    yield table


def _cell(cell: Told) -> list[list[Any]]:
    if cell.sign:
        notes = packed([(note, _CELL_NOTE) for note in cell.notes])
        sign = signed(cell.sign, cell.text, _CELL, size=7)
        return [[sign, *(notes[0] if notes else [])], *notes[1:]]
    return packed([(cell.text, _CELL), *((note, _CELL_NOTE) for note in cell.notes)])


def _words(sheet: Sheet) -> Iterator[str]:
    yield from (sheet.title, sheet.warning, sheet.production, *sheet.lines)
    yield from (cell.value for cell in sheet.cells)
    for part in sheet.parts:
        yield from _words_of(part)


def _words_of(part: Part) -> Iterator[str]:
    match part:
        case Items():
            for item in part.items:
                yield from (item.text, item.group, item.aside, *(n.text for n in item.notes))
        case Grid():
            for row in part.rows:
                yield from (text for cell in row for text in (cell.text, *cell.notes))
        case Columns():
            for column in part.columns:
                yield from _words_of(column)
        case Letter():
            yield part.text
