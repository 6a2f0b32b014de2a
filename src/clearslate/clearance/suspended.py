"""What is suspended, and since when; a use is, while any suspension of it or of all is open.

A suspension pauses and touches no decision. While it lasts nothing reads as cleared, nobody
decides, and the time limits of those who are to decide stand still. What is delivered is not
paused: nothing of it moves any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from clearslate.clearance.limits import set_limit, show_latest
from clearslate.clearance.models import Review, Suspension
from clearslate.productions.models import Production
from clearslate.productions.selectors import today_in
from clearslate.uses.limits import Gates
from clearslate.uses.locks import working_days
from clearslate.uses.models import Use
from clearslate.uses.versions import working_day


def suspensions_of(production: Production) -> list[Suspension]:
    """The suspensions of a production and of its uses: the open ones first, then the newest."""
    rows = Suspension.objects.filter(production=production)
    order = (F("ended_at").desc(nulls_first=True), "-at", "-id")
    return list(rows.select_related("use", "by", "ended_by").order_by(*order))


def suspension_of(production: Production, suspension_id: str) -> Suspension | None:
    """A suspension of a production by its id."""
    rows = Suspension.objects.filter(production=production, id=suspension_id)
    found: Suspension | None = rows.select_related("use", "by", "ended_by").first()
    return found


def pausing(use: Use) -> list[Suspension]:
    """The open suspensions that pause a use, its own and those of all; the oldest first."""
    rows = Suspension.objects.filter(_of(use), ended_at=None)
    return list(rows.select_related("by", "use").order_by("at", "id"))


def is_paused(use: Use) -> bool:
    """Whether any suspension that is open pauses a use."""
    return bool(Suspension.objects.filter(_of(use), ended_at=None).exists())


def pause(production: Production, use: Use | None) -> int:
    """Suspend one use or all of them, in one update. Returns how many were not before."""
    uses = _uses(production, use).filter(suspended=False, frozen_at=None)
    return int(uses.update(suspended=True, revision=F("revision") + 1))


def go_on(ended: Suspension, at: datetime) -> int:
    """End the pause of every use that no other suspension pauses. Returns how many go on.

    Whoever has still to decide gets the working days back that passed meanwhile.
    """
    others = Suspension.objects.filter(production=ended.production_id, ended_at=None)
    still = others.filter(Q(use=None) | Q(use=OuterRef("pk")))
    paused = _uses(ended.production, ended.use).filter(~Exists(still), suspended=True)
    # Locked first and in order, as by whoever decides on one of them.
    rows = paused.order_by("id").select_for_update(of=("self",))
    ids = list(rows.values_list("id", flat=True))
    _give_back(ids, ended, at)
    found = Use.objects.filter(id__in=ids)
    return int(found.update(suspended=False, revision=F("revision") + 1))


def _uses(production: Production, use: Use | None) -> Any:
    rows = Use.objects.filter(production=production)
    return rows if use is None else rows.filter(id=use.id)


def _of(use: Use) -> Q:
    return Q(production=use.production_id) & (Q(use=None) | Q(use=use.id))


def _give_back(ids: Iterable[str], ended: Suspension, at: datetime) -> None:
    """Move the days by which areas should decide by the working days of the pause."""
    production = ended.production
    today, since = today_in(production, at), today_in(production, _began(ended))
    waiting = Review.objects.filter(
        use__in=list(ids), state=Review.State.WAITING, due_on__isnull=False
    )
    gates = Gates.of(production, today)
    moved = list(waiting.select_related("use"))
    for review in moved:
        began = max(since, today_in(production, review.opened_at))
        limit = working_day(review.limit_on or review.due_on, working_days(began, today))
        set_limit(review, limit, gates, review.use.episodes)
    Review.objects.bulk_update(moved, ["limit_on", "due_on"], batch_size=500)
    show_latest({review.use_id for review in moved})


def _began(ended: Suspension) -> datetime:
    """When the pause began that ends with a suspension: others may have led over to it."""
    rows = Suspension.objects.filter(production=ended.production_id, ended_at__isnull=False)
    same = rows.filter(Q(use=None) | Q(use=ended.use_id)).exclude(id=ended.id)
    began: datetime = ended.at
    for earlier in same.order_by("-ended_at"):
        if earlier.at < began <= earlier.ended_at:
            began = earlier.at
    return began
