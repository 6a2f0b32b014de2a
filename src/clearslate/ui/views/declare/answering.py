"""One answer at a time: what the script of the page sends, and the fragments it gets back."""

from __future__ import annotations

import functools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from clearslate.accounts.permissions import Action
from clearslate.policy.errors import DeclarationError
from clearslate.policy.ways import Finder, Ways
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.declare.interview import (
    changes_on,
    context_of,
    number_in,
    own_draft,
    page_of,
    place_in,
    refused,
    taken_back_words,
    token_in,
)
from clearslate.ui.views.declare.page import Page
from clearslate.uses import drafts
from clearslate.uses.desk import Desk, assessor_of
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Draft

#: Cases looked at for one target: enough for nearly every use, and well under a second.
STEPS = 4_000
#: Fragments that a page has are named by it; no page has more.
_MOST_KNOWN = 400


@production_page(Action.DECLARE)
def answer(visit: Visit, draft_id: str) -> HttpResponse:
    """Keep what changed at one question, and send what follows from it."""
    request = visit.request
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    draft = own_draft(visit, draft_id)
    base = number_in(request, "base", draft.revision)
    place = place_in(request)
    page = page_of(visit, draft, place)
    paths = request.POST.getlist("asked")[:_MOST_KNOWN]
    try:
        changes = changes_on(page, request.POST, paths)
        kept = drafts.keep(
            draft_id=draft.id,
            author=visit.user,
            at=visit.at,
            base=base,
            page=token_in(request),
            changes=changes,
        )
    except DeclarationError as error:
        sent, errors = refused(page, request.POST, paths, error)
        again = page_of(visit, draft, place, desk=page.desk, sent=sent, errors=errors)
        return _fragments(visit, draft, again, status=422)
    except UsesError:
        raise Http404 from None
    after = page_of(visit, kept.draft, place, desk=kept.desk)
    told = others_told(visit, kept.draft, base, token_in(request), after)
    gone = after.interview.taken_back(kept.before, kept.draft.document)
    if gone:
        told.append(taken_back_words(gone))
    return _fragments(visit, kept.draft, after, told=told, saved=visit.at)


@production_page(Action.DECLARE)
def since(visit: Visit, draft_id: str) -> HttpResponse:
    """What others changed since the page was shown; nothing where nothing did."""
    from clearslate.ui.views.declare.notes import state_of

    request = visit.request
    draft = own_draft(visit, draft_id)
    if request.GET.get("state") == state_of(draft):
        return HttpResponse(status=204)
    page = page_of(visit, draft, place_in(request))
    base = number_in(request, "base", draft.revision)
    told = others_told(visit, draft, base, token_in(request), page)
    return _fragments(visit, draft, page, told=told)


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


def ways_of(desk: Desk, document: Any) -> Ways:
    """What would lower the outcome of a declaration, and by how little."""
    finder = _finder(assessor_of(desk.rulebooks))
    return finder.ways(desk.case(document), steps=STEPS)


@functools.lru_cache(maxsize=8)
def _finder(assessor: Any) -> Finder:
    return Finder(assessor)


def others_told(visit: Visit, draft: Draft, base: int, token: str, page: Page) -> list[str]:
    """Who answered what on other pages since a revision, in words."""
    told = []
    newer = drafts.answered_since(draft, base=base, author=visit.user, page=token)
    for each in newer:
        asked = page.journey.asked(each.path)
        about = f"“{asked.question.ask}”" if asked else "a question"
        told.append(f"{each.by} answered {about}")
    return told


def _fragments(
    visit: Visit, draft: Draft, page: Page, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**context_of(visit, draft, page), "known": known_in(visit.request), **more}
    return render(visit.request, "declare/fresh.html", context, status=status)


def known_in(request: HttpRequest) -> frozenset[str]:
    """The versions of the questions that the page shows already."""
    given = request.POST if request.method == "POST" else request.GET
    return frozenset(given.get("known", "").split(",")[:_MOST_KNOWN])
