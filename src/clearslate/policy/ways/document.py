"""Ways to a lower outcome, as an immutable document of its own beside the assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clearslate.policy.assess.assessment import Unknown

FORMAT = "ways/1"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: an answer decided otherwise, evidence put on file, or something left out."""

    path: str
    """Where, for example `outputs[0].destination`; an item of a list that is left out, by itself.
    The indexes are those of the declaration as it stands."""
    kind: str
    """`answer`, `evidence` or `remove`."""
    title: str
    subject: str
    """The name of the output, person, … it is about; empty for the use as a whole."""
    before: Any
    """As a file has it: a word, `unknown`; None where there is no answer yet."""
    after: Any
    """As a file has it: a word, a list of one word, `[]`; None where something is left out."""
    also: tuple[str, ...]
    """Other values that do as well as `after`, whatever else is changed."""
    words: str


@dataclass(frozen=True, slots=True)
class Way:
    """A smallest set of changes, with what the changed case was assessed to be."""

    changes: tuple[Change, ...]
    outcome: str
    interval: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding that no change takes away: it rests on facts."""

    rule: str
    title: str
    subject: str
    path: str


@dataclass(frozen=True, slots=True)
class Target:
    """What was found for one lower outcome."""

    to: str
    ways: tuple[Way, ...]
    more: bool
    """There may be further ways of the same size."""
    by_evidence: Way | None
    """The smallest way that only puts evidence on file and leaves the use as it is; None where
    there is none, or where `ways` holds one."""
    complete: bool
    """Settled: no smaller way exists than those found, or none exists, of any size."""
    searched: int
    """Every set of up to so many changes was tried."""
    steps: int
    """Cases that were looked at: the measure of the work, the same on every machine."""
    rests_on: tuple[Standing, ...]
    """Where there is no way: the findings that rest on facts."""
    depends_on: tuple[Unknown, ...]
    """Answers in the way that nobody can choose: they have to be found out."""

    @property
    def extent(self) -> str:
        """How far the search went: “complete” or “searched up to 4 changes”."""
        if self.complete:
            return "complete"
        return f"searched up to {self.searched} change{'' if self.searched == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to each outcome lower than that of one case; not hashed into its assessment."""

    case: str
    """The hash of the case."""
    outcome: str | None
    targets: tuple[Target, ...]
    """Nearest first: approval before notify. Empty where there is nothing lower."""

    def target(self, to: str) -> Target | None:
        """What was found for an outcome, or None where it is not lower."""
        return next((target for target in self.targets if target.to == to), None)

    def as_json(self) -> dict[str, Any]:
        """The document for programs; `ways_schema()` describes it."""
        return {
            "clearslate": FORMAT,
            "case": self.case,
            "outcome": self.outcome,
            "targets": [_target(target) for target in self.targets],
        }


def _target(target: Target) -> dict[str, Any]:
    return {
        "to": target.to,
        "ways": [_way(way) for way in target.ways],
        "more": target.more,
        "by_evidence": _way(target.by_evidence) if target.by_evidence else None,
        "complete": target.complete,
        "searched": target.searched,
        "steps": target.steps,
        "rests_on": [_fields(standing) for standing in target.rests_on],
        "depends_on": [_fields(unknown) for unknown in target.depends_on],
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "changes": [_change(change) for change in way.changes],
        "outcome": way.outcome,
        "interval": list(way.interval),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "path": change.path,
        "kind": change.kind,
        "title": change.title,
        "subject": change.subject,
        "from": change.before,
        "to": change.after,
        "also": list(change.also),
        "words": change.words,
    }


def _fields(value: Standing | Unknown) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
