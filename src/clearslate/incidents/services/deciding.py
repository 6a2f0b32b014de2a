"""Deciding an incident."""

from __future__ import annotations

from datetime import datetime

from clearslate.incidents.changing import (
    MOST_TEXT,
    changed,
    checked,
    flaws_of_text,
    keep_entry,
    to_handle,
    written,
)
from clearslate.incidents.entries import INCIDENT_DECIDED
from clearslate.incidents.models import Decision, Incident
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party


@service(INCIDENT_DECIDED)
def decide_incident(
    *,
    actor: Party,
    at: datetime,
    incident: Incident,
    revision: int,
    outcome: str,
    reason: str,
    follow_ups: str = "",
) -> Decision:
    """Decide what an incident comes to, and what follows. A later decision takes its place."""
    row = to_handle(actor, incident, revision)
    why, then = written(reason), written(follow_ups)
    checked(
        [("outcome", "Choose what it comes to.")] if outcome not in Decision.Outcome.values else [],
        flaws_of_text("reason", why, MOST_TEXT),
        flaws_of_text("follow_ups", then, MOST_TEXT, needed=False),
    )
    decision: Decision = Decision.objects.create(
        incident=row, by_id=actor.id, at=at, outcome=outcome, reason=why, follow_ups=then
    )
    changed(row, state=str(Incident.State.DECIDED))
    keep_entry(
        INCIDENT_DECIDED,
        actor=actor,
        at=at,
        row=row,
        content={"reason": why, "follow_ups": then},
        body={"outcome": outcome},
    )
    return decision
