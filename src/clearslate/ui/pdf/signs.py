"""The shapes of verdicts and answers, and the sticks of the slate, drawn in one ink."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.platypus import Flowable

_UNIT = 16.0
"""The shapes are drawn on a square of so many units, as those of the pages are."""


class Sign(Flowable):
    """A shape with a side of some points."""

    def __init__(self, name: str, size: float = 9) -> None:
        super().__init__()
        self.name = name
        self.width = self.height = size

    def draw(self) -> None:
        """Draw it, from its lower left corner."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self.width / _UNIT, self.width / _UNIT)
        canvas.setLineWidth(1.9)
        _DRAWINGS[self.name](canvas)
        canvas.restoreState()


class Sticks(Flowable):
    """The striped bar over the board: raised while answers can still change the verdict."""

    def __init__(self, width: float, state: str) -> None:
        super().__init__()
        self.width = width
        self.rise = 9.0 if state == "open" else 0.0
        self.height = 8.0 + self.rise

    def draw(self) -> None:
        """Draw the bar with its stripes, the left end on the board."""
        canvas = self.canv
        canvas.saveState()
        canvas.setLineWidth(0.8)
        if self.rise:
            canvas.skew(self.rise / self.width * 57.3, 0)
        bar = canvas.beginPath()
        bar.rect(0, 0, self.width, 8)
        canvas.clipPath(bar, stroke=1, fill=0)
        for left in range(8, int(self.width) + 8, 16):
            _polygon(canvas, [(left, 0), (left + 8, 0), (left + 13, 8), (left + 5, 8)])
        canvas.restoreState()


def _polygon(canvas: Any, points: list[tuple[float, float]], *, fill: bool = True) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0 if fill else 1, fill=1 if fill else 0)


def _notify(canvas: Any) -> None:
    canvas.circle(8, 8, 6.2)
    canvas.circle(8, 8, 2.1, stroke=0, fill=1)


def _approval(canvas: Any) -> None:
    _polygon(canvas, [(8, 1.6), (14.4, 8), (8, 14.4), (1.6, 8)], fill=False)


def _hold(canvas: Any) -> None:
    _polygon(canvas, [(1.5, 1.5), (14.5, 1.5), (14.5, 14.5), (1.5, 14.5)])
    canvas.setFillGray(1)
    canvas.rect(6.9, 6.8, 2.2, 5.4, stroke=0, fill=1)
    canvas.rect(6.9, 3.4, 2.2, 2.1, stroke=0, fill=1)


def _noticed(canvas: Any) -> None:
    canvas.circle(8, 8, 6.2)
    canvas.circle(8, 8, 3.9, stroke=0, fill=1)


def _in_review(canvas: Any) -> None:
    _approval(canvas)
    _polygon(canvas, [(8, 14.4), (8, 1.6), (1.6, 8)])


def _go_ahead(canvas: Any) -> None:
    _polygon(canvas, [(8, 0.6), (15.4, 8), (8, 15.4), (0.6, 8)])
    canvas.setFillGray(1)
    _polygon(canvas, [(6.3, 4.8), (6.3, 11.2), (11.2, 8)])


def _tick(canvas: Any, y: float) -> None:
    canvas.setStrokeGray(1)
    canvas.lines([(4.6, y, 7, y - 2.4), (7, y - 2.4, 11.6, y + 2.4)])


def _cleared(canvas: Any) -> None:
    canvas.circle(8, 8, 7.1, stroke=0, fill=1)
    _tick(canvas, 8)


def _conditions(canvas: Any) -> None:
    canvas.circle(8, 9.6, 6, stroke=0, fill=1)
    canvas.rect(2, 0.4, 12, 1.9, stroke=0, fill=1)
    _tick(canvas, 9.6)


def _lapsed(canvas: Any) -> None:
    canvas.setDash(3.2, 1.7)
    canvas.circle(8, 8, 6.2)
    canvas.setDash()
    canvas.lines([(8, 11.3, 8, 8), (8, 8, 10.5, 6.4)])


def _square(canvas: Any, *dash: float) -> None:
    if dash:
        canvas.setDash(*dash)
    canvas.rect(2.2, 2.2, 11.6, 11.6)
    canvas.setDash()


def _declined(canvas: Any) -> None:
    _square(canvas)
    canvas.lines([(5.6, 5.6, 10.4, 10.4), (10.4, 5.6, 5.6, 10.4)])


def _suspended(canvas: Any) -> None:
    _square(canvas)
    canvas.lines([(6.2, 5.7, 6.2, 10.3), (9.8, 5.7, 9.8, 10.3)])


def _withdrawn(canvas: Any) -> None:
    _square(canvas, 3.2, 1.7)
    canvas.line(5.6, 8, 10.4, 8)


def _draft(canvas: Any) -> None:
    _square(canvas, 1.2, 1.7)


def _dash(canvas: Any) -> None:
    canvas.line(3, 8, 13, 8)


def _met(canvas: Any) -> None:
    canvas.lines([(3, 7.4, 6.4, 4), (6.4, 4, 13, 11.4)])


def _not_met(canvas: Any) -> None:
    canvas.lines([(4, 4, 12, 12), (12, 4, 4, 12)])


def _not_sure(canvas: Any) -> None:
    path = canvas.beginPath()
    path.moveTo(5.2, 10.4)
    path.curveTo(5.2, 14, 11, 14, 11, 10.8)
    path.curveTo(11, 8.6, 8, 8.4, 8, 5.8)
    canvas.drawPath(path)
    canvas.circle(8, 3, 1.1, stroke=0, fill=1)


_DRAWINGS: dict[str, Callable[[Any], None]] = {
    "notify": _notify,
    "approval": _approval,
    "hold": _hold,
    "noticed": _noticed,
    "in_review": _in_review,
    "go_ahead": _go_ahead,
    "cleared": _cleared,
    "conditions": _conditions,
    "lapsed": _lapsed,
    "declined": _declined,
    "suspended": _suspended,
    "withdrawn": _withdrawn,
    "draft": _draft,
    "not_a_use": _dash,
    "met": _met,
    "not_met": _not_met,
    "not_sure": _not_sure,
}
