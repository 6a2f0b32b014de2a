"""Which answers another answer took back, item by item as they are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clearslate.policy.declaration.schema import Part, Schema


def titles_gone(schema: Schema, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The titles of answers that were there and are not; an item that is gone took its own."""
    found: dict[str, None] = {}
    for part in schema.declared:
        now = _items(after.get(part.name), part)
        for name, was in _items(before.get(part.name), part).items():
            if name in now:
                found |= dict.fromkeys(_gone(part, was, now[name]))
    return list(found)


def _items(value: Any, part: Part) -> dict[str, Mapping[str, Any]]:
    if isinstance(value, Mapping):
        return {"": value}
    items = value if isinstance(value, list) else []
    return {str(item.get(part.name_field or "", "")): item for item in items}


def _gone(part: Part, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name, spec in part.fields.items():
        group, dot, own = name.partition(".")
        old, new = (each.get(group, {}) if dot else each for each in (was, now))
        key = own if dot else name
        if key in old and key not in new:
            yield spec.title
