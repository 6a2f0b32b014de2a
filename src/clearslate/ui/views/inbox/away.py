"""Who stands in for whom: whoever decides names somebody for the days they are away."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import ClearanceError
from clearslate.clearance.selectors import away_of, aways_of
from clearslate.clearance.services.standing_in import end_away, set_away
from clearslate.productions.rules import areas_on
from clearslate.productions.selectors import people_with
from clearslate.ui.access import Visit, production_page


class AwayForm(forms.Form):
    """From when until when, and who decides meanwhile."""

    delegate = forms.ChoiceField(
        label="Who decides for you", error_messages={"required": "Choose somebody."}
    )
    from_day = forms.DateField(
        label="From",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say from which day.", "invalid": "Write it as YYYY-MM-DD."},
    )
    last_day = forms.DateField(
        label="Until, this day included",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say until which day.", "invalid": "Write it as YYYY-MM-DD."},
    )
    areas = forms.MultipleChoiceField(
        label="Only in these areas",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked means all of yours.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@production_page(Action.SEE_PRODUCTION)
def away(visit: Visit) -> HttpResponse:
    """Who stands in for whom, and for whoever decides a form to name somebody."""
    if visit.request.method == "POST" and not visit.may(Action.DECIDE):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    people = {
        each.id: each
        for each in people_with(visit.production, Action.SEE_USES)
        if each.id != visit.user.id
    }
    form = _form(visit, people, visit.request.POST if visit.request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            set_away(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                delegate=people[given["delegate"]],
                from_day=given["from_day"],
                to_day=given["last_day"] + timedelta(days=1),
                areas=given["areas"],
            )
            return HttpResponseRedirect(reverse("away", args=[visit.production.slug]))
        except ClearanceError as error:
            form.add_error(None, str(error))
    areas = areas_on(visit.production, visit.today)
    context: dict[str, Any] = {
        "production": visit.production,
        "today": visit.today,
        "form": form,
        "aways": [
            (
                each,
                each.to_day - timedelta(days=1),
                ", ".join(areas.get(area, area) for area in each.areas),
            )
            for each in aways_of(visit.production)
        ],
        "decides": visit.may(Action.DECIDE),
        "me": visit.user.id,
        "may_manage": visit.may(Action.MANAGE_PEOPLE),
        "cells": [("Stand-ins", "Who decides for whom")],
    }
    return render(visit.request, "inbox/away.html", context, status=422 if form.is_bound else 200)


@require_POST
@production_page(Action.SEE_PRODUCTION)
def away_end(visit: Visit, away_id: str) -> HttpResponse:
    """Decide oneself again."""
    row = away_of(visit.production, away_id)
    if row is None or (row.user_id != visit.user.id and not visit.may(Action.MANAGE_PEOPLE)):
        raise Http404
    # Where it was ended already, the page shows that.
    with contextlib.suppress(ClearanceError):
        end_away(actor=visit.party, at=visit.at, away=row)
    return HttpResponseRedirect(reverse("away", args=[visit.production.slug]))


def _form(visit: Visit, people: dict[str, User], data: Any) -> AwayForm:
    form = AwayForm(data, initial={"from_day": visit.today})
    form.fields["delegate"].choices = [
        ("", "Choose somebody"),
        *((key, str(each)) for key, each in people.items()),
    ]
    form.fields["areas"].choices = list(areas_on(visit.production, visit.today).items())
    return form
