"""The sections that say what to do: evidence to get, answers to give, who decides, ways down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearslate.policy.assess.assessment import Assessment, Unknown
from clearslate.policy.render.outline import Item, Note, Section
from clearslate.policy.render.places import Places
from clearslate.policy.render.words import STATES, count, listed


def missing(assessment: Assessment) -> Section | None:
    """Evidence that certain findings need and that is not on file."""
    needed: dict[Any, list[str]] = {}
    for finding in assessment.findings:
        for each in finding.missing if finding.certain else ():
            needed.setdefault(each, []).append(finding.title)
    items = tuple(
        Item(
            f"{each.title}: “{each.subject}”" if each.subject else each.title,
            sign="hold",
            word="missing",
            notes=(
                Note("Who would have it", each.who),
                Note("Needed for", listed(dict.fromkeys(titles))),
            ),
        )
        for each, titles in needed.items()
    )
    return Section("missing", "What is missing", items) if items else None


def unanswered(assessment: Assessment, places: Places) -> Section | None:
    """Mandatory answers that are open, and others that keep a finding open."""
    found: dict[str, Unknown] = {unknown.path: unknown for unknown in assessment.unanswered}
    for finding in assessment.findings:
        for unknown in finding.unknown:
            found.setdefault(unknown.path, unknown)
    if not found:
        return None
    items = tuple(_open(unknown, places) for unknown in found.values())
    intro = "“Not sure” is a good answer; it counts as open until somebody knows."
    return Section("unanswered", "What is open", items, intro)


def _open(unknown: Unknown, places: Places) -> Item:
    subject = places.subject(unknown.path)
    who = f"{unknown.who} · {unknown.path}" if unknown.who else unknown.path
    return Item(
        f"{unknown.title}: “{subject}”" if subject else unknown.title,
        sign="not_sure",
        word=STATES[unknown.state],
        notes=(Note("Who would know" if unknown.who else "In the file", who),),
    )


def deciders(assessment: Assessment) -> Section | None:
    """Who must approve, and how long they may take."""
    titles = {finding.rule: finding.title for finding in assessment.findings}
    items = tuple(
        Item(
            reviewer.reviewer,
            group=reviewer.title,
            aside=f"within {count(reviewer.days, 'working day')}",
            notes=(
                Note("Because of", listed(dict.fromkeys(titles[rule] for rule in reviewer.rules))),
            ),
        )
        for reviewer in assessment.reviewers
    )
    return Section("deciders", "Who decides", items) if items else None


def ways_down(ways: Mapping[str, Any] | None, places: Places) -> Section | None:
    """The smallest changes that would lower the outcome."""
    return None
