"""Assessing again what is stale, a few uses at a time, until nothing is left.

A job takes the next few uses of a production in one transaction, and then asks for the next job.
Killed at any instant, it leaves what was done done and the rest stale; run twice, it finds nothing
the second time. A use that cannot be assessed stays stale, is written to the worker's log, and is
tried again by the chore.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q
from django_tasks import task

from clearslate.clearance.anew import assess_anew
from clearslate.clearance.models import LegalException, Moved
from clearslate.clearance.moved import note_moved, tell_moved
from clearslate.kit.clock import system_clock
from clearslate.ledger.parties import WORKER, Party
from clearslate.productions.models import Production
from clearslate.productions.selectors import all_productions, today_in
from clearslate.uses.models import State, Use
from clearslate.uses.reading import ENDED
from clearslate.uses.staleness import live, to_assess

BATCH = 20
"""Uses of one transaction."""

log = logging.getLogger("clearslate.worker")


@task()
def reassess_uses(production_id: str, after: str = "") -> int:
    """The job: assess the next stale uses of a production; `after` is where the last one ended."""
    taken = assess_next(production_id, after, at=system_clock())
    if taken:
        reassess_uses.enqueue(production_id, taken[-1])
    else:
        tell_moved_uses.enqueue(production_id)
    return len(taken)


@task()
def tell_moved_uses(production_id: str) -> int:
    """The job: tell the people concerned which uses stand elsewhere. Returns how many uses."""
    return tell_moved(production_id, at=system_clock())


def plan_reassessing(*, at: datetime) -> int:
    """The chore: a job for each production in which something is stale, or was moved untold."""
    planned = 0
    for production in all_productions():
        if production.archived_at is None and _anything(production, at):
            reassess_uses.enqueue(production.id)
            planned += 1
    return planned


def assess_next(production_id: str, after: str, *, at: datetime) -> list[str]:
    """Assess the next stale uses behind an id. Returns the ids of those that were taken."""
    with transaction.atomic():
        rows = Production.objects.select_for_update(no_key=True)
        production = rows.filter(id=production_id, archived_at=None).first()
        if production is None:
            return []
        today = today_in(production, at)
        due = _due(production, today).filter(id__gt=after)
        ids = list(due.order_by("id").values_list("id", flat=True).distinct()[:BATCH])
        rows = Use.objects.select_for_update(of=("self",), no_key=True)
        uses = rows.filter(id__in=ids).order_by("id")
        found = list(uses.select_related("production", "declared_by"))
        for use in found:
            if use.state not in ENDED and use.frozen_at is None:
                assess(use, actor=WORKER, at=at)
    return ids


def assess(use: Use, *, actor: Party, at: datetime) -> None:
    """Assess a stale use again, and note where it moved. What fails leaves it stale, as it was."""
    try:
        with transaction.atomic():
            made = assess_anew(use, actor=actor, at=at)
            if made.moved:
                note_moved(made, at)
    except DatabaseError:
        raise
    except Exception:
        log.exception("use %s could not be assessed again, and stays as it is", use.id)


def _due(production: Production, today: date) -> Any:
    """The uses of a production that are to be assessed again on a day."""
    return live(production).filter(to_assess(today) | _unlifted(today))


def _unlifted(today: date) -> Q:
    """Uses whose hold an exception lifted that has ended by now."""
    over = LegalException.objects.filter(ended_at=None, until__lte=today)
    return Q(outcome="hold", id__in=over.values("use")) & ~Q(state=State.ON_HOLD)


def _anything(production: Production, at: datetime) -> bool:
    untold = Moved.objects.filter(use__production=production, told_at=None)
    return _due(production, today_in(production, at)).exists() or untold.exists()
