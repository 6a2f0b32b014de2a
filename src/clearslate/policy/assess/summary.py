"""What the findings of all adopted rulebooks come to: principles, conditions, reviewers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from clearslate.policy.assess.assessment import (
    Condition,
    Finding,
    PrincipleState,
    Reviewer,
    Unknown,
)
from clearslate.policy.pack.model import Named, Pack


class View(Protocol):
    """What one rulebook says of a case."""

    @property
    def pack(self) -> Pack:
        """The rulebook."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Its findings."""

    @property
    def open(self) -> tuple[Unknown, ...]:
        """The mandatory answers that it misses."""


def principles(views: Sequence[View]) -> Iterator[PrincipleState]:
    """Each principle of the rulebooks: met, not met or not sure, and the rules behind it."""
    behind: dict[str | None, list[Finding]] = {}
    for view in views:
        for finding in view.findings:
            behind.setdefault(finding.principle, []).append(finding)
    named: dict[str, Named] = {}
    for view in views:
        for each in view.pack.principles:
            named.setdefault(each.id, each)
    for principle in named.values():
        found = behind.get(principle.id, [])
        certain = any(finding.certain for finding in found)
        open_ = bool(found) or any(_waits(view, principle.id) for view in views)
        state = "not_met" if certain else "not_sure" if open_ else "met"
        rules = tuple(dict.fromkeys(finding.rule for finding in found))
        yield PrincipleState(principle.id, principle.title, state, rules)


def _waits(view: View, principle: str) -> bool:
    """Whether a rule behind a principle runs over a list that is open, empty ones included."""
    lists = {unknown.path for unknown in view.open}
    return bool(lists) and any(
        rule.principle == principle and rule.for_each in lists for rule in view.pack.rules
    )


def conditions(views: Sequence[View]) -> Iterator[Condition]:
    """What an approval must carry, each with the subjects of the certain findings that ask it."""
    for view in views:
        subjects: dict[str, dict[str, None]] = {}
        for finding in view.findings:
            for name in finding.conditions if finding.certain else ():
                subjects.setdefault(name, {})[finding.subject] = None
        for each in view.pack.conditions:
            if each.id in subjects:
                yield Condition(each.id, each.title, each.text, tuple(subjects[each.id]))


def reviewers(views: Sequence[View]) -> Iterator[Reviewer]:
    """Who decides: the reviewers of each area that a finding above notify names."""
    for view in views:
        rules: dict[str, dict[str, None]] = {}
        for finding in view.findings:
            if finding.outcome != "notify":
                rules.setdefault(finding.area, {})[finding.rule] = None
        for area in view.pack.areas:
            if area.id in rules:
                behind = tuple(rules[area.id])
                yield Reviewer(area.id, area.title, area.reviewer, area.days, behind)
