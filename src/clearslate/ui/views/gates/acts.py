"""Passing a gate, and lifting one: a page that says what it does, and a form that does it.

The form carries what was read, so that of two people the second is told what the first did. A
delivery freezes what is delivered, so passing one, and taking it back, asks who it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.flows.gates import lift_gate, pass_gate
from clearslate.productions.errors import ProductionsError, StaleError
from clearslate.productions.gates import DELIVERY, LOCK, Place, gate_of, gate_words, place_at
from clearslate.productions.models import Gate
from clearslate.productions.selectors import today_in
from clearslate.productions.services.gates import MOST_REASON
from clearslate.ui import dates, listing
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.productions import say
from clearslate.ui.views.gates.words import named, of, to_lift, to_pass
from clearslate.ui.views.productions import done, posted, read_or_write
from clearslate.uses.asked import Asked
from clearslate.uses.entries import use_number
from clearslate.uses.models import Use
from clearslate.uses.reading import reading
from clearslate.uses.temporary import still_temporary

_SHOWN = 12
"""Uses that a page lists; the table of uses has them all."""


class PassForm(forms.Form):
    """The number that was read as the next."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class LiftForm(forms.Form):
    """Why a gate is lifted."""

    reason = forms.CharField(
        label="Reason",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One or two sentences. Everybody in the production sees it, under your name.",
        error_messages={"required": "Say why, in one or two sentences."},
    )


@read_or_write
@production_page(Action.KEEP_GATES)
def pass_page(visit: Visit, episode: int, gate_kind: str) -> HttpResponse:
    """Pass the next gate of a kind for an episode; 0 is the production as a whole."""
    place = place_at(visit.production, episode)
    if place is None or not place.takes or gate_kind not in place.stages:
        raise Http404
    if visit.request.method != "POST":
        return _pass_page(visit, place, gate_kind)
    send = confirmed_identity(_pass) if gate_kind == DELIVERY else _pass
    return send(visit, place, gate_kind)


def _pass(visit: Visit, place: Place, kind: str) -> HttpResponse:
    form = PassForm(visit.request.POST)
    if not form.is_valid():
        return _pass_page(visit, place, kind, problem="Read the page again.", status=422)
    number = form.cleaned_data["number"]
    try:
        pass_gate(
            actor=visit.party,
            at=visit.at,
            production=visit.production,
            episode=place.episode,
            kind=kind,
            number=number,
        )
    except ProductionsError as error:
        status = 409 if isinstance(error, StaleError) else 422
        return _pass_page(visit, place, kind, problem=str(error), status=status)
    words = gate_words(kind, number)
    did = "set" if kind == LOCK else "passed"
    said = f"{words[0].upper()}{words[1:]}{of(place.episode)} is {did}."
    return done(visit, said, "gates")


def _pass_page(
    visit: Visit, place: Place, kind: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """What passing the gate does, as things stand now; the form only where it can be passed."""
    stage = place.stages[kind]
    found = still_temporary(visit.production, place.episode, kind)
    act = to_pass(kind, stage.next)
    cells: list[Any] = [(f"Episode {place.code}" if place.code else "The production", act)]
    if stage.planned:
        cells.append(("Planned", dates.words(stage.planned, visit.today)))
    cells.append(("Still temporary there", str(len(found))))
    context = {
        "visit": visit,
        "address": reverse("gate_pass", args=[visit.production.slug, _number(place), kind]),
        "heading": to_pass(kind, stage.next, of(place.episode)),
        "where": f"in {place.code}" if place.code else "in the production",
        "act": act,
        "cells": cells,
        "kind": kind,
        "stage": stage,
        "stands": stage.last if stage.stands else None,
        "delivered": place.delivered,
        "unlocked": kind == DELIVERY and not place.stages[LOCK].stands,
        "problem": problem,
        "form": PassForm(initial={"number": stage.next}),
        "temporary": _lines(visit, found[:_SHOWN]) if visit.may(Action.SEE_USES) else [],
        "count": len(found),
        "more": len(found) > _SHOWN,
        "all_of_them": Asked(
            episode=(place.code,) if place.code else (), goes=("temporary", "unknown")
        ).query(),
    }
    return render(visit.request, "gates/pass.html", context, status=status)


def _number(place: Place) -> int:
    """How an address names an episode, or the production as a whole."""
    return int(place.episode.pk) if place.episode else 0


def _lines(visit: Visit, uses: list[Use]) -> list[dict[str, Any]]:
    lines = []
    for use in uses:
        sign, word = listing.signed(reading(use, visit.today))
        goes = listing.GOES[use.final]
        number = use_number(use.number)
        lines.append({"use": use, "number": number, "sign": sign, "word": word, "goes": goes})
    return lines


@read_or_write
@production_page(Action.KEEP_GATES)
def lift_page(visit: Visit, gate: int) -> HttpResponse:
    """Lift a turnover, a screening or a lock."""
    return _lift_page(visit, _gate(visit, gate, lambda row: row.kind != DELIVERY))


@read_or_write
@production_page(Action.REVIEW_LEGALLY)
def take_back_page(visit: Visit, delivery: int) -> HttpResponse:
    """Take a delivery back, so that what was delivered can change again."""
    row = _gate(visit, delivery, lambda row: row.kind == DELIVERY)
    if visit.request.method == "POST":
        return confirmed_identity(_lift_page)(visit, row)
    return _lift_page(visit, row)


def _gate(visit: Visit, number: int, fits: Callable[[Gate], bool]) -> Gate:
    row = gate_of(visit.production, number)
    if row is None or not fits(row):
        raise Http404
    return row


def _lift_page(visit: Visit, gate: Gate) -> HttpResponse:
    form = LiftForm(posted(visit.request))
    status, problem = 200, ""
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            lift_gate(actor=visit.party, at=visit.at, gate=gate, reason=reason)
        except StaleError as error:
            status, problem = 409, str(error)
        except ProductionsError as error:
            say(form, error)
        else:
            did = "taken back" if gate.kind == DELIVERY else "lifted"
            return done(visit, f"{named(gate)} is {did}.", "gates")
    place = place_at(visit.production, gate.episode_id or 0)
    now = gate_of(visit.production, gate.pk)
    passed_on = today_in(visit.production, gate.passed_at)
    context = {
        "visit": visit,
        "gate": now,
        "name": named(gate),
        "heading": to_lift(gate, of(gate.episode)),
        "act": to_lift(gate),
        "cells": [
            (f"Episode {gate.episode.code}" if gate.episode else "The production", to_lift(gate)),
            ("Passed", dates.words(passed_on, visit.today), f"by {gate.passed_by}"),
        ],
        "frozen": place is not None and place.delivered and gate.kind != DELIVERY,
        "is_lock": gate.kind == LOCK,
        "is_delivery": gate.kind == DELIVERY,
        "planned": place.stages[gate.kind].planned if place else None,
        "form": form,
        "problem": problem,
    }
    status = 422 if form.errors and status == 200 else status
    return render(visit.request, "gates/lift.html", context, status=status)
