"""Which records of the facts an assessment can rest on.

The derived facts reach records in two ways only: by an id that the declaration gives, and by the
name of what a document is about. A record reached by neither cannot change anything, so that its
end is no reason to assess the use again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.derived.records import folded

#: A record with the fact list it stands in.
Dated: TypeAlias = tuple[str, Mapping[str, Any]]

#: Answers that name what a document can be about, for each list.
_SUBJECTS = {
    "outputs": ("name",),
    "inputs": ("name",),
    "references": ("name",),
    "people": ("who",),
    "crafts": ("name",),
    "models": ("rights_holders",),
}


@dataclass(frozen=True)
class Names:
    """What a declaration names, whether or not anything of it is on file."""

    by_id: Mapping[str, frozenset[Any]]
    """For each list of the facts, the ids that are given."""
    subjects: frozenset[str]
    """What a document can be about, folded."""


def names_in(declaration: Mapping[str, Any], facts: Mapping[str, Any]) -> Names:
    """What a declaration names, by itself and through the records that it names."""
    terms = _named(declaration, "components", "terms")
    agreements = _named(declaration, "components", "agreement")
    models = _named(declaration, "models", "record")
    agreements |= {
        entry.get("agreement") for entry in _entries(facts, "terms") if entry.get("id") in terms
    }
    subjects: set[Any] = set(_subjects(declaration))
    subjects |= {
        entry.get("performer")
        for entry in _entries(facts, "models_on_file")
        if entry.get("id") in models
    }
    by_id = {"agreements": agreements, "terms": terms, "models_on_file": models}
    return Names(
        {kind: frozenset(ids) for kind, ids in by_id.items()},
        frozenset(folded(subject) for subject in subjects if subject),
    )


def relevant(declaration: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Dated]:
    """The records that count, each with the list it stands in, in the order of the facts."""
    names = names_in(declaration, facts)
    if isinstance(facts.get("production"), dict):
        yield "production", facts["production"]
    for kind, ids in names.by_id.items():
        yield from ((kind, entry) for entry in _entries(facts, kind) if entry.get("id") in ids)
    for entry in _entries(facts, "evidence"):
        if folded(entry.get("subject", "")) in names.subjects:
            yield "evidence", entry


def _subjects(declaration: Mapping[str, Any]) -> Iterator[str]:
    for part, names in _SUBJECTS.items():
        for item in _entries(declaration, part):
            for name in names:
                value = item.get(name)
                yield from value if isinstance(value, list) else (value,) if value else ()


def _named(document: Mapping[str, Any], part: str, field: str) -> set[Any]:
    return {item[field] for item in _entries(document, part) if field in item}


def _entries(document: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    entries = document.get(part)
    return [] if entries is None or entries == UNKNOWN else entries
