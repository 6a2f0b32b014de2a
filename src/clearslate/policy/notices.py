"""Letters that duties ask for, filled in as drafts: to a guild, a union or the director.

A draft is never sent by itself. It says who has to look at it first, and on what it rests. Words in
square brackets are left for a person to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.assessment import Assessment, DutyDue
from clearslate.policy.assess.explain import Explainer
from clearslate.policy.case import Case
from clearslate.policy.derived.records import same
from clearslate.policy.immutable import immutable
from clearslate.policy.pack.papers import Notice, Papers, read_papers

_OF_THE_LETTER = re.compile(r"\{letter\.(\w+)\}")


@immutable
class Draft:
    """A letter filled for one subject of a duty."""

    notice: str
    duty: str
    path: str
    """Where the subject stands, for example `people[0]`; `use` for the use as a whole."""
    subject: str
    certain: bool
    """Whether the duty is certain; one that may still fall away needs no letter yet."""
    title: str
    due: str
    body: str
    check: str
    rests_on: str
    grade: str


def drafts(
    case: Case,
    assessor: Assessor,
    assessment: Assessment,
    *,
    letter: Mapping[str, str],
    papers: Mapping[str, Papers] | None = None,
) -> tuple[Draft, ...]:
    """The letters for the duties of an assessment, in its order.

    `letter` fills the places that are no answers: date, production, company and sender. Where one
    is not given, it is left in brackets. `papers` are those of packs read before, by their hash.
    """
    resolved = assessor.resolve(case)
    found: list[Draft] = []
    for applied in assessor.applied:
        if not applied.rulebook.adopted:
            continue
        known = (papers or {}).get(applied.pack.sha256) or read_papers(applied.rulebook.loaded)
        explainer = Explainer(applied.lexicon, case.declaration, resolved)
        for due in assessment.duties:
            for notice in _fitting(known, due, resolved, explainer):
                found.append(_draft(notice, due, explainer, letter))
    return tuple(dict.fromkeys(found))


def _fitting(
    papers: Papers, due: DutyDue, resolved: Mapping[str, Any], explainer: Explainer
) -> Iterator[Notice]:
    """The letters for a duty: those of the subject's guild or union, else those for any."""
    dated = [
        notice
        for notice in papers.notices
        if notice.duty == due.id and _in_force(notice, resolved["use"]["work_from"])
    ]
    if any(notice.for_each is not None for notice in dated) and "[" not in due.path:
        return  # the list is not known, so there is nobody to write about
    own = [notice for notice in dated if _meant(notice, due, resolved)]
    yield from own or (each for each in dated if each.guild is None and not each.unions)


def _meant(notice: Notice, due: DutyDue, resolved: Mapping[str, Any]) -> bool:
    if notice.for_each is None:
        return False
    item = resolved[notice.for_each][_index(due)]
    if notice.guild is not None:
        return bool(item["guild"] == notice.guild)
    return any(same(union, item["union"]) for union in notice.unions)


def _in_force(notice: Notice, work_from: int | None) -> bool:
    """Whether the agreement that a letter is written for holds when the work begins."""
    if work_from is None:
        return True
    day = date.fromordinal(work_from)
    return not (
        (notice.from_ is not None and day < notice.from_)
        or (notice.to is not None and day >= notice.to)
    )


def _index(due: DutyDue) -> int:
    return int(due.path.partition("[")[2][:-1])


def _draft(notice: Notice, due: DutyDue, explainer: Explainer, letter: Mapping[str, str]) -> Draft:
    index = None if notice.for_each is None else _index(due)
    # Every second piece names a place that the letter fills, and no answer does.
    pieces = _OF_THE_LETTER.split(notice.body)
    pieces[::2] = [
        explainer.sentence(piece, notice.for_each, notice.variable, index) for piece in pieces[::2]
    ]
    pieces[1::2] = [letter.get(name) or f"[{name}]" for name in pieces[1::2]]
    return Draft(
        notice.id, due.id, due.path, due.subject, due.certain, notice.title, notice.due,
        "".join(pieces), notice.check, notice.rests_on, notice.grade,
    )  # fmt: skip
