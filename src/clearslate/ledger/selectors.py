"""Reading a log: the history that people read, and the check of every byte."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from clearslate.ledger import registry
from clearslate.ledger.models import Entry, Log, Opening, Pseudonym
from clearslate.ledger.parties import Party
from clearslate.record import opens, read_entry
from clearslate.record.entry import Entry as Content
from clearslate.record.errors import RecordError
from clearslate.record.formats import ID


@dataclass(frozen=True)
class Line:
    """One line of a history."""

    index: int
    at: datetime
    type: str
    sentence: str
    sha256: str = ""
    """The hash of the entry."""


@dataclass
class LogCheck:
    """What a check of one log found; `flaws` is empty when every byte is as it was written."""

    scope: str
    entries: int = 0
    opened: int = 0
    withheld: int = 0
    flaws: list[str] = field(default_factory=list)


def scopes() -> list[str]:
    """The scopes that have a log."""
    return list(Log.objects.order_by("scope").values_list("scope", flat=True))


def size(scope: str) -> int:
    """How many entries a log has."""
    return int(Entry.objects.filter(log__scope=scope).count())


def newest() -> datetime | None:
    """The time of the latest entry of all logs."""
    at: datetime | None = Entry.objects.order_by("-at").values_list("at", flat=True).first()
    return at


def history(scope: str, *, start: int = 0, limit: int = 100) -> list[Line]:
    """What happened, in order, told with the names of today; what was erased says so."""
    rows = list(
        Entry.objects.filter(log__scope=scope, index__gte=start)
        .order_by("index")
        .prefetch_related("openings")[:limit]
    )
    return _told(scope, rows)


def newest_first(
    scope: str,
    *,
    subject: Party | None = None,
    kinds: Sequence[str] = (),
    before: int | None = None,
    limit: int = 50,
) -> list[Line]:
    """What happened, the newest first: of one subject, of some kinds, before a place of the log.

    A kind is what the types of entries begin with, such as `use.`.
    """
    rows = Entry.objects.filter(log__scope=scope)
    if subject is not None:
        of = Pseudonym.objects.filter(log__scope=scope, kind=subject.kind, party=subject.id)
        rows = rows.filter(subject__in=of.values("value"))
    if kinds:
        rows = rows.filter(_begins(kinds))
    if before is not None:
        rows = rows.filter(index__lt=before)
    return _told(scope, list(rows.order_by("-index").prefetch_related("openings")[:limit]))


def _begins(kinds: Sequence[str]) -> Q:
    found = Q()
    for kind in kinds:
        found |= Q(type__startswith=kind)
    return found


def _told(scope: str, rows: Sequence[Entry]) -> list[Line]:
    contents = [read_entry(bytes(row.canonical)) for row in rows]
    called = _names(scope, contents)
    return [
        Line(
            row.index,
            content.at,
            content.type,
            _sentence(content, row.openings.all(), called),
            row.sha256,
        )
        for row, content in zip(rows, contents, strict=True)
    ]


def check() -> Iterator[LogCheck]:
    """Read every entry of every log again: places, hashes, columns, commitments."""
    for log in Log.objects.order_by("scope"):
        found = LogCheck(log.scope)
        rows = Entry.objects.filter(log=log).order_by("index").prefetch_related("openings")
        for place, row in enumerate(rows.iterator(chunk_size=1000)):
            found.entries += 1
            if row.index != place:
                found.flaws.append(f"place {place}: the entry there is number {row.index}.")
                break
            for flaw in _flaws(row, found):
                found.flaws.append(f"place {place}: {flaw}")
        yield found


def _flaws(row: Entry, found: LogCheck) -> Iterator[str]:
    data = bytes(row.canonical)
    if hashlib.sha256(data).hexdigest() != row.sha256:
        yield "its bytes do not have the hash that was kept."
    try:
        content = read_entry(data)
    except RecordError as error:
        yield str(error)
        return
    columns = (row.type, row.type_v, row.at, row.subject)
    if columns != (content.type, content.type_v, content.at, content.subject):
        yield "its columns are not what its bytes say."
    openings = {opening.field: opening for opening in row.openings.all()}
    for name, committed in content.commitments.items():
        opening = openings.pop(name, None)
        if opening is None:
            found.withheld += 1
        elif _opens(committed, opening):
            found.opened += 1
        else:
            yield f"the value kept for {name} is not what was committed to."
    for name in openings:
        yield f"a value is kept for {name}, which the entry does not commit to."


def _opens(committed: bytes, opening: Opening) -> bool:
    try:
        return opens(committed, bytes(opening.salt), json.loads(bytes(opening.value)))
    except (ValueError, RecordError):
        return False


def _names(scope: str, contents: Iterable[Content]) -> Mapping[str, str]:
    """Pseudonym → what its party is called now."""
    mentioned: set[str] = set()
    for content in contents:
        mentioned |= {content.actor, content.subject}
        mentioned |= {v for v in content.body.values() if isinstance(v, str) and ID.fullmatch(v)}
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    for row in Pseudonym.objects.filter(log__scope=scope, value__in=mentioned):
        by_kind[row.kind][row.party] = row.value
    called: dict[str, str] = {}
    for kind, values in by_kind.items():
        for party, name in registry.names(kind, values).items():
            called[values[party]] = name
    return called


def _sentence(content: Content, openings: Iterable[Opening], called: Mapping[str, str]) -> str:
    def name(pseudonym: str) -> str:
        return called.get(pseudonym, registry.ERASED)

    values: dict[str, Any] = dict.fromkeys(content.commitments, registry.ERASED)
    values |= {opening.field: json.loads(bytes(opening.value)) for opening in openings}
    body = {
        key: name(value) if isinstance(value, str) and ID.fullmatch(value) else value
        for key, value in content.body.items()
    }
    told = registry.Told(name(content.actor), name(content.subject), body, values)
    return registry.tell(content.type, content.type_v, told)
