"""Opening the envelope of one use: what its go-ahead covers."""

from __future__ import annotations

from datetime import date, datetime

from clearslate.accounts.permissions import Action
from clearslate.envelopes.entries import ENVELOPE_OPENED
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.scope import Scope
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import require
from clearslate.productions.selectors import today_in
from clearslate.uses.models import Use

REPLACED = "Another decision replaced it."


@service(ENVELOPE_OPENED)
def open_envelope(
    *,
    actor: Party,
    at: datetime,
    use: Use,
    scope: Scope,
    decision: str,
    to_day: date | None = None,
) -> Envelope:
    """Open the envelope that a decision names; an earlier one of the use ends.

    Shots that are registered stay inside. It is called in the transaction of the decision, which
    has looked whether the actor may decide: somebody who stands in for another
    need not decide by a right of their own. Raises `NotAllowedError` for who does not see uses.
    """
    require(actor, Action.SEE_USES, use.production)
    Use.objects.select_for_update(no_key=True).get(id=use.id)
    earlier = Envelope.objects.select_for_update(no_key=True).filter(use=use, ended_at=None)
    for row in earlier:
        row.ended_at, row.ended_by_id, row.ended_reason = at, actor.id, REPLACED
        row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    made = Envelope.objects.create(
        production=use.production,
        use=use,
        title=use.title,
        content=scope.as_json(),
        from_day=today_in(use.production, at),
        to_day=to_day,
        decision=decision,
        given_by_id=actor.id,
        given_at=at,
    )
    append(
        ENVELOPE_OPENED,
        actor=actor,
        subject=Party("use", use.id),
        at=at,
        scope=use.production_id,
        body={"envelope": Party("envelope", made.id)},
        commit={"title": made.title, "scope": made.content},
    )
    return made
