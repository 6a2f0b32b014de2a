"""What the table of uses shows of a case and its assessment, as the columns of a use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.derived.records import folded

#: Destinations after which nothing is temporary any more, as the platform's pack reads them.
FINAL = {"in_camera", "final_picture", "final_sound", "final_text", "marketing_published"}

_MOST_SEARCH = 8000


def summary_of(case: Case, assessed: Assessment) -> dict[str, Any]:
    """The columns by name, but for the state and what hangs on the production."""
    declaration = case.declaration
    use = _known(declaration.get("use") or {})
    return {
        "title": assessed.title or "Without a title",
        "department": use.get("department", ""),
        "outcome": assessed.outcome or "",
        "low": assessed.interval[0],
        "high": assessed.interval[1],
        "final": _final(declaration.get("outputs")),
        "areas": list(dict.fromkeys(each.area for each in assessed.reviewers)),
        "shots": use.get("shots", []),
        "missing": len(assessed.missing),
        "begun": {"yes": True, "no": False}.get(use.get("begun", "")),
        "work_from": _day(use.get("work_from")),
        "work_to": _day(use.get("work_to")),
        "search": folded(" ".join(_words(declaration)))[:_MOST_SEARCH],
    }


def _known(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value != UNKNOWN}


def _final(outputs: Any) -> bool | None:
    """Whether any output is final; None where an answer is missing and none is certainly final."""
    if not isinstance(outputs, list) or not outputs:
        return None
    destinations = [each.get("destination", UNKNOWN) for each in outputs]
    if any(each in FINAL for each in destinations):
        return True
    return None if UNKNOWN in destinations else False


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _words(value: Any) -> Iterator[str]:
    """Every text of a declaration that somebody wrote."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif isinstance(value, str):
        yield value
