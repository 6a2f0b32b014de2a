"""Results of one use: sending them as shots finish, looking at them, and what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.clearance.acts import acts_asked, final_outputs
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.judges import declarants
from clearslate.clearance.models import Result
from clearslate.clearance.sending import received
from clearslate.clearance.services.results import Seen, look_at_results, send_results
from clearslate.clearance.shown import batches_of, result_of, standing_decisions
from clearslate.kit.pictures import PREVIEW_TYPE
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.results import LookForm, SendForm
from clearslate.ui.views.files import served
from clearslate.ui.views.use.finding import frame, use_or_404
from clearslate.uses.errors import AttachmentError
from clearslate.uses.models import State, Use

_OPEN = (State.IN_REVIEW, State.GO_AHEAD, State.CLEARED)


@require_safe
@production_page(Action.SEE_USES)
def results(visit: Visit, number: int) -> HttpResponse:
    """What was sent of a use, and what became of each frame and clip."""
    use = use_or_404(visit, number)
    return render(visit.request, "result/page.html", _context(visit, use))


@require_POST
@production_page(Action.DECLARE)
def send(visit: Visit, number: int) -> HttpResponse:
    """Send stills, and clips by their hash, to be looked at."""
    use = use_or_404(visit, number)
    form = SendForm(visit.request.POST, visit.request.FILES, outputs=final_outputs(use))
    if form.is_valid():
        given = form.cleaned_data
        try:
            items = received(
                production=visit.production,
                at=visit.at,
                output=given["output"],
                files=[(each.name, each.chunks()) for each in given["stills"]],
                sums=given["sums"],
            )
            batch = send_results(
                actor=visit.party, at=visit.at, use=use, items=items, note=given["note"]
            )
        except AttachmentError as error:
            form.add_error("stills", str(error))
        except ClearanceError as error:
            form.add_error(None, str(error))
        else:
            messages.info(visit.request, f"Batch {batch.number} was sent to be looked at.")
            return _back(visit, use)
    context = _context(visit, use) | {"send_form": form}
    return render(visit.request, "result/page.html", context, status=422)


@require_POST
@production_page(Action.LOOK_AT_RESULTS)
def look(visit: Visit, number: int) -> HttpResponse:
    """Clear the results that were looked at, or send them back."""
    return _look(visit, number)


@confirmed_identity
def _look(visit: Visit, number: int) -> HttpResponse:
    use = use_or_404(visit, number)
    form = LookForm(visit.request.POST, use=use)
    status = 422
    if form.is_valid():
        given = form.cleaned_data
        try:
            look_at_results(
                actor=visit.party,
                at=visit.at,
                use=use,
                read=_read(visit.request.POST.getlist("result")),
                seen=Seen(
                    resemblance=given["resemblance"],
                    quality=given["quality"],
                    cleared=given["cleared"] == "yes",
                    human_input=given["human_input"],
                    reasons=[given["reason"]],
                    note=given["note"],
                ),
            )
        except StaleError as error:
            form.add_error(None, str(error))
            status = 409
        except ClearanceError as error:
            form.add_error(None, str(error))
        else:
            done = "They are cleared." if given["cleared"] == "yes" else "They were sent back."
            messages.info(visit.request, done)
            return _back(visit, use)
    context = _context(visit, use) | {"look_form": form}
    return render(visit.request, "result/page.html", context, status=status)


@require_safe
@production_page(Action.SEE_USES)
def result_picture(visit: Visit, number: int, result_id: str) -> HttpResponse:
    """A small picture of a frame that was sent."""
    row = result_of(use_or_404(visit, number), result_id)
    if row is None or row.preview is None:
        raise Http404
    name = f"{visit.production.slug}-result-{row.id[:6]}.jpg"
    return served(row.preview, PREVIEW_TYPE, f'inline; filename="{name}"')


def _read(tokens: list[str]) -> list[tuple[str, int]]:
    """The results that were ticked, each with the revision that was read."""
    found = []
    for token in tokens:
        result_id, _, revision = token.partition(":")
        if revision.isascii() and revision.isdecimal() and len(revision) < 7:
            found.append((result_id, int(revision)))
    return found


def _back(visit: Visit, use: Use) -> HttpResponse:
    return HttpResponseRedirect(reverse("use_results", args=[visit.production.slug, use.number]))


def _context(visit: Visit, use: Use) -> dict[str, Any]:
    batches = batches_of(use)
    asked = acts_asked(use, standing_decisions(use)).results
    outputs = final_outputs(use)
    waiting = [row for batch in batches for row in batch.rows if row.state == Result.State.WAITING]
    makers = declarants(use)
    own = visit.user.id in makers
    mine = [row for row in waiting if row.batch.sent_by_id != visit.user.id and not own]
    open_ = use.state in _OPEN and not use.suspended
    return frame(visit, use) | {
        "production": visit.production,
        "today": visit.today,
        "batches": batches,
        "waiting": mine,
        "asked": asked,
        "outputs": outputs,
        "send_form": SendForm(outputs=outputs)
        if open_ and outputs and visit.may(Action.DECLARE)
        else None,
        "look_form": LookForm(use=use)
        if open_ and mine and visit.may(Action.LOOK_AT_RESULTS)
        else None,
        "own": own and bool(waiting) and visit.may(Action.LOOK_AT_RESULTS),
        "cells": _cells(use, batches, asked),
    }


def _cells(use: Use, batches: list[Any], asked: tuple[str, ...]) -> list[tuple[str, str]]:
    states = [row.state for batch in batches for row in batch.rows]
    return [
        (f"Use U-{use.number:03d}, results", use.title),
        ("Asked for", ", ".join(asked) if asked else "no look at the result"),
        ("Waiting", str(states.count(Result.State.WAITING))),
        ("Cleared", str(states.count(Result.State.CLEARED))),
        ("Sent back", str(states.count(Result.State.SENT_BACK))),
    ]
