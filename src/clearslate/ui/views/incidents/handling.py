"""The incidents of a production, and the page of one, for whoever handles them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.incidents.audiences import audiences_of
from clearslate.incidents.entries import incident_number
from clearslate.incidents.log import log_of
from clearslate.incidents.models import Incident, Telling
from clearslate.incidents.selectors import (
    Asked,
    File,
    answer_of,
    file_of,
    incident_of,
    incidents_of,
)
from clearslate.ledger.parties import Party
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.incidents import AnswerForm, DecideForm, RequestForm, StopForm, TellForm
from clearslate.ui.stories import story
from clearslate.ui.views.files import served
from clearslate.uses.contents import EXTENSIONS
from clearslate.uses.entries import use_number

_STATES = {"reported": "not_sure", "handled": "not_sure", "decided": "met"}
_LINES = 30
#: What everybody reads of a suspension, unless it is worded anew.
_PAUSE = "Work on this use is paused while a question is looked into."


class Listed(NamedTuple):
    """An incident in the list."""

    row: Incident
    number: str
    kind: str
    state: str
    sign: str


@require_safe
@production_page(Action.HANDLE_INCIDENTS)
def incidents(visit: Visit) -> HttpResponse:
    """Every incident, the open ones first."""
    found = [_listed(row) for row in incidents_of(visit.party, visit.production)]
    left = sum(each.row.state != Incident.State.DECIDED for each in found)
    context = {
        "visit": visit,
        "found": found,
        "cells": [
            ("Incidents", f"{left} open" if left else "None open"),
            ("Seen by", "Who handles incidents; reporters see their own report"),
        ],
    }
    return render(visit.request, "incidents/list.html", context)


@require_safe
@production_page(Action.HANDLE_INCIDENTS)
def incident(visit: Visit, incident: int) -> HttpResponse:
    """What was reported, and each step with the form that records it."""
    return incident_page(visit, incident_or_404(visit, incident))


@require_safe
@production_page(Action.HANDLE_INCIDENTS)
def evidence(visit: Visit, incident: int, answer: int) -> HttpResponse:
    """The file that came with an answer, to save."""
    row = answer_of(incident_or_404(visit, incident), answer)
    if row is None:
        raise Http404
    name = f"{visit.production.slug}-{incident_number(incident).lower()}-{row.id}"
    disposition = f'attachment; filename="{name}.{EXTENSIONS[row.media_type]}"'
    return served(row.file, row.media_type, disposition)


def incident_or_404(visit: Visit, number: int) -> Incident:
    """The incident at an address, or “there is no such page”."""
    found = incident_of(visit.party, visit.production, number)
    if found is None:
        raise Http404
    return found


def incident_page(
    visit: Visit,
    row: Incident,
    *,
    sent: Mapping[str, forms.Form] | None = None,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    """The page of an incident; `sent` are forms that came back, by their names."""
    file = file_of(row)
    given = sent or {}
    now = {"revision": row.revision}
    audiences = audiences_of(visit.production)
    context = {
        "visit": visit,
        "incident": row,
        "file": file,
        "listed": _listed(row),
        "use_number": use_number(row.use.number) if row.use else "",
        "still_there": Incident.StillThere(row.still_there).label,
        "open": visit.production.archived_at is None,
        "problem": problem,
        "wrong": next(iter(given.values()), None),
        "open_forms": {*given, _next(file)},
        "stop": given.get("stop") or stop_form(visit, row),
        "ask": given.get("ask") or RequestForm(auto_id="ask_%s", initial=now),
        "requests": [_asked(each, row, given) for each in file.requests],
        "tell": [_tell(audience, audiences, row, file, given) for audience in audiences],
        "decide": given.get("decide") or DecideForm(auto_id="decide_%s", initial=now),
        "story": story(
            log_of(visit.production),
            zone=visit.production.zone,
            subject=Party("incident", row.id),
            limit=_LINES,
        ),
        "today": visit.today,
        "cells": _cells(row),
    }
    return render(visit.request, "incidents/page.html", context, status=status)


def stop_form(visit: Visit, row: Incident, data: Any = None) -> StopForm:
    """The form that records what was stopped; it offers to suspend a use that goes on."""
    pausable = row.use is not None and not row.use.suspended and visit.may(Action.SUSPEND)
    now = {"revision": row.revision, "suspend": pausable, "pause": _PAUSE}
    return StopForm(data, auto_id="stop_%s", initial=now, pausable=pausable)


def _listed(row: Incident) -> Listed:
    kind = Incident.Kind(row.kind).label.partition(":")[0]
    label = Incident.State(row.state).label
    return Listed(row, incident_number(row.number), kind, label, _STATES[row.state])


def _next(file: File) -> str:
    """The first step that was not made: its form is open, the others are folded away."""
    made = {
        "stop": bool(file.stops),
        "ask": bool(file.requests),
        **{f"tell_{audience}": bool(told) for audience, told in file.told.items()},
        "decide": bool(file.decisions),
    }
    return next((name for name, done in made.items() if not done), "")


class Requested(NamedTuple):
    """A request for deletion, its answers, and the form for another one."""

    asked: Asked
    form: forms.Form
    name: str


def _asked(asked: Asked, row: Incident, given: Mapping[str, forms.Form]) -> Requested:
    name = f"answer_{asked.request.id}"
    blank = AnswerForm(auto_id=f"{name}_%s", initial={"revision": row.revision})
    return Requested(asked, given.get(name) or blank, name)


class Tell(NamedTuple):
    """Security or legal: who was told, and the form to tell somebody."""

    audience: str
    title: str
    told: Any
    form: forms.Form
    name: str
    nobody: bool


def _tell(
    audience: str,
    audiences: Mapping[str, Any],
    row: Incident,
    file: File,
    given: Mapping[str, forms.Form],
) -> Tell:
    name = f"tell_{audience}"
    people = audiences[audience]
    blank = TellForm(auto_id=f"{name}_%s", people=people, initial={"revision": row.revision})
    title = Telling.Audience(audience).label
    return Tell(audience, title, file.told[audience], given.get(name) or blank, name, not people)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cells(row: Incident) -> list[tuple[str, str]]:
    return [
        (f"Incident {incident_number(row.number)}", _sentence(Incident.Kind(row.kind).label)),
        ("Tool", row.tool),
        ("It is", Incident.State(row.state).label),
        ("Still there", Incident.StillThere(row.still_there).label),
    ]
