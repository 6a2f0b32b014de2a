"""The steps of an incident. Each is a form that is sent, with the revision that was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.flows import incidents as flow
from clearslate.incidents.audiences import audiences_of
from clearslate.incidents.errors import IncidentsError, StaleError
from clearslate.incidents.evidence import Upload
from clearslate.incidents.models import Incident
from clearslate.incidents.selectors import request_of
from clearslate.incidents.services.deciding import decide_incident
from clearslate.incidents.services.steps import (
    Answered,
    ask_for_deletion,
    record_answer,
    tell_of_incident,
)
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.incidents import AnswerForm, DecideForm, RequestForm, TellForm, say
from clearslate.ui.views.incidents.handling import incident_or_404, incident_page, stop_form

_Form = Callable[[Incident, Any], forms.Form]
_Act = Callable[[Incident, Mapping[str, Any]], object]


@require_POST
@production_page(Action.HANDLE_INCIDENTS)
def stop(visit: Visit, incident: int) -> HttpResponse:
    """Record what was stopped, and suspend the use where that is wanted."""

    def form(row: Incident, data: Any) -> forms.Form:
        return stop_form(visit, row, data)

    def act(row: Incident, given: Mapping[str, Any]) -> object:
        return flow.stop(**_by(visit, row), **given)

    return _step(visit, incident, "stop", form, act)


@require_POST
@production_page(Action.HANDLE_INCIDENTS)
def ask(visit: Visit, incident: int) -> HttpResponse:
    """Record that a deletion was asked for."""

    def form(row: Incident, data: Any) -> forms.Form:
        return RequestForm(data, auto_id="ask_%s")

    def act(row: Incident, given: Mapping[str, Any]) -> object:
        return ask_for_deletion(**_by(visit, row), **given)

    return _step(visit, incident, "ask", form, act)


@require_POST
@production_page(Action.HANDLE_INCIDENTS)
def answer(visit: Visit, incident: int, deletion: int) -> HttpResponse:
    """Record what was answered to a request for deletion."""
    request = request_of(incident_or_404(visit, incident), deletion)
    if request is None:
        raise Http404
    name = f"answer_{request.id}"

    def form(row: Incident, data: Any) -> forms.Form:
        return AnswerForm(data, visit.request.FILES, auto_id=f"{name}_%s")

    def act(row: Incident, given: Mapping[str, Any]) -> object:
        file = given["file"]
        answered = Answered(
            given["answered_on"],
            given["deleted"],
            given["words"],
            Upload(file.name, file.chunks()) if file else None,
        )
        by = _by(visit, row)
        return record_answer(**by, revision=given["revision"], request=request, given=answered)

    return _step(visit, incident, name, form, act)


@require_POST
@production_page(Action.HANDLE_INCIDENTS)
def tell(visit: Visit, incident: int, audience: str) -> HttpResponse:
    """Tell security or legal."""
    audiences = audiences_of(visit.production)
    if audience not in audiences:
        raise Http404
    name = f"tell_{audience}"

    def form(row: Incident, data: Any) -> forms.Form:
        return TellForm(data, auto_id=f"{name}_%s", people=audiences[audience])

    def act(row: Incident, given: Mapping[str, Any]) -> object:
        return tell_of_incident(**_by(visit, row), audience=audience, **given)

    return _step(visit, incident, name, form, act)


@require_POST
@production_page(Action.HANDLE_INCIDENTS)
@confirmed_identity
def decide(visit: Visit, incident: int) -> HttpResponse:
    """Decide what it comes to."""

    def form(row: Incident, data: Any) -> forms.Form:
        return DecideForm(data, auto_id="decide_%s")

    def act(row: Incident, given: Mapping[str, Any]) -> object:
        return decide_incident(**_by(visit, row), **given)

    return _step(visit, incident, "decide", form, act)


def _by(visit: Visit, row: Incident) -> dict[str, Any]:
    return {"actor": visit.party, "at": visit.at, "incident": row}


def _step(visit: Visit, number: int, name: str, form_of: _Form, act: _Act) -> HttpResponse:
    """Carry out a step that was sent, and go on from there; or show what is wrong with it."""
    row = incident_or_404(visit, number)
    form = form_of(row, visit.request.POST)
    if not form.is_valid():
        return incident_page(visit, row, sent={name: form}, status=422)
    try:
        act(row, form.cleaned_data)
    except StaleError as error:
        # What was typed is kept, and the form now carries what stands; who sends it has seen it.
        fresh = incident_or_404(visit, number)
        data = visit.request.POST.copy()
        data["revision"] = str(fresh.revision)
        again = form_of(fresh, data)
        return incident_page(visit, fresh, sent={name: again}, status=409, problem=str(error))
    except IncidentsError as error:
        say(form, error)
        return incident_page(visit, row, sent={name: form}, status=422)
    page = reverse("incident", args=[visit.production.slug, number])
    return HttpResponseRedirect(f"{page}#{name}")
