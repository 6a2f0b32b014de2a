"""Many assessments as one table: a row each, before any medium."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.render.words import ORDER, SIGNS, count, words_of

#: The headings of the columns, in order.
HEADINGS = ("use", "outcome", "areas that decide", "missing", "open")


class Row(NamedTuple):
    """One file and what came of it."""

    name: str
    title: str
    sign: str
    """`error` for a file that could not be read."""
    areas: tuple[str, ...]
    missing: int
    open: int


def row_of(name: str, assessment: Assessment | None) -> Row:
    """The row of an assessment; None is a file that could not be assessed."""
    if assessment is None:
        return Row(name, "", "error", (), 0, 0)
    open_paths = {unknown.path for unknown in assessment.unanswered}
    for finding in assessment.findings:
        open_paths |= {unknown.path for unknown in finding.unknown}
    return Row(
        name,
        assessment.title,
        assessment.outcome or "not_a_use",
        tuple(words_of(reviewer.area) for reviewer in assessment.reviewers),
        len(assessment.missing),
        len(open_paths),
    )


def cells(row: Row) -> tuple[str, ...]:
    """The words of a row's columns after the name, in the order of the headings."""
    return (
        SIGNS[row.sign].word,
        ", ".join(row.areas),
        str(row.missing or ""),
        str(row.open or ""),
    )


def summary(rows: Sequence[Row]) -> str:
    """How many of each outcome, as a sentence."""
    counts = Counter(row.sign for row in rows)
    assessed = len(rows) - counts["error"]
    each = [
        f"{counts[name]} {_verb(name, counts[name])}"
        for name in (*reversed(ORDER), "not_a_use")
        if counts[name]
    ]
    sentence = f"{count(assessed, 'declaration')} assessed{': ' if each else ''}{', '.join(each)}."
    unread = counts["error"]
    return f"{sentence} {count(unread, 'file')} could not be read." if unread else sentence


def _verb(name: str, number: int) -> str:
    return "need approval" if name == "approval" and number > 1 else SIGNS[name].word


def shortened(names: Sequence[str]) -> list[str]:
    """File names without the folders that all of them share."""
    folders = [re.findall(r"[^/\\]*[/\\]", name) for name in names]
    shared = 0
    while len(names) > 1 and len({"".join(each[: shared + 1]) for each in folders}) == 1:
        if any(len(each) <= shared for each in folders):
            break
        shared += 1
    return [name[len("".join(each[:shared])) :] for name, each in zip(names, folders, strict=True)]


def gravest_first(rows: Iterable[Row]) -> list[Row]:
    """The rows with holds first; equal ones keep their order."""
    places = {name: place for place, name in enumerate(("error", *reversed(ORDER), "not_a_use"))}
    return sorted(rows, key=lambda row: places[row.sign])
