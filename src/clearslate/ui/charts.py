"""Charts as SVG, drawn on the server: no script, no inline style, and the same data as a table.

A chart has a title and a description that says what it shows, for those who do not see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from clearslate.ui.shapes import VERDICTS

WIDTH = 380
_LEFT, _RIGHT, _TOP, _ROW, _FOOT = 64, 24, 34, 26, 26
_MARK = 14
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_MONTHS = 8

#: What a mark says → the sign it is drawn as.
SIGNS = {
    "on_hold": "hold",
    "lapsed": "lapsed",
    "in_review": "in_review",
    "go_ahead": "go_ahead",
    "clear": "cleared",
}


@dataclass(frozen=True)
class Point:
    """A day on a line: what it is, how it stands, and how many uses are open before it."""

    day: date
    state: str
    count: int = 0


@dataclass(frozen=True)
class Line:
    """A line of the plan: an episode with its lock and its delivery."""

    name: str
    points: tuple[Point, ...]
    next: bool = False


@dataclass(frozen=True)
class _Scale:
    """Days to places from left to right."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day is."""
        span = (self.last - self.first).days or 1
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (day - self.first).days / span, 1)


def plan(lines: Sequence[Line], today: date, *, title: str, says: Sequence[str]) -> SafeString:
    """Locks and deliveries over time; `says` are the sentences of the description."""
    days = [point.day for line in lines for point in line.points] + [today]
    scale = _Scale(min(days) - timedelta(days=7), max(days) + timedelta(days=7))
    bottom = _TOP + _ROW * len(lines)
    body = [
        *(_month(day, scale, bottom) for day in _months(scale)),
        *(_line(line, index, scale) for index, line in enumerate(lines)),
        _now(today, scale, bottom),
        *(_points(line, index, scale) for index, line in enumerate(lines)),
    ]
    return format_html(
        '<svg class="plan" viewBox="0 0 {} {}" role="img" aria-labelledby="plan-title plan-desc">'
        '<title id="plan-title">{}</title><desc id="plan-desc">{}</desc>{}</svg>',
        WIDTH,
        bottom + _FOOT,
        title,
        " ".join(says),
        format_html_join("", "{}", ((each,) for each in body)),
    )


def _months(scale: _Scale) -> Iterator[date]:
    """The first days of the months that are shown; where they are many, of some of them."""
    day = (scale.first.replace(day=1) + timedelta(days=32)).replace(day=1)
    found = []
    while day <= scale.last:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    yield from found[:: -(-len(found) // _MOST_MONTHS) or 1]


def _month(day: date, scale: _Scale, bottom: int) -> SafeString:
    x = scale.x(day)
    return format_html(
        '<path class="month" d="M{} {}V{}"/><text x="{}" y="14">{}</text>',
        *(x, 20, bottom, x + 3, _MONTHS[day.month - 1]),
    )


def _line(line: Line, index: int, scale: _Scale) -> SafeString:
    y = _TOP + _ROW * index + _ROW // 2
    places = [scale.x(point.day) for point in line.points]
    span = (
        format_html('<path class="span" d="M{} {}H{}"/>', min(places), y, max(places))
        if len(places) > 1
        else ""
    )
    return format_html(
        '<text class="code{}" x="0" y="{}">{}</text>{}',
        " next" if line.next else "",
        y + 4,
        line.name if len(line.name) < 9 else f"{line.name[:7]}…",
        span,
    )


def _now(today: date, scale: _Scale, bottom: int) -> SafeString:
    x = scale.x(today)
    left = min(max(x - 27, 0), WIDTH - 54)
    return format_html(
        '<path class="now" d="M{} 20V{}"/><rect class="flag" x="{}" y="{}" width="54" height="18"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        *(x, bottom + 4, left, bottom + 4, left + 27, bottom + 17),
        f"{today.day} {_MONTHS[today.month - 1]}",
    )


def _points(line: Line, index: int, scale: _Scale) -> SafeString:
    y = _TOP + _ROW * index + _ROW // 2
    return format_html_join(
        "", "{}", ((_point(point, scale.x(point.day), y),) for point in line.points)
    )


def _point(point: Point, x: float, y: int) -> SafeString:
    count = (
        format_html('<text class="count" x="{}" y="{}">{}</text>', x + 11, y + 4, point.count)
        if point.count
        else ""
    )
    if point.state not in SIGNS:
        radius = 3.5 if point.state == "passed" else 5
        drawn = format_html(
            '<circle class="{}" cx="{}" cy="{}" r="{}"/>', point.state, x, y, radius
        )
        return format_html("{}{}", drawn, count)
    sign = VERDICTS[SIGNS[point.state]]
    found = _INNER.fullmatch(str(sign.drawing))
    inner = mark_safe(found[1] if found else "")  # noqa: S308  (our own drawing)
    return format_html(
        '<circle class="under" cx="{}" cy="{}" r="8"/>'
        '<g class="shape {}" transform="translate({} {}) scale({})">{}</g>{}',
        *(x, y, sign.tone, round(x - _MARK / 2, 1), round(y - _MARK / 2, 1), _MARK / 16),
        inner,
        count,
    )


def shares(parts: Sequence[tuple[str, int]], whole: int) -> SafeString:
    """Parts of a whole as one bar; the numbers have to stand beside it.

    `parts` are the class of each part, which gives it its colour and pattern, and its number.
    """
    boxes = []
    place = 0.0
    for kind, number in parts:
        wide = _BAR * number / whole if whole else 0.0
        if wide:
            boxes.append((kind, round(place, 2), round(wide, 2)))
        place += wide
    return format_html(
        '<svg class="shares" viewBox="0 0 {} 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rest" width="{}" height="8"/>{}</svg>',
        _BAR,
        _BAR,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="8"/>', boxes),
    )


_BAR = 100
