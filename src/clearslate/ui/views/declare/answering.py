"""One answer at a time: what the script of the page sends, and the fragments it gets back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clearslate.accounts.permissions import Action
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.answers import fields_in
from clearslate.ui.views.declare.interview import (
    MOST_ASKED,
    context_of,
    errors_of,
    keep_changes,
    number_in,
    others_told,
    own_draft,
    page_of,
    place_in,
    token_in,
    told_of,
)
from clearslate.ui.views.declare.lower import ways_of
from clearslate.ui.views.declare.notes import waiting_of
from clearslate.ui.views.declare.page import Page
from clearslate.uses import drafts
from clearslate.uses.models import Draft


@production_page(Action.DECLARE)
def answer(visit: Visit, draft_id: str) -> HttpResponse:
    """Keep what changed at one question, and send what follows from it."""
    request = visit.request
    if request.method != "POST":
        own_draft(visit, draft_id)
        return HttpResponse(status=405, headers={"Allow": "POST"})
    place = place_in(request)
    kept = keep_changes(visit, draft_id, request.POST.getlist("asked")[:MOST_ASKED])
    known = known_in(request)
    after = page_of(visit, kept.draft, place, desk=kept.desk, known=known)
    if kept.problems:
        errors = errors_of(kept.problems)
        sent = {path: fields_in(request.POST, path) for path in errors}
        again = page_of(
            visit, kept.draft, place, desk=kept.desk, known=known, sent=sent, errors=errors
        )
        return _fragments(visit, kept.draft, again, status=422)
    return _fragments(visit, kept.draft, after, told=told_of(kept, after))


@production_page(Action.DECLARE)
def since(visit: Visit, draft_id: str) -> HttpResponse:
    """What others changed since the page was shown; nothing where nothing did."""
    request = visit.request
    draft = own_draft(visit, draft_id)
    if request.GET.get("state") == waiting_of(draft).state:
        return HttpResponse(status=204)
    page = page_of(visit, draft, place_in(request), known=known_in(request))
    base = number_in(request, "base", draft.revision)
    others = drafts.answered_since(draft, base=base, author=visit.user, page=token_in(request))
    return _fragments(visit, draft, page, told=others_told(others, page))


@production_page(Action.DECLARE)
def panel(visit: Visit, draft_id: str) -> HttpResponse:
    """The panel alone."""
    draft = own_draft(visit, draft_id)
    page = page_of(visit, draft, place_in(visit.request))
    return render(visit.request, "declare/panel.html", context_of(visit, draft, page))


@production_page(Action.DECLARE)
def ways(visit: Visit, draft_id: str) -> HttpResponse:
    """Ways to a lower outcome, for the panel."""
    draft = own_draft(visit, draft_id)
    page = page_of(visit, draft, place_in(visit.request))
    found = ways_of(page.desk, page.document)
    return render(visit.request, "declare/ways.html", {"ways": found})


def _fragments(
    visit: Visit, draft: Draft, page: Page, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**context_of(visit, draft, page), **more}
    return render(visit.request, "declare/fresh.html", context, status=status)


def known_in(request: HttpRequest) -> frozenset[str]:
    """The versions of the questions that the page shows already."""
    given = request.POST if request.method == "POST" else request.GET
    return frozenset(given.get("known", "").split(",")[:MOST_ASKED])
