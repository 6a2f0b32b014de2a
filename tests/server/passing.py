"""Days that pass and records that change around uses, and the jobs that follow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

from clearslate.accounts.parties import party_of
from clearslate.clearance.moved import tell_moved
from clearslate.clearance.reassessing import assess_next
from clearslate.flows.facts import file_facts
from clearslate.ledger.models import Entry, Pseudonym
from clearslate.ledger.parties import Party
from clearslate.ledger.selectors import newest_first
from clearslate.productions.facts import filed_facts
from clearslate.productions.models import FactSheet, Production
from clearslate.productions.selectors import today_in
from clearslate.uses.models import Use
from clearslate.uses.reading import reading
from tests.server.deciding import AT, Deciding


def fresh(use: Use) -> Use:
    return Use.objects.select_related("production", "assessment").get(id=use.id)


def reads(use: Use, at: datetime = AT) -> str:
    """How a use reads, with no job having run."""
    row = fresh(use)
    return reading(row, today_in(row.production, at))


def refile(
    here: Deciding, change: Callable[[dict[str, Any]], object], *, at: datetime = AT
) -> FactSheet:
    """File what is on file with a change made to it."""
    production = here.series.production
    document = deepcopy(filed_facts(production))
    change(document)
    return file_facts(
        actor=party_of(here.people["production_legal"]),
        at=at,
        production=production,
        data={"clearslate": "facts/1", **document},
    )


def record(document: dict[str, Any], kind: str, record_id: str) -> dict[str, Any]:
    """A record of a document of facts by its id."""
    found: dict[str, Any] = next(each for each in document[kind] if each["id"] == record_id)
    return found


def work(production: Production, *, at: datetime = AT) -> int:
    """What the worker does about stale uses, until nothing is left. Returns how many it took."""
    taken: list[str] = []
    while found := assess_next(production.id, taken[-1] if taken else "", at=at):
        taken += found
    tell_moved(production.id, at=at)
    return len(taken)


def told(use: Use, kind: str = "") -> list[str]:
    """What the history says of a use, the oldest first; of one kind of entry where it is named."""
    lines = newest_first(
        use.production_id, subject=Party("use", use.id), kinds=(kind,) if kind else ()
    )
    return [line.sentence for line in lines][::-1]


def entries_of(production: Production) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The entries about uses, in the order of the log."""
    names = Pseudonym.objects.filter(log__scope=production.id, kind="use")
    uses = dict(names.values_list("value", "party"))
    for entry in Entry.objects.filter(log__scope=production.id).order_by("index"):
        if entry.subject in uses:
            yield (
                uses[entry.subject],
                entry.type,
                json.loads(bytes(entry.canonical))["body"],
            )
