"""Giving a standing approval, and ending one. Both ask who it is, unless that was shown lately."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.envelopes.craft_list import craft_list
from clearslate.envelopes.entries import called
from clearslate.envelopes.errors import EnvelopesError
from clearslate.envelopes.models import Origin
from clearslate.envelopes.scope import ANYBODY
from clearslate.envelopes.selectors import last_delivery
from clearslate.envelopes.services.standing import end_standing, give_standing
from clearslate.productions.packs import rulebooks_on
from clearslate.ui.access import Visit, production_page
from clearslate.ui.envelopes import never
from clearslate.ui.forms.standing import EndForm, StandingForm, say
from clearslate.ui.views.envelopes.standing import frame, standing_or_404
from clearslate.ui.views.productions import read_or_write


@read_or_write
@production_page(Action.GIVE_STANDING)
def new(visit: Visit) -> HttpResponse:
    """Give a standing approval; the craft list is offered filled in."""
    if visit.request.method == "POST":
        return _give(visit)
    return _ask(visit, StandingForm(rulebooks=_rules(visit), initial=_initial(visit)))


@read_or_write
@production_page(Action.GIVE_STANDING)
def end(visit: Visit, standing: int) -> HttpResponse:
    """End a standing approval before its day."""
    if visit.request.method == "POST":
        return _end(visit, standing)
    row = standing_or_404(visit, standing)
    context = frame(visit, row) | {"form": EndForm()}
    return render(visit.request, "envelopes/end.html", context)


@confirmed_identity
def _give(visit: Visit) -> HttpResponse:
    form = StandingForm(visit.request.POST, rulebooks=_rules(visit))
    if form.is_valid():
        try:
            made = give_standing(
                actor=visit.party, at=visit.at, production=visit.production, wanted=form.wanted()
            )
        except EnvelopesError as error:
            say(form, error)
        else:
            messages.success(visit.request, f"{called(made)} is given.")
            return _to(visit, made.number)
    return _ask(visit, form, status=422)


@confirmed_identity
def _end(visit: Visit, standing: int) -> HttpResponse:
    row = standing_or_404(visit, standing)
    form = EndForm(visit.request.POST)
    status = 422
    if form.is_valid():
        try:
            end_standing(
                actor=visit.party, at=visit.at, envelope=row, reason=form.cleaned_data["reason"]
            )
        except EnvelopesError as error:
            say(form, error)
            status = 422 if error.problems else 409
        else:
            messages.success(visit.request, f"{called(row)} is ended.")
            return _to(visit, standing)
    context = frame(visit, row) | {"form": form}
    return render(visit.request, "envelopes/end.html", context, status=status)


def _ask(visit: Visit, form: StandingForm, status: int = 200) -> HttpResponse:
    rulebooks = _rules(visit)
    context = {
        "visit": visit,
        "form": form,
        "never": never(rulebooks),
        "craft": form["origin"].value() == Origin.CRAFT_LIST,
        "cells": [("New", "Standing approval"), ("For", visit.production.code_name)],
    }
    return render(visit.request, "envelopes/new.html", context, status=status)


def _initial(visit: Visit) -> dict[str, Any]:
    """What a new form shows: the craft list where it is asked for, else next to nothing."""
    if visit.request.GET.get("from") == Origin.CRAFT_LIST:
        offered = craft_list(_rules(visit), visit.today, last_delivery(visit.production))
        if offered is not None:
            return StandingForm.of(offered)
    return {"origin": str(Origin.OWN), "by": ANYBODY, "from_day": visit.today}


def _rules(visit: Visit) -> Any:
    return rulebooks_on(visit.production, visit.today)


def _to(visit: Visit, number: int | None) -> HttpResponse:
    return HttpResponseRedirect(reverse("standing_page", args=[visit.production.slug, number]))
