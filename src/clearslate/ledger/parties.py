"""Who acts, and what an entry is about: a kind and an id, never a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clearslate.ledger.registry import register_names


@dataclass(frozen=True)
class Party:
    """A person, an organisation, a thing or the system; its pseudonym differs in every log."""

    kind: str
    id: str


COMMAND_LINE = Party("system", "command_line")
"""Whoever may run commands on the server."""

WORKER = Party("system", "worker")
"""A background job."""

VISITOR = Party("system", "visitor")
"""Whoever opens a page without being signed in."""

_SYSTEM = {
    "command_line": "Somebody at the command line",
    "worker": "A background job",
    "visitor": "Somebody who was not signed in",
}


def _system_names(ids: Iterable[str]) -> Mapping[str, str]:
    return {each: _SYSTEM[each] for each in ids if each in _SYSTEM}


register_names("system", _system_names)
