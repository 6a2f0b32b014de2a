"""Dates as documents write them."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(text: str) -> date | None:
    """The day of a text such as 2026-11-24; None where it is none.

    Python's own reader also takes 20261124 and 2026-W48-2, which a person may misread.
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
