"""The sections that say what to do: evidence to get, answers to give, who decides, ways down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from clearslate.policy.assess.assessment import Assessment, Unknown
from clearslate.policy.render.outline import Item, Note, Section
from clearslate.policy.render.places import Places
from clearslate.policy.render.words import SIGNS, STATES, count

if TYPE_CHECKING:
    from clearslate.policy.ways.document import Standing, Target, Way, Ways


def missing(assessment: Assessment) -> Section | None:
    """Evidence that certain findings need and that is not on file."""
    needed: dict[Any, list[str]] = {}
    for finding in assessment.findings:
        for each in finding.missing if finding.certain else ():
            needed.setdefault(each, []).append(finding.title)
    items = tuple(
        Item(
            f"{each.title}: “{each.subject}”" if each.subject else each.title,
            sign="not_met",
            word="missing",
            notes=(
                Note("Who would have it", each.who),
                Note("Needed for", "; ".join(dict.fromkeys(titles))),
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
            notes=(Note("Because of", "; ".join(titles[rule] for rule in reviewer.rules)),),
        )
        for reviewer in assessment.reviewers
    )
    return Section("deciders", "Who decides", items) if items else None


def ways_down(ways: Ways | None) -> Section | None:
    """The smallest changes that would lower the outcome, each set assessed again."""
    if ways is None or not ways.targets:
        return None
    items = tuple(item for target in ways.targets for item in _target(target))
    return Section("ways", "What would lower it", items)


def _target(target: Target) -> Iterator[Item]:
    """A line for each way to one outcome, or one that says why there is none."""
    for way in target.ways:
        yield _way(way)
    if target.by_evidence is not None:
        yield _way(target.by_evidence, "by evidence alone")
    if target.ways:
        return
    word = SIGNS[target.to].word
    if target.depends_on and not target.rests_on:
        text = f"Whether it can become “{word}” depends on answers that somebody has to find out."
    else:
        text = f"Nothing that one can choose lowers it to “{word}”."
    notes = [
        Note("It rests on", "; ".join(dict.fromkeys(_standing(each) for each in target.rests_on))),
        Note("To be found out", "; ".join(each.title for each in target.depends_on)),
        Note("Search", target.extent),
    ]
    yield Item(text, notes=tuple(note for note in notes if note.text))


def _way(way: Way, group: str = "") -> Item:
    changes = [change.words for change in way.changes]
    several = len(changes) > 1
    return Item(
        "All of these together:" if several else changes[0],
        sign=way.outcome,
        group=group or count(len(changes), "change"),
        notes=tuple(Note("", words) for words in changes) if several else (),
    )


def _standing(standing: Standing) -> str:
    return f"{standing.title} (“{standing.subject}”)" if standing.subject else standing.title
