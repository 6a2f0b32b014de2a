"""The document: its pages, what stands at their foot, and what programs read of it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from clearslate.policy.render.outline import Outline
from clearslate.ui.pdf import faces
from clearslate.ui.pdf.setting import MARGIN, WIDTH, story

_BOTTOM = 27 * mm
_TOP = 16 * mm
_SHORTEST = 5
"""Points that a line at the foot is never set smaller than."""


@dataclass(frozen=True)
class Paper:
    """What a PDF is made of, beside its outline."""

    name: str
    """Which use and version: U-042, version 1."""
    production: str
    outline: Outline
    lines: tuple[str, ...] = ()
    """What stands under the title: what it is for, and who declared it."""


def write(paper: Paper) -> bytes:
    """The PDF. The same paper gives the same bytes."""
    target = BytesIO()
    title = f"{paper.production} {paper.name}: {paper.outline.title}"
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        title=title,
        author="Clearslate",
        subject=f"Assessment of {paper.name}. {paper.outline.made_by}",
        creator="Clearslate",
        lang="en",
        displayDocTitle=True,
        invariant=1,
        initialFontName=faces.REGULAR,
    )
    frame = Frame(
        MARGIN, _BOTTOM, WIDTH, A4[1] - _BOTTOM - _TOP, leftPadding=0, rightPadding=0,
        topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates([PageTemplate("page", [frame])])
    made = story(paper.outline, paper.name, paper.production, paper.lines)
    document.build(made, canvasmaker=lambda *args, **kwargs: _Counted(paper, *args, **kwargs))
    return target.getvalue()


class _Counted(Canvas):
    """A canvas that knows how many pages there are before it writes the foot of each."""

    def __init__(self, paper: Paper, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        self.pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  (the name that the library calls)
        """Keep the page until all are known."""
        self.pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its foot."""
        count = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            self.__dict__.update(page)
            self.foot(number, count)
            super().showPage()
        super().save()

    def foot(self, number: int, count: int) -> None:
        """Made by rule; which case; which page."""
        right = MARGIN + WIDTH
        self.setLineWidth(1)
        self.line(MARGIN, 22 * mm, right, 22 * mm)
        self.setFont(faces.BOLD, 8.5)
        self.drawString(MARGIN, 18 * mm, self.paper.outline.made_by)
        self.setFont(faces.REGULAR, 8.5)
        self.drawRightString(right, 18 * mm, f"Page {number} of {count}")
        self.drawRightString(right, 14 * mm, self.paper.name)
        lines = [f"{cell.label} {cell.value}" for cell in self.paper.outline.foot]
        case, *others = lines or [""]
        self._small(case, 14 * mm, WIDTH - 40 * mm)
        self._small(" · ".join(others), 10.5 * mm, WIDTH)

    def _small(self, text: str, height: float, width: float) -> None:
        """A line that is set smaller where it would not fit."""
        pieces = list(faces.runs(text))
        size = 7.0
        while size > _SHORTEST and _wide(self, pieces, size) > width:
            size -= 0.25
        left = MARGIN
        for name, part in pieces:
            self.setFont(name, size)
            self.drawString(left, height, part)
            left += self.stringWidth(part, name, size)


def _wide(canvas: Canvas, pieces: list[tuple[str, str]], size: float) -> float:
    return float(sum(canvas.stringWidth(part, name, size) for name, part in pieces))
