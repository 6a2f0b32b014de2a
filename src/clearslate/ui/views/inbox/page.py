"""What waits for a person in a production, with the reason that each is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.clearance.inbox import Asked, Beside, Inbox, Item, beside, inbox_of, next_of
from clearslate.clearance.models import Review
from clearslate.policy.render.words import count
from clearslate.ui.access import Visit, production_page
from clearslate.uses.entries import use_number

_FILTERS = {
    "area": "Area",
    "why": "Reason",
    "due": "Due",
    "goes": "Goes to",
}
_DUE = {"late": "past its date", "week": "within a week"}
_GOES = {"final": "final", "temporary": "temporary"}
_WHY = {
    "new": "new to you",
    "changed_since": "changed since you looked",
    "changed": "asked again",
    "answered": "a question was answered",
    "called_up": "called up",
    "renewed": "its decision had ended",
}


@dataclass(frozen=True)
class Shown:
    """An item as the page shows it."""

    item: Item
    number: str
    reason: str
    url: str
    late: bool
    finals: str


@require_safe
@production_page(Action.SEE_USES)
def inbox(visit: Visit, kind: str = "") -> HttpResponse:
    """Everything that waits for the person, what is due first at the top."""
    asked = _asked(visit)
    found = inbox_of(visit.party, visit.production, visit.at, asked)
    if asked.page > found.pages:
        raise Http404
    other = beside(visit.party, visit.production)
    context = {
        "production": visit.production,
        "today": visit.today,
        "inbox": found,
        "asked": asked,
        "decides": _decides(visit, found),
        "cells": _cells(visit, found, other),
        "tabs": _tabs(visit, found, asked),
        "menus": _menus(found, asked),
        "items": [_shown(visit, each) for each in found.items],
        "together": visit.may(Action.DECIDE) and any(each.together for each in found.items),
        "beside": other,
        "pages": _pages(asked, found),
    }
    return render(visit.request, "inbox/page.html", context)


@require_safe
@production_page(Action.DECIDE)
def next_to_decide(visit: Visit) -> HttpResponse:
    """Lead to the use that is due next; to the inbox where nothing waits."""
    use = next_of(visit.party, visit.production, visit.at)
    slug = visit.production.slug
    if use is None:
        return HttpResponseRedirect(reverse("inbox", args=[slug]))
    return HttpResponseRedirect(where_to_decide(visit, use.number))


def where_to_decide(visit: Visit, number: int) -> str:
    """The address of the page on which a use is decided."""
    slug = visit.production.slug
    return reverse("review", args=[slug, number])


def reason_of(item: Item) -> str:
    """Why an item is there, in a few words."""
    if item.paused:
        return "Waits for an answer"
    why = item.reviews[0].why
    if item.changed and why != Review.Why.ANSWERED:
        return f"Changed since you looked at version {item.looked}"
    return {
        Review.Why.NEW: "New" if not item.looked else "Waits for your decision",
        Review.Why.CHANGED: "Asked again: its findings changed",
        Review.Why.ANSWERED: "Your question was answered",
        Review.Why.CALLED_UP: "Called up",
        Review.Why.RENEWED: "Asked again: the decision had ended",
    }[Review.Why(why)]


def _asked(visit: Visit) -> Asked:
    query = visit.request.GET
    page = query.get("page", "1")
    return Asked(
        area=query.get("area", "")[:30].replace("\0", ""),
        why=query.get("why", "") if query.get("why") in _WHY else "",
        due=query.get("due", "") if query.get("due") in _DUE else "",
        waiting=query.get("waiting", "") if query.get("waiting") in ("answer", "decision") else "",
        goes=query.get("goes", "") if query.get("goes") in _GOES else "",
        page=int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 5 else 1,
    )


def query_of(asked: Asked, **changes: Any) -> str:
    """The query that asks for this, with changes; what is usual is left out."""
    changed = replace(asked, **{"page": 1, **changes})
    usual = Asked()
    return urlencode(
        {name: value for name, value in vars(changed).items() if value != getattr(usual, name)}
    )


def _cells(visit: Visit, found: Inbox, other: Beside) -> list[dict[str, str]]:
    cells = _to_decide(found) if _decides(visit, found) else []
    if other.queries:
        cells.append({"label": "Asked of you", "value": count(len(other.queries), "question")})
    if other.results:
        cells.append({"label": "Results to look at", "value": count(len(other.results), "use")})
    if other.lines:
        cells.append({"label": "Asked of your office", "value": count(len(other.lines), "line")})
    if not cells:
        cells.append({"label": "Asked of you", "value": "Nothing", "note": ""})
    areas = ", ".join(title for _, title in found.areas)
    if areas:
        cells.append({"label": "Your areas", "value": areas})
    return cells


def _decides(visit: Visit, found: Inbox) -> bool:
    """Whether the person decides here, also for somebody who is away."""
    return visit.may(Action.DECIDE) or found.counts["all"] > 0


def _to_decide(found: Inbox) -> list[dict[str, str]]:
    late = found.counts["late"]
    return [
        {
            "label": "Waits for you",
            "value": count(found.counts["all"] - found.counts["answer"], "decision"),
            "note": f"{late} past {'its' if late == 1 else 'their'} date" if late else "",
        },
        {
            "label": "Waiting for an answer",
            "value": str(found.counts["answer"]),
            "note": "their clock stands" if found.counts["answer"] else "",
        },
    ]


def _tabs(visit: Visit, found: Inbox, asked: Asked) -> list[dict[str, Any]]:
    counts = found.counts
    wanted = [
        ("All", Asked(), counts["all"]),
        ("New", Asked(why="new"), counts["new"]),
        ("Past their date", Asked(due="late"), counts["late"]),
        ("Waiting for an answer", Asked(waiting="answer"), counts["answer"]),
        ("Changed since you looked", Asked(why="changed_since"), counts["changed"]),
    ]
    plain = replace(asked, page=1)
    return [
        {"title": title, "query": query_of(each), "count": number, "current": each == plain}
        for title, each, number in wanted
    ]


def _menus(found: Inbox, asked: Asked) -> list[dict[str, Any]]:
    choices = {"area": dict(found.areas), "why": _WHY, "due": _DUE, "goes": _GOES}
    return [
        {
            "name": name,
            "title": title,
            "value": getattr(asked, name),
            "choices": list(choices[name].items()),
        }
        for name, title in _FILTERS.items()
    ]


def _shown(visit: Visit, item: Item) -> Shown:
    use = item.use
    return Shown(
        item=item,
        number=use_number(use.number),
        reason=reason_of(item),
        url=where_to_decide(visit, use.number),
        late=item.due is not None and item.due < visit.today and not item.paused,
        finals={True: "Final", False: "Temporary", None: "Not known where it goes"}[use.final],
    )


def _pages(asked: Asked, found: Inbox) -> dict[str, str]:
    links = {}
    if asked.page > 1:
        links["before"] = query_of(asked, page=asked.page - 1)
    if asked.page < found.pages:
        links["after"] = query_of(asked, page=asked.page + 1)
    return links
