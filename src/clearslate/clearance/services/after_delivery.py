"""Settling what changed after a delivery: a lawyer says what follows from it."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.clearance.entries import AFTER_DELIVERY_CLOSED
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.models import AfterDelivery
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.uses.attachments import safe_text

MOST_NOTE = 1000


@service(AFTER_DELIVERY_CLOSED)
def settle_after_delivery(
    *, actor: Party, at: datetime, item: AfterDelivery, changes: int, note: str
) -> AfterDelivery:
    """Say what follows from what changed beneath a delivered use; nothing of it moves by that.

    `changes` are as many as were read. Raises `NotAllowedError`, `StaleError` where something
    changed since, or somebody was quicker, and `ClearanceError` without a note.
    """
    production = to_change(actor, Action.REVIEW_LEGALLY, item.use.production)
    rows = AfterDelivery.objects.select_for_update(of=("self",)).select_related("use")
    row: AfterDelivery = rows.get(id=item.id, use__production=production)
    if row.closed_at is not None:
        raise StaleError("Somebody settled this already.")
    if row.changes != changes:
        raise StaleError("Something else changed since you read it. Read it again.")
    words = safe_text(note)
    if not words or len(words) > MOST_NOTE:
        raise ClearanceError(f"Say what follows from it, in 1 to {MOST_NOTE} characters.")
    row.note, row.closed_at, row.closed_by_id = words, at, actor.id
    row.save(update_fields=["note", "closed_at", "closed_by"])
    append(
        AFTER_DELIVERY_CLOSED,
        actor=actor,
        subject=Party("use", row.use_id),
        at=at,
        scope=production.id,
        body={"item": row.id},
        commit={"note": words},
    )
    return row
