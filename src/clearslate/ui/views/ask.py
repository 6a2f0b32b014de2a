"""Ask first: the same questions and the same verdict, and nothing is stored.

The answers travel in the form, sealed, so that what comes back is what was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.permissions import Action
from clearslate.policy.interview import State, blank
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.answers import fields_in
from clearslate.ui.views.declare.answering import known_in
from clearslate.ui.views.declare.interview import (
    MOST_ASKED,
    changes_on,
    errors_of,
    next_label,
    place_in,
    taken_back,
)
from clearslate.ui.views.declare.lower import ways_of
from clearslate.ui.views.declare.page import WHOLE, Page, Place, first_step
from clearslate.uses import asking, drafts
from clearslate.uses.desk import desk_for
from clearslate.uses.errors import UsesError

_LABEL = "Only asking"


@production_page(Action.DECLARE)
def ask(visit: Visit) -> HttpResponse:
    """The questions, with what was answered so far; each answer gets the page back."""
    if visit.request.method != "POST":
        desk = desk_for(visit.production, visit.at)
        place = Place(place_in(visit.request).by)
        return _show(visit, Page(blank(), desk, place, _LABEL))
    asked = _asked(visit)
    if isinstance(asked, HttpResponse):
        return asked
    page, more = asked
    if visit.request.POST.get("go") == "draft":
        return _as_draft(visit, page.document)
    if visit.request.POST.get("go") == "ways":
        more["ways"] = ways_of(page.desk, page.document)
    return _show(visit, page, 422 if page.errors else 200, **more)


@production_page(Action.DECLARE)
def answer(visit: Visit) -> HttpResponse:
    """What follows from one answer, for the script of the page."""
    if visit.request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    asked = _asked(visit, stay=True)
    if isinstance(asked, HttpResponse):
        return HttpResponse(status=400)
    page, more = asked
    page = replace(page, known=known_in(visit.request))
    context = {**_context(visit, page), **more}
    status = 422 if page.errors else 200
    return _private(render(visit.request, "declare/fresh.html", context, status=status))


@production_page(Action.DECLARE)
def ways(visit: Visit) -> HttpResponse:
    """Ways to a lower outcome of what the form holds."""
    if visit.request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    try:
        document = asking.unseal(visit.request.POST.get("document", ""), visit.production)
    except UsesError:
        return HttpResponse(status=400)
    found = ways_of(desk_for(visit.production, visit.at), document)
    return _private(render(visit.request, "declare/ways.html", {"ways": found}))


def _asked(visit: Visit, *, stay: bool = False) -> HttpResponse | tuple[Page, dict[str, Any]]:
    """The page after what the form changes; a fresh start where its answers cannot be read."""
    posted = visit.request.POST
    try:
        before = asking.unseal(posted.get("document", ""), visit.production)
    except UsesError as error:
        messages.warning(visit.request, str(error))
        return HttpResponseRedirect(reverse("ask", args=(visit.production.slug,)))
    desk = desk_for(visit.production, visit.at)
    place = place_in(visit.request)
    was = Page(before, desk, place, _LABEL)
    shown = posted.getlist("asked")[:MOST_ASKED]
    after = asking.ask(desk, before, changes_on(was.interview, was.journey, posted, shown))
    told = taken_back(was.interview, before, after.document)
    if after.problems:
        errors = errors_of(after.problems)
        sent = {path: fields_in(posted, path) for path in errors}
        page = Page(after.document, desk, place, _LABEL, sent=sent, errors=errors)
        return page, {"told": told}
    here = Page(after.document, desk, place, _LABEL)
    goes = "stay" if stay or posted.get("remove") else posted.get("go", "")
    return Page(after.document, desk, _next(here, goes, shown), _LABEL), {"told": told}


def _next(page: Page, goes: str, shown: list[str]) -> Place:
    """Where the form leads: what was chosen, the rest of the card, or what comes next."""
    kind, _, key = goes.partition(":")
    if kind == "section":
        by = page.place.by
        step = first_step(next((s for s in page.sections if s.key == key), None))
        return Place(by, section=key) if by == WHOLE else Place(by, step=step.key if step else "")
    if kind in ("guided", "whole"):
        return (
            Place(WHOLE, page.place.step, page.section.key)
            if kind == "whole"
            else Place(section=page.section.key)
        )
    new = [
        asked
        for step in page.steps
        for asked in page.asked_in(step)
        if asked.state is State.OPEN and asked.path not in shown
    ]
    if goes in ("stay", "ways", "draft") or new:
        return page.place
    if page.place.by == WHOLE:
        return Place(WHOLE, section=(page.next_section or page.section).key)
    keys = [step.key for step in page.journey.steps if step.state is State.OPEN]
    following = page.journey.next
    if following and following.key == page.wanted.step and following.key in keys:
        rest = keys[keys.index(following.key) + 1 :] or keys
        return Place(step=rest[0])
    return Place(step=following.key if following else page.place.step)


def _as_draft(visit: Visit, document: Mapping[str, Any]) -> HttpResponse:
    draft = drafts.start(
        author=visit.user, production=visit.production, at=visit.at, document=document
    )
    return HttpResponseRedirect(reverse("draft", args=(visit.production.slug, draft.id)))


def _context(visit: Visit, page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "stores": False,
        "base": reverse("ask", args=(visit.production.slug,)),
        "slug": visit.production.slug,
        "sealed": asking.seal(page.document, visit.production),
        "next_label": next_label(page, "Go on") if page.journey.next else "Assess these answers",
        "errors": page.wrong,
    }


def _show(visit: Visit, page: Page, status: int = 200, **more: Any) -> HttpResponse:
    context = {**_context(visit, page), **more}
    response = render(visit.request, "declare/ask.html", context, status=status)
    return _private(response) if visit.request.method == "POST" else response


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by the browser alone, so that its back button shows what was sent and came back."""
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
