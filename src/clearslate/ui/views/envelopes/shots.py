"""The shots of a use, and of a standing approval: registered and dropped inside the envelope."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clearslate.accounts.permissions import Action
from clearslate.envelopes.entries import called
from clearslate.envelopes.errors import CeilingError, EndedError, EnvelopesError
from clearslate.envelopes.holding import check_holds
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.noticing import fits_of, to_register
from clearslate.envelopes.selectors import dropped_from, envelope_for, registered_in
from clearslate.envelopes.services.shots import Taken, drop_shots, register_shots
from clearslate.envelopes.usage import levels_now
from clearslate.policy.render.words import count
from clearslate.ui.access import Visit, production_page
from clearslate.ui.envelopes import bar, kept_out_of, lines_of
from clearslate.ui.forms.shots import ShotsForm
from clearslate.ui.seen import seen
from clearslate.ui.views.envelopes.standing import frame as standing_frame
from clearslate.ui.views.envelopes.standing import seen_rows, standing_or_404
from clearslate.ui.views.productions import read_or_write
from clearslate.ui.views.use.finding import frame, use_or_404
from clearslate.uses.errors import DamagedError
from clearslate.uses.models import Use
from clearslate.uses.stored import stored

_MOST_DROPPED = 2000
_LONGEST = 16
"""Digits of the id of a row."""


@require_safe
@production_page(Action.SEE_USES)
def shots(visit: Visit, number: int) -> HttpResponse:
    """The versions of shots of a use, and how far its envelope is used."""
    use = use_or_404(visit, number)
    return render(visit.request, "envelopes/shots.html", _of_use(visit, use))


@read_or_write
@production_page(Action.DECLARE)
def register(visit: Visit, number: int) -> HttpResponse:
    """Register versions of shots of a use inside its envelope."""
    use = use_or_404(visit, number)
    envelope = envelope_for(use)
    back = reverse("use_shots", args=[visit.production.slug, number])
    if envelope is None:
        return render(visit.request, "envelopes/shots.html", _of_use(visit, use))
    context = _of_use(visit, use)
    if visit.request.method != "POST":
        form = ShotsForm(initial={"lines": _listed(use, envelope)})
        return render(visit.request, "envelopes/register.html", context | {"form": form})
    return _register(visit, envelope, use, context, back)


@require_POST
@production_page(Action.DECLARE)
def drop(visit: Visit, number: int) -> HttpResponse:
    """Drop versions of shots of a use."""
    use = use_or_404(visit, number)
    back = reverse("use_shots", args=[visit.production.slug, number])
    envelope = envelope_for(use)
    if envelope is not None:
        _drop(visit, envelope, use)
    return HttpResponseRedirect(back)


@read_or_write
@production_page(Action.DECLARE)
def register_standing(visit: Visit, standing: int) -> HttpResponse:
    """Register versions of shots under a standing approval, before it is known of which use."""
    row = standing_or_404(visit, standing)
    context = standing_frame(visit, row) | _inside(row, None, visit)
    context["back"] = reverse("standing_page", args=[visit.production.slug, standing])
    if visit.request.method != "POST":
        context["form"] = ShotsForm()
        return render(visit.request, "envelopes/register.html", context)
    return _register(visit, row, None, context, context["back"])


@require_POST
@production_page(Action.DECLARE)
def drop_standing(visit: Visit, standing: int) -> HttpResponse:
    """Drop versions of shots from a standing approval."""
    row = standing_or_404(visit, standing)
    _drop(visit, row, None)
    return HttpResponseRedirect(reverse("standing_page", args=[visit.production.slug, standing]))


def _of_use(visit: Visit, use: Use) -> dict[str, Any]:
    """What the pages about the shots of a use show."""
    envelope = envelope_for(use)
    context = frame(visit, use)
    name = called(envelope) if envelope else "Nothing yet"
    context["cells"] = [
        (f"Shots of {context['number']}", context["title"]),
        ("Registered under", name[:1].upper() + name[1:]),
    ]
    context["back"] = reverse("use_shots", args=[visit.production.slug, use.number])
    if envelope is None:
        return context | {"envelope": None, "held": _held(visit, use)}
    return context | _inside(envelope, use, visit)


def _held(visit: Visit, use: Use) -> list[dict[str, Any]]:
    """The standing approvals in force, with why a use that needs approval does not fit them."""
    try:
        found = stored(use, use.versions_count)
    except DamagedError:
        return []
    if found is None or found.assessment.outcome != "approval":
        return []
    fits = fits_of(
        visit.production,
        found.case,
        found.assessment,
        str(use.declared_by_id),
        visit.at,
        use=use,
    )
    return [
        {
            "called": called(row),
            "number": row.number,
            "title": seen(row.title),
            "reasons": seen([reason.text for reason in fit.reasons]),
        }
        for row, fit in fits
    ]


def _inside(envelope: Envelope, use: Use | None, visit: Visit) -> dict[str, Any]:
    """What is inside an envelope, of one use where it is given."""
    standing = envelope.number if envelope.standing else None
    return {
        "visit": visit,
        "envelope": envelope,
        "standing": standing,
        "called": called(envelope),
        "levels": [(level, bar(level)) for level in levels_now(envelope)],
        "lines": seen(lines_of(envelope.scope, standing=envelope.standing)),
        "kept_out": seen(kept_out_of(envelope.scope)),
        "needs_seconds": bool(envelope.scope.most_seconds),
        "registered": seen_rows(registered_in(envelope, use)),
        "dropped": seen_rows(dropped_from(envelope, use)),
        "closed": _closed(envelope, use, visit),
        "may_register": visit.may(Action.DECLARE),
    }


def _closed(envelope: Envelope, use: Use | None, visit: Visit) -> str:
    """Why nothing can be registered now; empty where it can."""
    try:
        check_holds(envelope, use, visit.today)
    except EndedError as error:
        return str(error)
    return ""


def _listed(use: Use, envelope: Envelope) -> str:
    """The shots that the declaration lists and that are not registered, a line each."""
    try:
        found = stored(use, use.versions_count)
    except DamagedError:
        return ""
    return "\n".join(shot.shot for shot in to_register(envelope, found.case, use)) if found else ""


def _register(
    visit: Visit, envelope: Envelope, use: Use | None, context: dict[str, Any], back: str
) -> HttpResponse:
    form = ShotsForm(visit.request.POST, visit.request.FILES)
    context["form"] = form
    status = 422
    if form.is_valid():
        where = "file" if form.cleaned_data.get("file") else "lines"
        try:
            taken = register_shots(
                actor=visit.party, at=visit.at, envelope=envelope, shots=form.shots, use=use
            )
        except CeilingError as error:
            form.add_error(where, str(error))
            context["over"] = True
        except EndedError as error:
            form.add_error(None, str(error))
            status = 409
        except EnvelopesError as error:
            form.add_error(where, str(error))
        else:
            messages.success(visit.request, _said(taken))
            return HttpResponseRedirect(back)
    return render(visit.request, "envelopes/register.html", context, status=status)


def _said(taken: Taken) -> str:
    registered = len(taken.registered)
    said = f"{count(registered, 'version', 'versions')} registered."
    if taken.there:
        said += f" {taken.there} {'was' if taken.there == 1 else 'were'} there already."
    return said


def _drop(visit: Visit, envelope: Envelope, use: Use | None) -> None:
    ids = [
        int(each)
        for each in visit.request.POST.getlist("row")[:_MOST_DROPPED]
        if each.isascii() and each.isdecimal() and len(each) < _LONGEST
    ]
    try:
        dropped = drop_shots(actor=visit.party, at=visit.at, envelope=envelope, ids=ids, use=use)
    except EnvelopesError as error:
        messages.error(visit.request, str(error))
    else:
        messages.success(visit.request, f"{count(dropped, 'version', 'versions')} dropped.")
