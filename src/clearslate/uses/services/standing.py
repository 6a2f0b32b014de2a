"""What becomes of a use after it was submitted: called up for review, or withdrawn."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.kit import outbox
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import actions_of, require
from clearslate.uses.attachments import safe_text
from clearslate.uses.delivered import refuse_delivered
from clearslate.uses.entries import NOTICE_CALLED_UP, USE_WITHDRAWN, use_number
from clearslate.uses.errors import StaleError, UsesError
from clearslate.uses.models import CallUp, State, Use, WaitsFor

MOST_REASON = 400


@service(NOTICE_CALLED_UP)
def call_up_use(*, actor: Party, at: datetime, use: Use, revision: int, reason: str) -> Use:
    """Ask for a review of a use that was noticed; whoever declared it is told by mail.

    Raises `NotAllowedError`, `StaleError` where the use changed since it was read, `UsesError`
    where it is not noticed or no reason is given.
    """
    row = _locked(use, revision)
    require(actor, Action.CALL_UP, row.production)
    words = _reason(reason)
    if row.state != State.NOTICED:
        raise UsesError("Only a use that is noticed can be called up. The page shows how it is.")
    CallUp.objects.create(use=row, version=row.versions_count, by_id=actor.id, reason=words, at=at)
    row.waits_for, row.waiting = str(WaitsFor.DECISION), row.areas
    _changed(row, str(State.IN_REVIEW), at)
    append(
        NOTICE_CALLED_UP,
        actor=actor,
        subject=Party("use", row.id),
        at=at,
        scope=row.production_id,
        body={"version": row.versions_count},
        commit={"reason": words},
    )
    if row.declared_by.is_active:
        outbox.put(
            channel="email",
            kind="called_up",
            recipient=row.declared_by.email,
            parameters={
                "code_name": row.production.code_name,
                "number": use_number(row.number),
                "path": f"/p/{row.production.slug}/uses/{row.number}/",
            },
            at=at,
        )
    return row


@service(USE_WITHDRAWN)
def withdraw_use(*, actor: Party, at: datetime, use: Use, revision: int, reason: str) -> Use:
    """Withdraw a use: whoever declared it, or who may withdraw those of others.

    Raises `NotAllowedError`, `StaleError` and `UsesError` as `call_up_use` does.
    """
    row = _locked(use, revision)
    own = actor.id == row.declared_by_id and Action.DECLARE in actions_of(actor, row.production)
    if not own:
        require(actor, Action.WITHDRAW_USE, row.production)
    words = _reason(reason)
    if row.state == State.WITHDRAWN:
        raise UsesError("This use was withdrawn already.")
    row.due_on = None
    row.waits_for, row.waiting, row.asked = "", [], []
    _changed(row, str(State.WITHDRAWN), at)
    append(
        USE_WITHDRAWN,
        actor=actor,
        subject=Party("use", row.id),
        at=at,
        scope=row.production_id,
        body={"version": row.versions_count},
        commit={"reason": words},
    )
    return row


def _locked(use: Use, revision: int) -> Use:
    rows = Use.objects.select_for_update(of=("self",), no_key=True)
    row: Use = rows.select_related("production", "declared_by").get(id=use.id)
    if row.revision != revision:
        raise StaleError("This use has changed since you read it. Look at it again.")
    refuse_delivered(row)
    return row


def _changed(row: Use, state: str, at: datetime) -> None:
    row.state = state
    row.revision += 1
    row.changed_at = at
    row.save()


def _reason(text: str) -> str:
    words = safe_text(text)
    if not words:
        raise UsesError("Give a reason. One sentence will do.")
    if len(words) > MOST_REASON:
        raise UsesError(f"The reason has more than {MOST_REASON} characters. Shorten it.")
    return words
