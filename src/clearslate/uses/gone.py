"""References of a declaration to records that are no longer on file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearslate.policy.case import REFERENCES
from clearslate.policy.declaration.schema import UNKNOWN


def without_gone(document: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """A declaration in which a reference to a record that is gone reads “not sure”.

    Filing facts may take away what a draft refers to. The draft goes on, with an answer that claims
    nothing; it can be submitted once somebody chooses another record.
    """
    settled = dict(document)
    for part, name, where in REFERENCES:
        items = settled.get(part)
        if not isinstance(items, list):
            continue
        there = {UNKNOWN, *(str(each.get("id")) for each in _listed(facts, where))}
        settled[part] = [
            {**item, name: UNKNOWN}
            if isinstance(item, dict) and item.get(name) is not None and item[name] not in there
            else item
            for item in items
        ]
    return settled


def _listed(facts: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    items = facts.get(name)
    return items if isinstance(items, list) else []
