"""The way around a production: its sections, other productions to go to, and the main button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from clearslate.accounts.permissions import Action
from clearslate.productions.selectors import productions_of
from clearslate.ui.access import Visit


@dataclass(frozen=True)
class Section:
    """A section of a production as the layout shows it."""

    name: str
    url: str
    current: bool
    count: int | None


class _Kind(NamedTuple):
    """A section: the name of its address, its title, and the permission it needs."""

    address: str
    title: str
    action: Action


#: First part of the path below the production → the section it belongs to.
_SECTIONS: dict[str, _Kind] = {
    "": _Kind("production", "Overview", Action.SEE_PRODUCTION),
    "uses": _Kind("uses", "Uses", Action.SEE_USES),
    "standing": _Kind("standing", "Standing approvals", Action.SEE_USES),
    "inbox": _Kind("inbox", "Inbox", Action.SEE_USES),
    "duties": _Kind("duties", "Duties", Action.SEE_USES),
    "ask": _Kind("ask", "Ask first", Action.DECLARE),
    "gates": _Kind("gates", "Gates", Action.SEE_PRODUCTION),
    "reports": _Kind("reports", "Reports", Action.SEE_REPORTS),
    "papers": _Kind("papers", "Papers", Action.SEE_USES),
    "people": _Kind("people", "People", Action.SEE_PRODUCTION),
    "history": _Kind("history", "History", Action.SEE_HISTORY),
    "incidents": _Kind("incidents", "Incidents", Action.HANDLE_INCIDENTS),
    "settings": _Kind("settings", "Settings", Action.SEE_PRODUCTION),
}
#: Pages that belong to a section, though their path begins otherwise.
_WITHIN = {
    "calendar": "settings",
    "rules": "settings",
    "on-file": "settings",
    "suspensions": "settings",
    "after-delivery": "gates",
    "away": "inbox",
    "questions": "inbox",
    "privileged": "uses",
    **dict.fromkeys(("rules-card", "status-sheet", "log", "cue-sheet"), "papers"),
}


def sections_of(visit: Visit, current: str) -> list[Section]:
    """The sections that the person may see; `current` is the first part of the path."""
    found = []
    for part, kind in _SECTIONS.items():
        url = address(kind.address, visit.production.slug)
        if url and visit.may(kind.action):
            # Uses are numbered without a gap, so the newest number is how many there are.
            count = visit.production.last_use if part == "uses" else None
            found.append(Section(kind.title, url, part == current, count))
    return found


def others_of(visit: Visit) -> list[dict[str, str]]:
    """The other productions that the person belongs to."""
    return [
        {"name": each.code_name, "url": reverse("production", args=[each.slug])}
        for each in productions_of(visit.party)
        if each.id != visit.production.id
    ]


def around(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """What the layout needs on a page of a production; looked up when the layout asks."""
    production = visit.production
    base = reverse("production", args=[production.slug])
    part = request.path.removeprefix(base).partition("/")[0]
    current = _WITHIN.get(part, part)
    return {
        "place": {"title": production.code_name, "subtitle": production.title, "url": base},
        "productions": SimpleLazyObject(lambda: others_of(visit)),
        "sections": SimpleLazyObject(lambda: sections_of(visit, current)),
        "main_action": _main_action(visit),
        "report_url": address("incident_report", production.slug),
        "search_url": reverse("uses", args=[production.slug]) if visit.may(Action.SEE_USES) else "",
    }


def _main_action(visit: Visit) -> dict[str, str] | None:
    """The one thing that a person mostly comes for: to declare, or to decide."""
    slug = visit.production.slug
    if visit.may(Action.DECLARE):
        return {"label": "Declare a use", "url": address("declare", slug)}
    if visit.may(Action.DECIDE):
        return {"label": "Next to decide", "url": address("next_to_decide", slug)}
    return None


def address(name: str, *args: object) -> str:
    """The address of a page by its name; empty where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
