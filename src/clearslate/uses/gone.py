"""References of a declaration to records that are no longer on file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from clearslate.policy.case import REFERENCES
from clearslate.policy.declaration.schema import UNKNOWN


class Gone(NamedTuple):
    """One answer that names a record which is not on file."""

    part: str
    place: int
    field: str
    record: str


def gone(document: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Gone]:
    """Every answer of a declaration that names a record which is not on file."""
    for part, field, register in REFERENCES:
        known = {str(each.get("id")) for each in _listed(facts, register)}
        for place, item in enumerate(_listed(document, part)):
            record = item.get(field) if isinstance(item, Mapping) else None
            if record is not None and record != UNKNOWN and record not in known:
                yield Gone(part, place, field, record)


def without_gone(document: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """A declaration in which a reference to a record that is gone reads “not sure”.

    Filing facts may take away what a draft refers to. The draft goes on, with an answer that claims
    nothing; it can be submitted once somebody chooses another record.
    """
    settled = dict(document)
    for each in gone(document, facts):
        items = list(settled[each.part])
        items[each.place] = {**items[each.place], each.field: UNKNOWN}
        settled[each.part] = items
    return settled


def _listed(facts: Mapping[str, Any], name: str) -> list[Any]:
    items = facts.get(name)
    return items if isinstance(items, list) else []
