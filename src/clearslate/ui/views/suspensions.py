"""Suspensions: what is paused and why, pausing one use or all of them, and ending a pause."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.models import Suspension
from clearslate.clearance.services.suspending import MOST_REASON, resume, suspend
from clearslate.clearance.suspended import suspension_of, suspensions_of
from clearslate.kit.ids import id_in
from clearslate.policy.render.words import count
from clearslate.ui.access import Visit, production_page
from clearslate.ui.seen import seen
from clearslate.ui.views.productions import done, posted, read_or_write
from clearslate.ui.views.use.finding import frame, use_or_404
from clearslate.uses.entries import use_number
from clearslate.uses.models import Use
from clearslate.uses.reading import ENDED

_REASON = "One or two sentences. Everybody who sees uses reads it, under your name."


class SuspendForm(forms.Form):
    """Why."""

    kind = forms.ChoiceField(
        label="Because of", choices=Suspension.Kind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Reason",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_REASON,
        error_messages={"required": "Say why, in one or two sentences."},
    )


class EndForm(forms.Form):
    """Why it ends."""

    reason = forms.CharField(
        label="Why it ends",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_REASON,
        error_messages={"required": "Say why, in one or two sentences."},
    )


@require_safe
@production_page(Action.SEE_USES)
def suspensions(visit: Visit) -> HttpResponse:
    """What is paused now, and what was."""
    rows = suspensions_of(visit.production)
    now = [row for row in rows if row.ended_at is None]
    context = {
        "visit": visit,
        "answer": _answer(now),
        "now": [(row, _what(row)) for row in now],
        "before": [(row, _what(row)) for row in rows if row.ended_at is not None],
        "may_suspend": visit.may(Action.SUSPEND) and visit.production.archived_at is None,
    }
    return render(visit.request, "suspensions/page.html", context)


@read_or_write
@production_page(Action.SUSPEND)
def suspend_all(visit: Visit) -> HttpResponse:
    """Pause every use of the production."""
    if visit.request.method == "POST":
        return confirmed_identity(_suspend_all)(visit)
    return _suspend_all(visit)


def _suspend_all(visit: Visit) -> HttpResponse:
    form = SuspendForm(posted(visit.request))
    if form.is_valid() and _suspended(visit, form, None):
        return done(visit, "Every use is suspended.", "suspensions")
    already = any(row.use_id is None for row in _open(visit))
    context = {"visit": visit, "form": form, "already": already}
    context["cells"] = [("The production", "Suspend every use")]
    status = 422 if form.errors else 200
    return render(visit.request, "suspensions/suspend_all.html", context, status=status)


@read_or_write
@production_page(Action.SUSPEND)
def suspend_use(visit: Visit, number: int) -> HttpResponse:
    """Pause one use."""
    use = use_or_404(visit, number)
    form = SuspendForm(posted(visit.request))
    if form.is_valid() and _suspended(visit, form, use):
        return redirect("use", slug=visit.production.slug, number=use.number)
    context = frame(visit, use) | {
        "form": form,
        "cells": [
            (f"Use {use_number(use.number)}, version {use.versions_count}", seen(use.title)),
            ("It is", use.get_state_display()),
        ],
        "over": use.state in ENDED,
        "delivered": use.frozen_at is not None,
        "already": [row for row in _open(visit) if row.use_id in (None, use.id)],
    }
    status = 422 if form.errors else 200
    return render(visit.request, "suspensions/suspend_use.html", context, status=status)


@read_or_write
@production_page(Action.SUSPEND)
def end_suspension(visit: Visit, suspension: str) -> HttpResponse:
    """End a suspension."""
    row = _row(visit, suspension)
    form = EndForm(posted(visit.request))
    status = 200
    if form.is_valid():
        try:
            resume(
                actor=visit.party,
                at=visit.at,
                suspension=row,
                reason=form.cleaned_data["reason"],
            )
        except StaleError:
            row, status = _row(visit, suspension), 409
        except ClearanceError as error:
            form.add_error("reason", str(error))
        else:
            return done(visit, "The suspension has ended.", "suspensions")
    context: dict[str, Any] = {"visit": visit, "row": row, "what": _what(row), "form": form}
    context["cells"] = [("Suspended", _what(row)), ("Because of", row.get_kind_display())]
    context["others"] = [
        each for each in _open(visit) if each.id != row.id and _overlaps(each, row)
    ]
    status = 422 if form.errors and status == 200 else status
    return render(visit.request, "suspensions/end.html", context, status=status)


def _row(visit: Visit, suspension: str) -> Suspension:
    row = suspension_of(visit.production, id_in(suspension))
    if row is None:
        raise Http404
    return row


def _suspended(visit: Visit, form: forms.Form, use: Use | None) -> bool:
    """Suspend what the form asks for; what cannot be is said beside its reason."""
    given = form.cleaned_data
    try:
        suspend(
            actor=visit.party,
            at=visit.at,
            production=visit.production,
            use=use,
            kind=given["kind"],
            reason=given["reason"],
        )
    except ClearanceError as error:
        form.add_error("reason", str(error))
        return False
    return True


def _open(visit: Visit) -> list[Suspension]:
    return [row for row in suspensions_of(visit.production) if row.ended_at is None]


def _overlaps(one: Suspension, other: Suspension) -> bool:
    """Whether some use is paused by both."""
    return None in (one.use_id, other.use_id) or one.use_id == other.use_id


def _what(row: Suspension) -> str:
    return use_number(row.use.number) if row.use else "every use"


def _answer(now: list[Suspension]) -> str:
    """What is paused, in a few words."""
    if any(row.use_id is None for row in now):
        return "Every use is suspended."
    uses = len({row.use_id for row in now})
    if not uses:
        return "Nothing is suspended."
    return f"{count(uses, 'use').capitalize()} {'is' if uses == 1 else 'are'} suspended."
