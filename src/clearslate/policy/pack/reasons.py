"""`deciding.yaml`: the reasons from which whoever decides chooses."""

from __future__ import annotations

from collections.abc import Iterable

from clearslate.policy.documents.scalars import shown
from clearslate.policy.pack.model import DECISIONS, Reason
from clearslate.policy.pack.names import Names
from clearslate.policy.pack.reading import Entry


def read_reasons(entries: Iterable[Entry], names: Names) -> tuple[Reason, ...]:
    """The reasons that stand anywhere in a pack; problems are reported in their entries."""
    found: dict[str, Reason] = {}
    for top in entries:
        for each in top.entries("reasons"):
            reason = _reason(each, names)
            if reason.id in found:
                first = found[reason.id].source
                message = f"“{shown(reason.id)}” stands twice, first at {first}."
                each.error(each.node_at("id"), "id", message)
            found.setdefault(reason.id, reason)
    return tuple(found.values())


def _reason(entry: Entry, names: Names) -> Reason:
    node = entry.node_at("for")
    if node is None or (node.kind == "sequence" and not node.items):
        message = f"A reason says what it may be given for: for: [{DECISIONS[0]}]."
        entry.error(node, "for", message)
    reason = Reason(
        id=entry.text("id"),
        title=entry.text("title"),
        for_=entry.known_words("for", DECISIONS, "act"),
        areas=entry.known_words("areas", names.areas, "area"),
        source=entry.source,
    )
    entry.done()
    return reason
