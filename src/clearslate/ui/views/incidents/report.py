"""Reporting an incident, and what became of one's own reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearslate.accounts.permissions import Action
from clearslate.incidents.errors import IncidentsError
from clearslate.incidents.selectors import reports_of
from clearslate.incidents.services.reporting import Report, report_incident
from clearslate.productions.selectors import people_with
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.incidents import ReportForm, say
from clearslate.ui.views.productions import posted, read_or_write
from clearslate.uses.models import Use
from clearslate.uses.selectors import use_of

_TOLD = "Your report is in. Security and legal of the production are told by e-mail."
_NOBODY = (
    "Your report is in, but nobody here handles incidents yet. Ask a coordinator to add "
    "somebody for security or legal; they will see it then."
)


@read_or_write
@production_page(Action.SEE_PRODUCTION)
def report(visit: Visit) -> HttpResponse:
    """Report that something went into a tool that should not have; and see one's own reports."""
    form = _form(visit)
    if form.is_valid():
        try:
            report_incident(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                given=_given(visit, form),
            )
        except IncidentsError as error:
            say(form, error)
        else:
            handled = people_with(visit.production, Action.HANDLE_INCIDENTS)
            messages.success(visit.request, _TOLD if handled else _NOBODY)
            return redirect("incident_report", slug=visit.production.slug)
    context = {
        "visit": visit,
        "form": form,
        "mine": reports_of(visit.party, visit.production),
        "open": visit.production.archived_at is None,
        "cells": [
            ("Report an incident", "Something went into a tool that should not have"),
            ("Seen by", "Who handles incidents, and you"),
        ],
    }
    status = 422 if form.errors else 200
    return render(visit.request, "incidents/report.html", context, status=status)


def _form(visit: Visit) -> ReportForm:
    asked = visit.request.GET.get("use", "")[:12]
    now = {"noticed_on": timezone.localdate(visit.at), "noticed_by": str(visit.user), "use": asked}
    form = ReportForm(posted(visit.request), initial=now)
    if not visit.may(Action.SEE_USES):
        del form.fields["use"]
    return form


def _given(visit: Visit, form: ReportForm) -> Report:
    said = form.cleaned_data
    return Report(
        kind=said["kind"],
        what=said["what"],
        tool=said["tool"],
        still_there=said["still_there"],
        noticed_on=said["noticed_on"],
        noticed_by=said["noticed_by"],
        use=_use(visit, said.get("use")),
    )


def _use(visit: Visit, number: int | None) -> Use | None:
    """The use of that number. Raises `IncidentsError` where they see none."""
    if number is None:
        return None
    use = use_of(visit.party, visit.production, number)
    if use is None:
        message = f"There is no use U-{number:03d} here."
        raise IncidentsError(message, [("use", message)])
    return use
