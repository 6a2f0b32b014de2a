"""Writing a calendar as RFC 5545 wants it: all-day events, folded lines, escaped texts.

Only what a feed needs. Whatever an event says, it stays inside its value: a text is escaped, and
what cannot be seen is left out, so that nobody writes a line of their own by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75
"""Octets of a line, without its end; a longer one goes on in the next, after a space."""

_BEYOND = date(9999, 12, 30)
"""The last day that has a day after it."""


@dataclass(frozen=True)
class Event:
    """Something on one day."""

    uid: str
    """The same for the same thing whenever the calendar is read: letters, digits, “-” and “@”."""
    day: date
    summary: str
    url: str


def calendar(name: str, events: Iterable[Event], at: datetime) -> bytes:
    """A whole calendar; `at` is when it is written."""
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Clearslate//Calendar feed//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(piece for line in lines for piece in folded(line))


def _event(event: Event, stamp: str) -> Iterator[str]:
    day = min(event.day, _BEYOND)
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_day(day)}"
    # The end is the first day that no longer belongs to it.
    yield f"DTEND;VALUE=DATE:{_day(day + timedelta(days=1))}"
    yield f"SUMMARY:{text(event.summary)}"
    yield f"URL:{_plain(event.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:CONFIDENTIAL"
    yield "END:VEVENT"


def text(value: str) -> str:
    """A value of the type TEXT: escaped, on one line, without what cannot be seen."""
    lines = (_plain(line) for line in value.splitlines())
    escaped = (each.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for each in lines)
    return "\\n".join(escaped)


def folded(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, each with its end; no character is cut in two."""
    room, piece = LONGEST, b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            yield piece + b"\r\n"
            room, piece = LONGEST, b" "
        piece += octets
    yield piece + b"\r\n"


def _plain(value: str) -> str:
    """A text without control characters, lone surrogates and the marks that turn its direction."""
    return "".join(each for each in value if each.isprintable())


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"
