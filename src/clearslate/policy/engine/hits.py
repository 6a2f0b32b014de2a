"""What an engine answers: which rules hold on which subjects, and the bounds of the outcome."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from clearslate.policy.language.logic import Truth3


class Hit(NamedTuple):
    """A rule that certainly holds (`truth` True) or may hold (None) on one subject."""

    rule: int
    """Index in the pack's rules."""
    index: int | None  # type: ignore[assignment]  # a subject's index, not tuple.index
    """Index of the subject in the list; None for the use, or where the list is unknown."""
    truth: Truth3
    missing: tuple[int, ...]
    """Indexes of the rule's needs that are neither on file nor certainly lifted."""
    liftable: tuple[int, ...]
    """Those of the missing needs that an answer still unknown could lift."""


class GuardHit(NamedTuple):
    """A mandatory answer that is not known where it is asked."""

    guard: int
    """Index in the pack's guards."""
    index: int | None  # type: ignore[assignment]  # a subject's index, not tuple.index
    """Index of the item; None for the use, or for the list itself."""


class Bounds(NamedTuple):
    """The outcome acted on, and the lowest and highest still possible (0, 1, 2)."""

    outcome: int
    low: int
    high: int


class Engine(Protocol):
    """One way to compute the meaning of a pack; all engines agree on every resolved case."""

    def gate(self, resolved: dict[str, Any]) -> Truth3:
        """Whether this is certainly no use of generative AI at all."""

    def hits(self, resolved: dict[str, Any]) -> list[Hit]:
        """Every rule and subject that is not certainly false, in the order of the pack."""

    def guards(self, resolved: dict[str, Any]) -> list[GuardHit]:
        """Every mandatory answer that is missing where it is asked."""

    def bounds(self, resolved: dict[str, Any]) -> Bounds:
        """The outcome and its interval, without reasons."""


def subject_path(listed: str | None, index: int | None) -> str:
    """Where a subject stands: an item such as `people[0]`, a list that is not known, or the use."""
    if listed is None:
        return "use"
    return listed if index is None else f"{listed}[{index}]"
