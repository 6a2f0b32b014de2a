"""The foot of each page of a PDF, written once it is known how many pages there are."""

from __future__ import annotations

from typing import Any, NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from clearslate.ui.pdf import faces
from clearslate.ui.pdf.parts import MARGIN

BOTTOM = 27 * mm
"""How much of a page the foot takes."""

_SHORTEST = 5
"""Points that a line at the foot is never set smaller than."""


class Foot(NamedTuple):
    """What stands at the foot of a page."""

    made_by: str
    name: str
    """What the page is of."""
    lines: tuple[str, ...] = ()
    """The first on a line of its own, the others on one together."""


class Footed(Canvas):
    """A canvas that knows how many pages there are before it writes the foot of each.

    Whoever begins a page sets `foot` for it.
    """

    foot: Foot

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
            self.write_foot(number, count)
            super().showPage()
        super().save()

    def write_foot(self, number: int, count: int) -> None:
        """Made by rule; of what; which page."""
        width = self._pagesize[0] - 2 * MARGIN
        right = MARGIN + width
        self.setLineWidth(1)
        self.line(MARGIN, 22 * mm, right, 22 * mm)
        self._small(self.foot.made_by, 18 * mm, width - 40 * mm, size=8.5, bold=True)
        self.setFont(faces.REGULAR, 8.5)
        self.drawRightString(right, 18 * mm, f"Page {number} of {count}")
        self._small(self.foot.name, 14 * mm, 40 * mm, size=8.5, right=right)
        first, *others = self.foot.lines or ("",)
        self._small(first, 14 * mm, width - 42 * mm)
        self._small(" · ".join(others), 10.5 * mm, width)

    def _small(
        self,
        text: str,
        height: float,
        width: float,
        *,
        size: float = 7.0,
        bold: bool = False,
        right: float = 0,
    ) -> None:
        """A line that is set smaller where it would not fit; it ends at `right` where that is."""
        pieces = list(faces.runs(text, bold=bold))
        while size > _SHORTEST and self._wide(pieces, size) > width:
            size -= 0.25
        left = right - self._wide(pieces, size) if right else MARGIN
        for name, part in pieces:
            self.setFont(name, size)
            self.drawString(left, height, part)
            left += self.stringWidth(part, name, size)

    def _wide(self, pieces: list[tuple[str, str]], size: float) -> float:
        return float(sum(self.stringWidth(part, name, size) for name, part in pieces))
