"""The ruled strip at the head of a declaration: what it is, and where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clearslate.policy.assess.words import day_words
from clearslate.policy.declaration.schema import UNKNOWN, Schema
from clearslate.policy.render.words import count
from clearslate.ui.seen import seen

_OPEN = "not said yet"


def cells_of(document: Mapping[str, Any], schema: Schema, label: str) -> list[dict[str, Any]]:
    """The cells of the board, in their order."""
    use = document.get("use") or {}
    shots = use.get("shots")
    listed = shots if isinstance(shots, list) else []
    return [
        _cell(label, _known(use.get("title")) or "Without a title"),
        _cell("Department and vendor", _department(document, use, schema)),
        _cell(count(len(listed), "shot") if listed else "Shots", _shots(shots), mono=bool(listed)),
        _cell("Goes to", _destinations(document, schema)),
        _cell("Work window", _window(use)),
    ]


def _cell(label: str, value: str, *, mono: bool = False) -> dict[str, Any]:
    return {"label": label, "value": seen(value), "mono": mono}


def _known(value: Any) -> str:
    return value if isinstance(value, str) and value != UNKNOWN else ""


def _department(document: Mapping[str, Any], use: Mapping[str, Any], schema: Schema) -> str:
    department = _known(use.get("department"))
    named = schema.vocabularies["department"].get(department, department)
    vendors = [_known(item.get("vendor")) for item in _items(document, "components")]
    told = [each for each in dict.fromkeys([named, *vendors]) if each]
    return ", ".join(told) or _OPEN


def _shots(shots: Any) -> str:
    if not isinstance(shots, list):
        return _OPEN
    if not shots:
        return "none yet"
    return str(shots[0]) if len(shots) == 1 else f"{shots[0]} to {shots[-1]}"


def _destinations(document: Mapping[str, Any], schema: Schema) -> str:
    known = schema.vocabularies["destination"]
    ends = [_known(item.get("destination")) for item in _items(document, "outputs")]
    told = dict.fromkeys(known.get(end, end).partition(",")[0] for end in ends if end)
    return "; ".join(told) or _OPEN


def _window(use: Mapping[str, Any]) -> str:
    first, last = (_day(use.get(name)) for name in ("work_from", "work_to"))
    if first is None and last is None:
        return _OPEN
    told = [day_words(day) if day else "open" for day in (first, last)]
    if first and last and first.year == last.year:
        told[0] = told[0].removesuffix(f" {first.year}")
    return " to ".join(dict.fromkeys(told))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _items(document: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    items = document.get(part)
    return items if isinstance(items, list) else []
