"""The clearance log: one row for each use, with what was decided and cleared, by whom and when.

Rows are made a few hundred uses at a time, so that the number of queries for a page is fixed, and a
file is written while it is read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F

from clearslate.clearance.conditions import agreed
from clearslate.clearance.models import Decision, Result, ResultLook
from clearslate.reports.elements import Element, elements_of, tools_of
from clearslate.uses.models import Use, UseVersion
from clearslate.uses.table import CHUNK, Search


@dataclass(frozen=True)
class Cleared:
    """A result that was cleared, with the look that cleared it."""

    result: Result
    look: ResultLook


@dataclass(frozen=True)
class Row:
    """One use as the log tells it."""

    use: Use
    reads: str
    elements: tuple[Element, ...]
    tools: tuple[str, ...]
    decisions: tuple[Decision, ...]
    """Those that stand, in the order in which they were given."""
    conditions: tuple[str, ...]
    cleared: tuple[Cleared, ...]
    case_sha256: str


def log_of(search: Search, ids: Sequence[str]) -> Iterator[Row]:
    """The rows of some uses, in the order of their ids."""
    for start in range(0, len(ids), CHUNK):
        yield from _rows(search, ids[start : start + CHUNK])


def _rows(search: Search, ids: Sequence[str]) -> Iterator[Row]:
    newest = UseVersion.objects.filter(use__in=ids, number=F("use__versions_count"))
    versions = {each.use_id: each for each in newest.defer("answered")}
    decisions = _by_use(
        Decision.objects.filter(review__use__in=ids, ended_at=None)
        .select_related("review", "by", "on_behalf_of")
        .order_by("at", "id")
    )
    cleared = _cleared(ids)
    for row in search.rows(ids):
        version = versions[row.use.pk]
        declared = json.loads(bytes(version.case))["declaration"]
        standing = decisions.get(row.use.pk, [])
        words = (each.words for one in standing for each in agreed(one.conditions))
        yield Row(
            row.use,
            row.reads,
            elements_of(declared),
            tools_of(declared),
            tuple(standing),
            tuple(dict.fromkeys(words)),
            tuple(cleared.get(row.use.pk, ())),
            version.case_sha256,
        )


def _cleared(ids: Sequence[str]) -> dict[str, list[Cleared]]:
    """The results that stand cleared, each with its newest look."""
    rows = Result.objects.filter(use__in=ids, state=Result.State.CLEARED).order_by("output", "shot")
    results = {each.pk: each for each in rows}
    looks: dict[str, ResultLook] = {}
    for look in ResultLook.objects.filter(result__in=results).select_related("by").order_by("at"):
        looks[look.result_id] = look
    found: dict[str, list[Cleared]] = defaultdict(list)
    for pk, result in results.items():
        if pk in looks:
            found[result.use_id].append(Cleared(result, looks[pk]))
    return found


def _by_use(rows: Iterable[Decision]) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = defaultdict(list)
    for row in rows:
        found[row.review.use_id].append(row)
    return found
