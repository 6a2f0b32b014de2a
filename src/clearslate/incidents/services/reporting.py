"""Reporting that something went into a tool that should not have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from clearslate.accounts.permissions import Action
from clearslate.incidents.audiences import audiences_of
from clearslate.incidents.changing import (
    MOST_TEXT,
    by_a_person,
    checked,
    flaws_of_day,
    flaws_of_text,
    keep_entry,
    send_letters,
    written,
)
from clearslate.incidents.entries import INCIDENT_REPORTED, INCIDENT_TOLD
from clearslate.incidents.errors import refuse
from clearslate.incidents.models import Incident, Telling
from clearslate.kit import rate
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.productions.access import to_change
from clearslate.productions.models import Production
from clearslate.uses.models import Use

MOST_REPORTS = 20
"""By one person within an hour: each sends mail."""


@dataclass(frozen=True)
class Report:
    """What somebody reports."""

    kind: str
    what: str
    tool: str
    still_there: str
    noticed_on: date
    noticed_by: str
    use: Use | None = None


@service(INCIDENT_REPORTED)
def report_incident(
    *, actor: Party, at: datetime, production: Production, given: Report
) -> Incident:
    """Report an incident; whoever handles incidents here is told by mail in the same moment.

    Anybody who belongs to the production may. Raises `IncidentsError` with what is wrong.
    """
    reporter = by_a_person(actor)
    row = to_change(actor, Action.SEE_PRODUCTION, production)
    if not rate.allow(
        "incident", reporter, capacity=MOST_REPORTS, refill=timedelta(hours=1), at=at
    ):
        refuse([("what", "You reported a lot within the hour. Tell security by phone instead.")])
    _check(row, given, at)
    last = Incident.objects.filter(production=row).aggregate(last=Max("number"))["last"] or 0
    incident = Incident.objects.create(
        production=row,
        number=last + 1,
        kind=given.kind,
        what=written(given.what),
        tool=written(given.tool),
        still_there=given.still_there,
        noticed_on=given.noticed_on,
        noticed_by=written(given.noticed_by),
        use=given.use,
        reported_by_id=reporter,
        reported_at=at,
    )
    content = {
        "what": incident.what,
        "tool": incident.tool,
        "still_there": incident.still_there,
        "noticed_on": incident.noticed_on.isoformat(),
        "noticed_by": incident.noticed_by,
        "use": given.use.id if given.use else "",
    }
    keep_entry(
        INCIDENT_REPORTED,
        actor=actor,
        at=at,
        row=incident,
        content=content,
        body={"kind": incident.kind},
    )
    _tell_everybody(incident, actor, at)
    return incident


def _check(production: Production, given: Report, at: datetime) -> None:
    flaws = []
    if given.kind not in Incident.Kind.values:
        flaws.append(("kind", "Choose what went in."))
    if given.still_there not in Incident.StillThere.values:
        flaws.append(("still_there", "Say whether it is still there; “not sure” will do."))
    if given.use is not None and given.use.production_id != production.id:
        flaws.append(("use", "There is no use of that number here."))
    checked(
        flaws,
        flaws_of_text("what", written(given.what), MOST_TEXT),
        flaws_of_text("tool", written(given.tool), 120),
        flaws_of_text("noticed_by", written(given.noticed_by), 120),
        flaws_of_day("noticed_on", given.noticed_on, production, at),
    )


def _tell_everybody(row: Incident, actor: Party, at: datetime) -> None:
    """Security and legal, where somebody of the production is one of them."""
    for audience, people in audiences_of(row.production).items():
        if not people:
            continue
        ids = sorted(each.id for each in people)
        Telling.objects.create(incident=row, by_id=actor.id, at=at, audience=audience, people=ids)
        send_letters(row, people, at)
        keep_entry(
            INCIDENT_TOLD,
            actor=actor,
            at=at,
            row=row,
            content={"people": " ".join(ids), "otherwise": ""},
            body={"audience": audience, "people": len(ids), "otherwise": False},
        )
