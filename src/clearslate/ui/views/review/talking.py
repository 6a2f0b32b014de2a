"""Remarks on a use, and questions about it that are taken back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import ClearanceError
from clearslate.clearance.models import Query
from clearslate.clearance.services.talking import remark as make_remark
from clearslate.clearance.services.talking import take_back
from clearslate.clearance.thread import query_of
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.review import SayForm
from clearslate.ui.views.use.finding import frame, use_or_404
from clearslate.uses.models import Use

_THREAD = "#thread"


@require_http_methods(["GET", "HEAD", "POST"])
@production_page(Action.SEE_USES)
def remark(visit: Visit, number: int) -> HttpResponse:
    """Say something of a use, for everybody who sees it."""
    use = use_or_404(visit, number)
    form = SayForm(visit.request.POST or None, label="Remark")
    if visit.request.method != "POST":
        return _page(visit, use, form)
    if form.is_valid():
        try:
            make_remark(actor=visit.party, at=visit.at, use=use, text=form.cleaned_data["text"])
        except ClearanceError as error:
            form.add_error("text", str(error))
        else:
            return HttpResponseRedirect(_back(visit, use))
    return _page(visit, use, form, status=422)


@require_POST
@production_page(Action.SEE_USES)
def taken_back(visit: Visit, number: int, query_id: str) -> HttpResponse:
    """Take a question back; the clock goes on."""
    use = use_or_404(visit, number)
    query = _query_or_404(use, query_id)
    try:
        take_back(actor=visit.party, at=visit.at, query_id=query.id)
    except ClearanceError as error:
        context = _context(visit, use) | {"problem": str(error)}
        return render(visit.request, "use/refused.html", context, status=409)
    return HttpResponseRedirect(_back(visit, use))


def _query_or_404(use: Use, query_id: str) -> Query:
    found = query_of(use, query_id)
    if found is None:
        raise Http404
    return found


def _back(visit: Visit, use: Use) -> str:
    """Where the person was: the review page or the page of the use."""
    name = "review" if visit.request.POST.get("from") == "review" else "use"
    return reverse(name, args=[visit.production.slug, use.number]) + _THREAD


def _page(visit: Visit, use: Use, form: SayForm, *, status: int = 200) -> HttpResponse:
    context = _context(visit, use) | {
        "form": form,
        "open": visit.production.archived_at is None,
        "came_from": visit.request.POST.get("from") or visit.request.GET.get("from", ""),
    }
    return render(visit.request, "review/remark.html", context, status=status)


def _context(visit: Visit, use: Use) -> dict[str, Any]:
    context = frame(visit, use)
    return context | {"cells": [(context["number"], context["title"])]}
