"""Delivered uses: frozen as they are. What changes beneath one is an item for legal, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from clearslate.accounts.permissions import Action
from clearslate.clearance.entries import AFTER_DELIVERY, USE_FROZEN, USE_UNFROZEN
from clearslate.clearance.models import AfterDelivery
from clearslate.clearance.suspended import is_paused
from clearslate.kit import outbox
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.gates import covered, delivered_episodes
from clearslate.productions.models import Production
from clearslate.productions.selectors import people_with
from clearslate.record.entry import EntryType
from clearslate.uses.entries import use_number
from clearslate.uses.models import State, Use

MOST_NAMED = 40
"""Uses that a letter names."""


def delivered(production: Production) -> list[Use]:
    """The uses all of whose episodes are delivered, locked; what was withdrawn is none."""
    passed = delivered_episodes(production)
    rows = Use.objects.filter(production=production).exclude(state=State.WITHDRAWN)
    shown = rows.values_list("id", "episodes").order_by("id")
    ids = [use for use, episodes in shown if covered(episodes, passed)]
    locked = Use.objects.select_for_update(of=("self",)).filter(id__in=ids).order_by("id")
    return list(locked.select_related("production", "declared_by"))


def freeze(uses: Iterable[Use], *, actor: Party, at: datetime) -> list[Use]:
    """Freeze uses that are delivered, each with an entry. Returns those that were not before."""
    found = [use for use in uses if use.frozen_at is None]
    for use in found:
        use.frozen_at = at
        use.revision += 1
        use.save(update_fields=["frozen_at", "revision"])
        _append(USE_FROZEN, use, actor, at)
    return found


def unfreeze(production: Production, *, actor: Party, at: datetime) -> list[Use]:
    """Let uses change again that are not delivered any more. Returns which."""
    still = {use.id for use in delivered(production)}
    rows = Use.objects.select_for_update(of=("self",)).filter(
        production=production, frozen_at__isnull=False
    )
    found = [use for use in rows.order_by("id") if use.id not in still]
    for use in found:
        use.frozen_at = None
        use.suspended = is_paused(use)
        use.revision += 1
        use.save(update_fields=["frozen_at", "suspended", "revision"])
        _append(USE_UNFROZEN, use, actor, at)
    return found


def open_items(uses: Any, because: str, *, actor: Party, at: datetime) -> int:
    """Open an item for legal on each delivered use of a query that a change concerns.

    A use that has one gets no second; the one it has counts the change. Returns how many.
    """
    concerned = list(uses.filter(frozen_at__isnull=False).order_by("number"))
    if not concerned:
        return 0
    production = concerned[0].production
    open_ones = {
        row.use_id: row for row in AfterDelivery.objects.filter(use__in=concerned, closed_at=None)
    }
    new = []
    for use in concerned:
        row = open_ones.get(use.id)
        if row is not None:
            row.changes, row.last_at = row.changes + 1, at
            row.save(update_fields=["changes", "last_at"])
            continue
        row = AfterDelivery.objects.create(use=use, because=because, at=at, last_at=at)
        _append(AFTER_DELIVERY, use, actor, at, item=row.id, because=because)
        new.append(use)
    if new:
        _tell(production, new, at)
    return len(concerned)


def items_of(production: Production) -> list[AfterDelivery]:
    """Every item of a production: the open ones first, then those that were settled last."""
    rows = AfterDelivery.objects.filter(use__production=production)
    rows = rows.select_related("use", "closed_by")
    return sorted(rows, key=lambda row: (row.closed_at is not None, -row.last_at.timestamp()))


def item_of(production: Production, item_id: str) -> AfterDelivery | None:
    """An item of a production by its id."""
    rows = AfterDelivery.objects.filter(use__production=production, id=item_id)
    found: AfterDelivery | None = rows.select_related("use", "closed_by").first()
    return found


def _append(
    kind: EntryType, use: Use, actor: Party, at: datetime, **body: str | int | bool | Party
) -> None:
    if kind in (USE_FROZEN, USE_UNFROZEN):
        body = {"version": use.versions_count}
    append(
        kind,
        actor=actor,
        subject=Party("use", use.id),
        at=at,
        scope=use.production_id,
        body=body,
    )


def _tell(production: Production, uses: list[Use], at: datetime) -> None:
    """Tell whoever reviews legally, by number only."""
    numbers = [use_number(use.number) for use in uses]
    more = len(numbers) - MOST_NAMED
    named = ", ".join(numbers[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    for person in people_with(production, Action.REVIEW_LEGALLY):
        outbox.put(
            channel="email",
            kind="after_delivery",
            recipient=person.email,
            parameters={
                "code_name": production.code_name,
                "numbers": named,
                "path": f"/p/{production.slug}/after-delivery/",
            },
            at=at,
        )
