"""What a citation such as T1 stands for, and on which sources the rows rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.policy.pack.model import Named, Pack
from clearslate.policy.render.outline import Item, Note, Section

TITLE = "What the citations mean"


def cited(assessment: Assessment, case: Case | None) -> Section | None:
    """The rows that an assessment cites, then the sources; without the case they are not known."""
    packs = [rulebook.loaded.pack for rulebook in case.rulebooks] if case else []
    ids = {row for finding in assessment.findings for row in finding.cite}
    ids |= {row for duty in assessment.duties for row in duty.cite}
    ids |= {principle.id for principle in assessment.principles}
    rows = {row.id: row for pack in packs for row in pack.rows if row.id in ids}
    if not rows:
        return None
    found = dict.fromkeys(item for pack in packs for item in sources(pack))
    return Section("rows", TITLE, (*meanings(rows.values()), *found))


def meanings(rows: Iterable[Named]) -> tuple[Item, ...]:
    """Each row of the guidance with its short title."""
    return tuple(Item(row.title, group=row.id) for row in rows)


def sources(pack: Pack) -> Iterator[Item]:
    """Where a rulebook comes from, and how far that can be relied on."""
    for source in pack.sources:
        notes = (Note("", source.note),) if source.note else ()
        yield Item(source.title, group=f"{source.grade}, {source.date}", notes=notes)
