"""Which acts a use asks for beside its decisions: a look at results, legal review, rights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clearslate.clearance.asks import newest
from clearslate.clearance.conditions import ON_RESULT, agreed
from clearslate.clearance.models import Decision, Line
from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.pack.model import Pack
from clearslate.productions.packs import kept_pack
from clearslate.uses.models import Use
from clearslate.uses.summary import FINAL

_LINES = {
    "legal_review": str(Line.Kind.LEGAL_REVIEW),
    "rights_clearance": str(Line.Kind.RIGHTS_CLEARANCE),
}


@dataclass(frozen=True)
class Asked:
    """What is asked for: outputs whose result is to be looked at, and kinds of lines."""

    results: tuple[str, ...]
    lines: frozenset[str]


def acts_asked(use: Use, decisions: Iterable[Decision]) -> Asked:
    """What the conditions of the newest assessment and of the decisions ask for.

    The rules ask with the lines of their conditions; a decision asks with what it agrees.
    """
    assessment = newest(use)
    titles = _lines_of(assessment)
    conditions = [each["id"] for each in assessment["conditions"]]
    results = any(titles.get(each) == "result" for each in conditions)
    lines = {_LINES[line] for each in conditions if (line := titles.get(each)) in _LINES}
    for decision in decisions:
        for each in agreed(decision.conditions):
            if each.kind in ON_RESULT:
                results = True
            line = titles.get(each.value) if each.kind == "pack" else None
            results = results or line == "result"
            lines |= {_LINES[line]} if line in _LINES else set()
    return Asked(final_outputs(use) if results else (), frozenset(lines))


def final_outputs(use: Use) -> tuple[str, ...]:
    """The outputs of the newest version that are final, or may be, as the pages call them."""
    version = use.versions.get(number=use.versions_count)
    outputs = json.loads(bytes(version.case))["declaration"].get("outputs")
    if not isinstance(outputs, list):
        return ()
    names: dict[str, None] = {}
    for place, each in enumerate(outputs, 1):
        if each.get("destination", UNKNOWN) in {*FINAL, UNKNOWN}:
            name = each.get("name", UNKNOWN)
            names[f"output {place}" if name == UNKNOWN else name] = None
    return tuple(names)


def packs_of(assessment: Mapping[str, Any]) -> Iterator[Pack]:
    """The packs that an assessment was made with."""
    for each in assessment["packs"]:
        yield kept_pack(each["sha256"]).pack


def _lines_of(assessment: Mapping[str, Any]) -> dict[str, str | None]:
    """The act that each condition of the packs calls for."""
    return {each.id: each.line for pack in packs_of(assessment) for each in pack.conditions}
