"""Several packs in one assessment: their fields and words share one schema, so they must agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clearslate.policy.errors import PackError, Problem
from clearslate.policy.pack.load import Loaded


def check_together(packs: Sequence[Loaded]) -> None:
    """Raises PackError where two packs have one urn, or define one name in two ways."""
    problems = list(_same_urns(packs))
    seen: dict[str, tuple[object, Loaded]] = {}
    for loaded in packs:
        for name, meaning in _meanings(loaded):
            known, first = seen.setdefault(name, (meaning, loaded))
            if known != meaning:
                message = (
                    f"“{first.pack.title}” and “{loaded.pack.title}” define {name} in two ways."
                    " Give one of them another namespace, or another name."
                )
                problems.append(Problem(message, loaded.source.name))
    if problems:
        raise PackError(problems)


def _same_urns(packs: Sequence[Loaded]) -> Iterator[Problem]:
    urns: set[str] = set()
    for loaded in packs:
        if loaded.pack.urn in urns:
            message = f"Two packs have the urn {loaded.pack.urn}. A pack has a urn of its own."
            yield Problem(message, loaded.source.name)
        urns.add(loaded.pack.urn)


def _meanings(loaded: Loaded) -> Iterator[tuple[str, object]]:
    """Every switch, vocabulary and field of a pack by its name."""
    for switch in loaded.pack.switches:
        yield f"the switch “{switch.id}”", {reading for reading, _ in switch.values}
    for name, words in loaded.schema.vocabularies.items():
        yield f"the vocabulary “{name}”", dict(words)
    for part in loaded.schema.parts.values():
        for name, spec in part.fields.items():
            yield f"the field “{part.variable}.{name}”", spec
