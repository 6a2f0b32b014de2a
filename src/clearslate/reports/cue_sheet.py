"""The GenAI cue sheet: every final element that was made or altered by AI, episode by episode.

Only what reads as cleared today stands as cleared, and what is noticed under a standing approval
that covers finals. Everything else that goes into a final is listed as not cleared yet. Performers
are named by the consent that is on file for them, and by nothing of its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clearslate.clearance.conditions import agreed
from clearslate.clearance.models import ResultLook
from clearslate.envelopes.models import Envelope
from clearslate.reports.elements import Element
from clearslate.reports.log import Row, log_of
from clearslate.uses.models import Dependency
from clearslate.uses.table import Search
from clearslate.uses.turns import CLEARED, NOTICED

NO_EPISODE = ""
LABELS = ("label", "credit")
"""Kinds of conditions that the cue sheet tells, since somebody has to put them in place."""


@dataclass(frozen=True)
class Cue:
    """One element of one use in one episode."""

    episode: str
    row: Row
    element: Element
    cleared: bool
    looks: tuple[ResultLook, ...]
    """The looks that cleared it; none where no finding asked for one."""
    consents: tuple[str, ...]
    """The ids of the documents on file that its assessment rests on."""
    labels: tuple[str, ...]


def cues_of(search: Search, ids: list[str]) -> list[Cue]:
    """The cues of some uses: by episode, and by number within one."""
    rows = list(log_of(search, ids))
    covering = _covering(rows)
    documents = _documents(rows)
    cues = [
        cue
        for row in rows
        for cue in _cues(row, row.use.under in covering, documents.get(row.use.assessment_id, ()))
    ]
    return sorted(cues, key=lambda cue: (cue.episode, cue.row.use.number))


def _cues(row: Row, covered: bool, consents: tuple[str, ...]) -> Iterator[Cue]:
    if row.reads not in _GOES_ON:
        return
    clear = row.reads == CLEARED or (row.reads == NOTICED and covered)
    given = (each for one in row.decisions for each in agreed(one.conditions))
    labels = tuple(dict.fromkeys(each.words for each in given if each.kind in LABELS))
    for element in row.elements:
        if not element.final:
            continue
        looks = tuple(each.look for each in row.cleared if each.result.output == element.name)
        for episode in row.use.episodes or [NO_EPISODE]:
            yield Cue(episode, row, element, clear, looks, consents, labels)


_GOES_ON = (
    CLEARED,
    NOTICED,
    *("go_ahead", "in_review", "on_hold", "suspended", "stale", "lapsed"),
)
"""Readings of uses whose work is or was meant for a final: what ended is in none."""


def _covering(rows: Iterable[Row]) -> set[str]:
    """The standing approvals among those of the rows that cover finals."""
    named = {row.use.under for row in rows if row.use.under}
    found = Envelope.objects.filter(id__in=named)
    return {each.id for each in found if each.scope.covers_finals}


def _documents(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """The documents that each assessment rests on, by their ids."""
    named = [row.use.assessment_id for row in rows]
    found: dict[str, tuple[str, ...]] = {}
    depends = Dependency.objects.filter(assessment__in=named, kind="evidence").order_by("record")
    for assessment, record in depends.values_list("assessment_id", "record"):
        found[assessment] = (*found.get(assessment, ()), record)
    return found
