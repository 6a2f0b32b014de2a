"""What an envelope covers, as a value: kind of work, tools, who does it, ceiling, what is kept out.

An empty list sets no limit. What is not known never fits a limit: see `fit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

FORMAT = "scope/1"

ANYBODY, IN_HOUSE, NAMED = "anybody", "in_house", "named"
BY = {
    ANYBODY: "Anybody, in-house or outside",
    IN_HOUSE: "In-house only",
    NAMED: "In-house, and the vendors named below",
}
"""Who may do the work."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool by its name; a version or tier that is left out is any."""

    name: str
    version: str = ""
    tier: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.version, self.tier)))


@dataclass(frozen=True, slots=True)
class Scope:
    """What an envelope covers."""

    departments: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    covers_finals: bool = False
    """Whether what is made under it may stay in a final without a look at each result."""
    tools: tuple[Tool, ...] = ()
    by: str = ANYBODY
    vendors: tuple[str, ...] = ()
    craft_only: bool = False
    """Whether it covers craft work alone, as the rules in force define it."""
    covers: tuple[str, ...] = ()
    """The rules whose findings it answers ahead, by id; those of a use's own are decided."""
    most_shots: int | None = None
    most_seconds: str = ""
    """A decimal; empty for any."""
    kept_out: tuple[str, ...] = ()
    """What must not be in frame: words of `packs/envelopes/in_frame.yaml`."""
    kept_out_words: str = ""

    def as_json(self) -> dict[str, Any]:
        """The scope as it is stored."""
        document: dict[str, Any] = {"clearslate": FORMAT}
        for each in fields(self):
            value = getattr(self, each.name)
            document[each.name] = list(value) if isinstance(value, tuple) else value
        document["tools"] = [[tool.name, tool.version, tool.tier] for tool in self.tools]
        return document


def scope_of(document: Mapping[str, Any]) -> Scope:
    """The scope that was stored."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in document.items()
        if name != "clearslate"
    }
    given["tools"] = tuple(Tool(*each) for each in document["tools"])
    return Scope(**given)
