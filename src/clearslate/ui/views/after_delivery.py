"""What changed beneath delivered uses: a list for legal, and a form to say what follows."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.clearance.delivered import item_of, items_of
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.models import AfterDelivery
from clearslate.clearance.services.after_delivery import MOST_NOTE, settle_after_delivery
from clearslate.kit.ids import id_in
from clearslate.policy.render.words import count
from clearslate.ui.access import Visit, production_page
from clearslate.ui.seen import seen
from clearslate.ui.views.productions import done, read_or_write
from clearslate.uses.entries import use_number


class SettleForm(forms.Form):
    """What follows, and how many changes were read."""

    note = forms.CharField(
        label="What follows from it",
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="It is kept in the record under your name.",
        error_messages={"required": "Say what follows from it, also where nothing does."},
    )
    changes = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@require_safe
@production_page(Action.REVIEW_LEGALLY)
def after_delivery(visit: Visit) -> HttpResponse:
    """Every item: those that wait first."""
    rows = items_of(visit.production)
    waiting = [row for row in rows if row.closed_at is None]
    many = f"{count(len(waiting), 'use').capitalize()} to look at."
    context = {
        "visit": visit,
        "answer": many if waiting else "Nothing changed that waits for you.",
        "waiting": [(row, use_number(row.use.number)) for row in waiting],
        "settled": [(row, use_number(row.use.number)) for row in rows if row.closed_at],
    }
    return render(visit.request, "after_delivery/page.html", context)


@read_or_write
@production_page(Action.REVIEW_LEGALLY)
def settle(visit: Visit, item: str) -> HttpResponse:
    """Say what follows from what changed beneath one use."""
    row = _row(visit, item)
    form = SettleForm(visit.request.POST if visit.request.method == "POST" else None)
    status, problem = 200, ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            settle_after_delivery(
                actor=visit.party,
                at=visit.at,
                item=row,
                changes=given["changes"],
                note=given["note"],
            )
        except StaleError as error:
            row, status, problem = _row(visit, item), 409, str(error)
            form = SettleForm(initial={"note": given["note"], "changes": row.changes})
        except ClearanceError as error:
            form.add_error("note", str(error))
        else:
            return done(visit, f"{use_number(row.use.number)} is settled.", "after_delivery")
    elif not form.is_bound:
        form = SettleForm(initial={"changes": row.changes})
    number = use_number(row.use.number)
    context = {
        "visit": visit,
        "row": row,
        "number": number,
        "form": form,
        "problem": problem,
        "cells": [(f"Use {number}, delivered", seen(row.use.title)), ("Since", _why(row))],
    }
    status = 422 if form.errors and status == 200 else status
    return render(visit.request, "after_delivery/settle.html", context, status=status)


def _row(visit: Visit, item: str) -> AfterDelivery:
    row = item_of(visit.production, id_in(item))
    if row is None:
        raise Http404
    return row


def _why(row: AfterDelivery) -> str:
    return f"{row.get_because_display()}, {count(row.changes, 'time')}"
