"""The table of uses as CSV: every column there is, one line per use, in the order asked for."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from clearslate.policy.render.escape import csv_cell
from clearslate.uses.entries import use_number
from clearslate.uses.models import FindingRow
from clearslate.uses.reading import READINGS
from clearslate.uses.table import CHUNK, Row, Search

HEAD = (
    *("Number", "Title", "Department", "Episodes", "Shots", "Goes to", "State", "Outcome"),
    *("At least", "At most", "Areas", "Rules", "Evidence missing", "Waits for", "Who has it"),
    *("Next date", "Holds until"),
    *("Work begun", "Work from", "Work to", "Declared by", "Submitted", "Changed", "Versions"),
)
#: A spreadsheet takes a file for UTF-8 when it begins with this.
MARK = "\ufeff"

_GOES = {True: "final", False: "temporary", None: "not known"}
_BEGUN = {True: "yes", False: "no", None: "not known"}
_OUTCOMES = {"hold": "on hold: evidence missing", "approval": "needs approval", "notify": "notify"}


class _Line:
    """What the CSV writer writes to: it keeps one line."""

    def write(self, text: str) -> str:
        """Hand the line back."""
        return text


def csv_lines(head: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a CSV file, the head first; no cell can act in a spreadsheet."""
    writer = csv.writer(_Line())
    yield MARK + writer.writerow(head)
    for row in rows:
        yield writer.writerow([csv_cell(cell) for cell in row])


def lines(search: Search, ids: Sequence[str]) -> Iterator[str]:
    """The lines of the file, the head first; a few hundred uses are read at a time."""
    yield from csv_lines(HEAD, _all_cells(search, ids))


def _all_cells(search: Search, ids: Sequence[str]) -> Iterator[Iterable[str]]:
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        rules = _rules(part)
        for row in search.rows(part):
            yield _cells(search, row, rules)


def _rules(ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    rows = FindingRow.objects.filter(use__in=ids).order_by("id").values_list("use_id", "rule")
    for use, rule in rows:
        found[use][rule] = None
    return {use: list(each) for use, each in found.items()}


def _cells(search: Search, row: Row, rules: dict[str, list[str]]) -> Iterator[str]:
    use = row.use
    turns, zone = search.ground.turns, ZoneInfo(search.production.zone)
    yield use_number(use.number)
    yield use.title
    yield row.department
    yield ", ".join(use.episodes)
    yield ", ".join(str(shot) for shot in use.shots) if isinstance(use.shots, list) else ""
    yield _GOES[use.final]
    yield READINGS[row.reads]
    yield _OUTCOMES.get(use.outcome, "not a use of generative AI")
    yield _OUTCOMES.get(use.low, "")
    yield _OUTCOMES.get(use.high, "")
    yield ", ".join(turns.title(area) for area in use.areas)
    yield ", ".join(rules.get(use.pk, ()))
    yield str(use.missing)
    yield row.waits
    yield row.turn.everybody
    yield _day(row.next_date)
    yield _day(row.until)
    yield _BEGUN[use.begun]
    yield _day(use.work_from)
    yield _day(use.work_to)
    yield search.ground.people.get(use.declared_by_id, "")
    yield _minute(use.submitted_at, zone)
    yield _minute(use.changed_at, zone)
    yield str(use.versions_count)


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _minute(value: datetime, zone: ZoneInfo) -> str:
    return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
