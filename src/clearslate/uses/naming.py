"""What the declaration of a use names, kept as rows: so what is filed later finds the use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from clearslate.policy.derived import names_in
from clearslate.policy.derived.records import folded
from clearslate.uses.models import Named, Use

ABOUT = "about"
"""The kind of a name that a document can be about."""


def keep_names(use: Use, declared: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    """Keep what a declaration names in place of what was kept of an earlier one."""
    Named.objects.filter(use=use).delete()
    Named.objects.bulk_create(
        Named(use=use, kind=kind, name=name) for kind, name in names_of(declared, facts)
    )


def names_of(declared: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a declaration names: ids by the list of the facts, and whom or what it is about."""
    found = names_in(declared, facts)
    for kind, ids in found.by_id.items():
        yield from ((kind, each) for each in sorted({str(each or "") for each in ids}))
    yield from sorted((ABOUT, about(each)) for each in found.subjects)


def about(subject: str) -> str:
    """The name under which whom or what a document is about is kept, however it is written."""
    return hashlib.sha256(folded(subject).encode()).hexdigest()
