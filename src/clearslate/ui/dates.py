"""Dates as people in a production say them: “Wed 20 May”, and the weekday only when it is near."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clearslate.kit.clock import system_clock

NEAR = 28
"""Days from today, either way, within which the weekday helps."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def words(day: date, today: date) -> str:
    """“Wed 20 May” inside four weeks, “20 May” further off, “20 May 2027” in another year."""
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    if abs((day - today).days) <= NEAR:
        return f"{_DAYS[day.weekday()]} {text}"
    return text if day.year == today.year else f"{text} {day.year}"


def today() -> date:
    """The date in the time zone of the page."""
    return timezone.localtime(system_clock()).date()


def day(value: date | datetime | None, on: date | None = None) -> SafeString | str:
    """A date as a `time` element; empty for none."""
    if value is None or value == "":
        return ""
    plain = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>', plain.isoformat(), words(plain, on or today())
    )


def stamp(value: datetime | None, on: date | None = None) -> SafeString | str:
    """An instant as a `time` element, to the minute, in the time zone of the page."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}, {}</time>',
        local.isoformat(timespec="seconds"),
        words(local.date(), on or today()),
        f"{local:%H:%M}",
    )
