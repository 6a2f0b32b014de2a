"""Whether two assessments of a use say the same, apart from the days they were made for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

OF_THE_DAY = ("case", "date", "holds_until", "semantics")
"""What another day, or another way to tell how long it holds, changes by itself."""


def same_but_for_the_day(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two assessments, as documents, find the same and rest on the same.

    A duty that is due so many days after the assessment stays due as it was at first.
    """
    if _plain(before) != _plain(after):
        return False
    pairs = list(zip(before["duties"], after["duties"], strict=True))
    return all(
        one["due"] == other["due"] or _days(one, before) == _days(other, after)
        for one, other in pairs
    )


def _plain(assessment: Mapping[str, Any]) -> dict[str, Any]:
    """An assessment without its days; what it rests on has no order."""
    found = {name: value for name, value in assessment.items() if name not in OF_THE_DAY}
    found["dependencies"] = sorted(
        (each["kind"], each["id"], each["sha256"]) for each in assessment["dependencies"]
    )
    found["duties"] = [{**each, "due": None} for each in assessment["duties"]]
    return found


def _days(duty: Mapping[str, Any], assessment: Mapping[str, Any]) -> int | None:
    """How many days after its assessment a duty is due."""
    if duty["due"] is None:
        return None
    return (date.fromisoformat(duty["due"]) - date.fromisoformat(assessment["date"])).days
