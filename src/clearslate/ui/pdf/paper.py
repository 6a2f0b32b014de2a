"""The document: its pages, what stands at their foot, and what programs read of it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from clearslate.policy.render.outline import Outline
from clearslate.ui.pdf import faces
from clearslate.ui.pdf.feet import BOTTOM, Foot, Footed
from clearslate.ui.pdf.parts import MARGIN, WIDTH
from clearslate.ui.pdf.setting import story

_TOP = 16 * mm


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
        MARGIN, BOTTOM, WIDTH, A4[1] - BOTTOM - _TOP, leftPadding=0, rightPadding=0,
        topPadding=0, bottomPadding=0,
    )  # fmt: skip
    lines = tuple(f"{cell.label} {cell.value}" for cell in paper.outline.foot)
    foot = Foot(paper.outline.made_by, paper.name, lines)

    def begin(canvas: Any, _: Any) -> None:
        canvas.foot = foot

    document.addPageTemplates([PageTemplate("page", [frame], onPage=begin)])
    made = story(paper.outline, paper.name, paper.production, paper.lines)
    document.build(made, canvasmaker=Footed)
    return target.getvalue()
