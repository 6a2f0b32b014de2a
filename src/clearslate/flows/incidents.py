"""Stopping an incident together with the use that it was for."""

from __future__ import annotations

from datetime import datetime

from clearslate.clearance.errors import ClearanceError
from clearslate.clearance.models import Suspension
from clearslate.clearance.services.suspending import suspend
from clearslate.incidents.entries import INCIDENT_STOPPED
from clearslate.incidents.errors import IncidentsError
from clearslate.incidents.models import Incident, Stop
from clearslate.incidents.services.steps import stop_incident
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party


@service(INCIDENT_STOPPED)
def stop(
    *, actor: Party, at: datetime, incident: Incident, revision: int, what: str, pause: str = ""
) -> Stop:
    """Record what was stopped, and suspend the use of the incident where `pause` says why.

    Everybody who sees the use reads that reason, so neither it nor the kind of the suspension
    says that there was an incident. Raises `NotAllowedError`, `IncidentsError`, `StaleError`.
    """
    stopped = stop_incident(
        actor=actor,
        at=at,
        incident=incident,
        revision=revision,
        what=what,
        suspended=bool(pause),
    )
    if pause:
        _suspend(stopped.incident, actor, at, pause)
    return stopped


def _suspend(incident: Incident, actor: Party, at: datetime, why: str) -> None:
    if incident.use is None:
        message = "This incident names no use, so none can be suspended."
        raise IncidentsError(message, [("pause", message)])
    try:
        suspend(
            actor=actor,
            at=at,
            production=incident.production,
            kind=str(Suspension.Kind.OTHER),
            reason=why,
            use=incident.use,
        )
    except ClearanceError as error:
        raise IncidentsError(str(error), [("pause", str(error))]) from None
