"""The types of entries there are, with how each is told, and how parties are named.

A noun registers both in its `entries` module. Sentences are made when read, so wording may change
and an erased value is missing from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clearslate.ledger.errors import LedgerError
from clearslate.record.entry import EntryType

ERASED = "(erased)"


@dataclass(frozen=True)
class Told:
    """What a renderer sees: names in place of pseudonyms, values in place of commitments.

    Whoever is unlinked and whatever is erased reads `(erased)`.
    """

    actor: str
    subject: str
    body: Mapping[str, Any]
    values: Mapping[str, Any]


Renderer = Callable[[Told], str]
Namer = Callable[[Iterable[str]], Mapping[str, str]]

_types: dict[tuple[str, int], tuple[EntryType, Renderer]] = {}
_namers: dict[str, Namer] = {}


def register(kind: EntryType, render: Renderer) -> EntryType:
    """Add a type of entry, and how it is told. Returns the type."""
    key = (kind.name, kind.version)
    if key in _types:
        raise LedgerError(f"{kind.name} {kind.version} is registered twice.")
    _types[key] = (kind, render)
    return kind


def register_names(kind: str, namer: Namer) -> None:
    """Say what the parties of a kind are called now: ids in, names out."""
    _namers[kind] = namer


def all_types() -> list[EntryType]:
    """Every type, by name and version."""
    return [_types[key][0] for key in sorted(_types)]


def is_registered(kind: EntryType) -> bool:
    """Whether a type is known."""
    return (kind.name, kind.version) in _types


def tell(type_name: str, version: int, told: Told) -> str:
    """The sentence about an entry; a type that this version does not know says so."""
    found = _types.get((type_name, version))
    if found is None:
        return f"an entry of a kind that this version does not know: {type_name} {version}"
    return found[1](told)


def names(kind: str, ids: Iterable[str]) -> Mapping[str, str]:
    """What parties of a kind are called now."""
    namer = _namers.get(kind)
    return namer(ids) if namer else {}
