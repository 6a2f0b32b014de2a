"""The duties of a production by their day: one's own, or everybody's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.duties.changing import may_keep
from clearslate.duties.models import Duty
from clearslate.duties.selectors import STATES, Asked, Duties, duties_of
from clearslate.policy.render.words import count
from clearslate.ui.access import Visit, production_page
from clearslate.uses.entries import use_number

SIGNS = {str(Duty.State.DONE): "yes", str(Duty.State.WAIVED): "no", str(Duty.State.DROPPED): "no"}
"""The marks of what is over; what is open has none."""

_STATES = {"open": "Open", "late": "Late", "done": "Done", "waived": "Waived"}


@require_safe
@production_page(Action.SEE_USES)
def duties(visit: Visit) -> HttpResponse:
    """What is to be done by a day, and by whom."""
    asked = _asked(visit)
    found = duties_of(visit.party, visit.production, visit.at, asked)
    context = {
        "visit": visit,
        "asked": asked,
        "answer": _answer(found),
        "cells": _cells(found),
        "whose": [_tab(asked, "whose", each, title, found.counts[each]) for each, title in _WHOSE],
        "states": [
            _tab(asked, "state", each, _STATES[each], found.counts[each]) for each in STATES
        ],
        "kinds": _kinds(found),
        "rows": [shown(visit, each) for each in found.rows],
        "pages": _pages(found),
        "matching": found.matching,
    }
    return render(visit.request, "duties/table.html", context)


_WHOSE = (("mine", "Mine"), ("all", "Everybody’s"))  # noqa: RUF001


def shown(visit: Visit, duty: Duty) -> dict[str, Any]:
    """A duty as a row shows it."""
    late = duty.late(visit.today)
    word = "late" if late else str(duty.get_state_display())
    return {
        "duty": duty,
        "number": use_number(duty.use.number),
        "sign": SIGNS.get(duty.state, ""),
        "word": word,
        "late": late,
        "kind": str(duty.get_kind_display()),
        "may": may_keep(visit.actions, visit.user.id, duty) and duty.state == Duty.State.OPEN,
        "mine": duty.assigned_id == visit.user.id,
    }


def day_words(duty: Duty, today: date) -> str:
    """How far a day is, where it is near."""
    if duty.day is None:
        return duty.due_words
    days = (duty.day - today).days
    if days == 0:
        return "today"
    return f"{count(-days, 'day')} ago" if days < 0 else f"in {count(days, 'day')}"


def _asked(visit: Visit) -> Asked:
    query = visit.request.GET
    page = query.get("page", "")
    return Asked(
        whose="all" if query.get("whose") == "all" else "mine",
        state=query["state"] if query.get("state") in STATES else "open",
        kind=query["kind"] if query.get("kind") in Duty.Kind.values else "",
        page=max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _tab(asked: Asked, name: str, value: str, title: str, number: int) -> dict[str, Any]:
    return {
        "title": title,
        "count": number,
        "query": asked.query(**{name: value, "kind": ""}),
        "current": getattr(asked, name) == value,
    }


def _kinds(found: Duties) -> list[dict[str, Any]]:
    """The kinds there are among what is shown, to show one of them."""
    labels = dict(Duty.Kind.choices)
    every = [{"title": "All kinds", "query": found.asked.query(kind=""), "value": ""}]
    some = [
        {
            "title": labels[kind].capitalize(),
            "count": found.kinds[kind],
            "query": found.asked.query(kind=kind),
            "value": kind,
        }
        for kind in labels
        if found.kinds.get(kind)
    ]
    tabs = [*every, *some]
    return [{**each, "current": each["value"] == found.asked.kind} for each in tabs]


def _answer(found: Duties) -> str:
    mine = found.counts["mine"]
    return f"{count(mine, 'duty', 'duties')} of yours" if mine else "No duty of yours is open"


def _cells(found: Duties) -> list[dict[str, str]]:
    return [
        {"label": "Open, everybody’s", "value": str(found.counts["all"])},  # noqa: RUF001
        {"label": "Late, everybody’s", "value": str(found.counts["late_of_all"])},  # noqa: RUF001
    ]


def _pages(found: Duties) -> dict[str, str]:
    page = min(found.asked.page, found.pages)
    pages = {}
    if page > 1:
        pages["before"] = found.asked.query(page=page - 1)
    if page < found.pages:
        pages["after"] = found.asked.query(page=page + 1)
    return pages
