"""Reading incidents: all of them for who handles them, one's own report for who made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.incidents.models import Answer, Decision, Incident, Request, Stop, Telling
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.models import Production


@dataclass(frozen=True)
class Reported:
    """A report as its reporter sees it: what they said, and its state. No number, no step."""

    incident: Incident
    kind: str
    still_there: str
    state: str


@dataclass(frozen=True)
class Asked:
    """A request for deletion with its answers."""

    request: Request
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Told:
    """Who was told, with the names of today."""

    telling: Telling
    names: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """Everything that was done about an incident."""

    incident: Incident
    stops: tuple[Stop, ...]
    requests: tuple[Asked, ...]
    told: dict[str, tuple[Told, ...]]
    """By audience."""
    decisions: tuple[Decision, ...]
    """The newest first; it holds."""

    @property
    def confirmed(self) -> bool:
        """Whether a deletion was confirmed."""
        answers = [each for asked in self.requests for each in asked.answers]
        return any(each.deleted == Answer.Deleted.CONFIRMED for each in answers)


def incidents_of(actor: Party, production: Production) -> list[Incident]:
    """The incidents of a production, open ones first, then the latest; none for others."""
    if Action.HANDLE_INCIDENTS not in actions_of(actor, production):
        return []
    rows = Incident.objects.filter(production=production).select_related("use", "reported_by")
    decided = Incident.State.DECIDED
    return sorted(rows.order_by("-number"), key=lambda row: row.state == decided)


def incident_of(actor: Party, production: Production, number: int) -> Incident | None:
    """The incident of that number, or None."""
    found = incidents_of(actor, production)
    return next((each for each in found if each.number == number), None)


def reports_of(actor: Party, production: Production) -> list[Reported]:
    """What somebody reported themselves, the latest first."""
    rows = Incident.objects.filter(production=production, reported_by=actor.id)
    return [
        Reported(
            row,
            Incident.Kind(row.kind).label,
            Incident.StillThere(row.still_there).label,
            Incident.State(row.state).label,
        )
        for row in rows.select_related("use").order_by("-reported_at", "-number")
    ]


def file_of(incident: Incident) -> File:
    """What was done about an incident, for whoever was let to it."""
    asked = incident.requests.select_related("by").prefetch_related("answers__by", "answers__file")
    tellings = list(incident.tellings.select_related("by"))
    names = _names(each for telling in tellings for each in telling.people)
    told: dict[str, list[Told]] = {audience: [] for audience in Telling.Audience.values}
    for each in tellings:
        told[each.audience].append(
            Told(each, tuple(names.get(one, "(gone)") for one in each.people))
        )
    return File(
        incident,
        tuple(incident.stops.select_related("by")),
        tuple(Asked(each, tuple(each.answers.all())) for each in asked),
        {audience: tuple(each) for audience, each in told.items()},
        tuple(incident.decisions.select_related("by").order_by("-at", "-id")),
    )


def request_of(incident: Incident, request_id: int) -> Request | None:
    """A request for deletion of an incident."""
    found: Request | None = incident.requests.filter(id=request_id).first()
    return found


def answer_of(incident: Incident, answer_id: int) -> Answer | None:
    """An answer of an incident that came with a file."""
    rows = incident.answers.exclude(file=None).select_related("file")
    found: Answer | None = rows.filter(id=answer_id).first()
    return found


def _names(ids: Iterable[str]) -> dict[str, str]:
    return {each.id: str(each) for each in User.objects.filter(id__in=set(ids))}
