"""The work window of a use: from the day it begins to the day it ends, both included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearslate.policy.dates import day_of

#: The two dates of the use.
WINDOW = ("work_from", "work_to")


def window_flaw(use: Mapping[str, Any]) -> str:
    """What is wrong with the window of a use that ends before it begins, and the remedy; or ""."""
    first, last = (
        day_of(value) if isinstance(value := use.get(name), str) else None for name in WINDOW
    )
    if first is None or last is None or first <= last:
        return ""
    return (
        f"The work ends on {last}, before it begins on {first}."
        " Correct one of the two dates, or write unknown."
    )
