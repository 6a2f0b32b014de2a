"""Marking uses as stale: one update, in the transaction of whatever changed beneath them.

What was decided or is frozen for good is never touched: uses that ended or were delivered. What is
stale reads as not cleared from that moment on; a job assesses it again.

Called before an entry is appended, so that whoever decides on a use meanwhile is waited for, and
does not wait in turn for the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from clearslate.productions.facts import facts_of
from clearslate.productions.models import Production
from clearslate.record import sha256_hex
from clearslate.uses.desk import codes_among
from clearslate.uses.models import Dependency, Named, State, Use
from clearslate.uses.naming import ABOUT, about
from clearslate.uses.reading import ENDED, stale


@dataclass(frozen=True)
class Changed:
    """What differs between two documents of facts."""

    records: frozenset[tuple[str, str]]
    """List and id of each record that was added, changed or removed."""
    subjects: frozenset[str]
    """Whom or what documents among them are about, or were."""


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changed:
    """What differs between two documents of facts, the production's own part left out."""
    records: set[tuple[str, str]] = set()
    subjects: set[str] = set()
    for kind in {*before, *after} - {"production"}:
        then, now = _by_id(before.get(kind)), _by_id(after.get(kind))
        for each in {*then, *now}:
            if then.get(each) != now.get(each):
                records.add((kind, each))
                entries = (*then.get(each, ()), *now.get(each, ()))
                subjects |= {str(entry.get("subject") or "") for entry in entries}
    return Changed(frozenset(records), frozenset(subjects - {""}))


def resting_on(what: Changed) -> Q:
    """The uses that what differs can matter to.

    Those whose assessment rests on a record that was changed or removed; and those whose
    declaration names a record, or whom or what a document is about, that was added. Nothing else
    of the facts reaches an assessment.
    """
    ids: dict[str, list[str]] = {}
    for kind, record in sorted(what.records):
        ids.setdefault(kind, []).append(record)
    names = {**ids, ABOUT: sorted(map(about, what.subjects))}
    rests = Dependency.objects.filter(_any("record", ids)).values("assessment")
    names_it = Named.objects.filter(_any("name", names)).values("use")
    return Q(assessment__in=rests) | Q(id__in=names_it)


def live(production: Production) -> Any:
    """The uses of a production that a change can still move, as a query."""
    return Use.objects.filter(production=production, frozen_at=None).exclude(state__in=ENDED)


def to_assess(today: date) -> Q:
    """Uses to be assessed again on a day: what is stale, and what lost its standing approval."""
    uncovered = Q(state=State.NOTICED, valid_until__lte=today) & ~Q(under="")
    return stale(today) | (uncovered & Q(frozen_at=None))


def mark(uses: Any, because: str, at: datetime) -> int:
    """Mark uses, given as a query, as stale; the first cause is kept. Returns how many."""
    return int(uses.filter(stale_since=None).update(stale_since=at, stale_because=because))


def hold_until(uses: Any, day: date) -> int:
    """Let the assessments of uses, given as a query, hold no longer than until a day."""
    later = Q(holds_until=None) | Q(holds_until__gt=day)
    return int(uses.filter(later).update(holds_until=day))


def hold_still(production: Production) -> None:
    """Lock every use that a change can move, for a change that marks only after its entry."""
    rows = live(production).order_by("id").select_for_update(of=("self",), no_key=True)
    list(rows.values_list("id", flat=True))


def mark_where_production_differs(production: Production, because: str, at: datetime) -> int:
    """Mark the uses for which the production's own facts are others than they were assessed with.

    The days that count for a use are those of its episodes, so most changes concern a few uses.
    """
    codes = tuple(production.episodes.values_list("code", flat=True))
    now: dict[tuple[str, ...], str] = {}
    rows = live(production).filter(assessment__dependencies__kind="production")
    found = []
    for use, shots, then in rows.values_list("id", "shots", "assessment__dependencies__sha256"):
        own = codes_among(codes, shots)
        if own not in now:
            now[own] = sha256_hex(facts_of(production, episodes=own, filed={})["production"])
        if now[own] != then:
            found.append(use)
    chunks = (found[start : start + _CHUNK] for start in range(0, len(found), _CHUNK))
    return sum(mark(live(production).filter(id__in=chunk), because, at) for chunk in chunks)


_CHUNK = 500


def _any(field: str, names: Mapping[str, Iterable[str]]) -> Q:
    """Rows of any of these names, by kind."""
    found = Q(pk__in=[])
    for kind, each in names.items():
        found |= Q(kind=kind, **{f"{field}__in": list(each)})
    return found


def _by_id(items: Any) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """The records of a list by their ids; those without one stand together."""
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for entry in _entries(items):
        key = str(entry.get("id", ""))
        found[key] = (*found.get(key, ()), entry)
    return found


def _entries(items: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(items, list):
        yield from (each for each in items if isinstance(each, Mapping))
