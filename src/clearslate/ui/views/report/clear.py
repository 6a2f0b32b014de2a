"""Is my show clear: per episode and department, ageing of what is open, and time to decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.policy.render.words import count
from clearslate.productions.rules import areas_on
from clearslate.reports.clear import AGES, CLEAR, HELD, OPEN, Report, Tally, report_of
from clearslate.ui import charts
from clearslate.ui.access import Visit, production_page
from clearslate.uses.asked import NAMELESS, Asked


@require_safe
@production_page(Action.SEE_REPORTS)
def clear_report(visit: Visit) -> HttpResponse:
    """The report of today."""
    found = report_of(visit.party, visit.production, visit.at)
    areas = areas_on(visit.production, visit.today)
    context = {
        "production": visit.production,
        "today": visit.today,
        "report": found,
        "question": f"Is {visit.production.code_name} clear?",
        "answer": _answer(found),
        "cells": _cells(found),
        "tables": [
            ("Per episode", "Episode", [_row(visit, each, "episode") for each in found.episodes]),
            (
                "Per department",
                "Department",
                [_row(visit, each, "department") for each in found.departments],
            ),
        ],
        "ages": [title for _, title in AGES],
        "pace": [
            (areas.get(each.title, each.title) or "Called-up notices", each) for each in found.pace
        ],
    }
    return render(visit.request, "report/clear.html", context)


def _answer(found: Report) -> str:
    total = found.total
    if not total.total:
        return "Nothing is declared yet"
    if total.clear:
        return "Yes"
    waiting = total.counts[OPEN] + total.counts[HELD]
    return f"Not yet: {waiting} of {count(total.total, 'use')} wait"


def _cells(found: Report) -> list[dict[str, str]]:
    counts = found.total.counts
    return [
        {"label": "Nothing to do", "value": str(counts[CLEAR])},
        {"label": "Open", "value": str(counts[OPEN])},
        {"label": "On hold: evidence missing", "value": str(counts[HELD])},
    ]


def _row(visit: Visit, tally: Tally, field: str) -> dict[str, Any]:
    query = Asked().query(**{field: (tally.key or NAMELESS,)})
    return {
        "tally": tally,
        "clear": tally.counts[CLEAR],
        "open": tally.counts[OPEN],
        "held": tally.counts[HELD],
        "bar": _bar(tally),
        "url": f"{reverse('uses', args=[visit.production.slug])}?{query}",
    }


def _bar(tally: Tally) -> SafeString:
    parts = [(kind, tally.counts[kind]) for kind in (CLEAR, OPEN, HELD)]
    return charts.shares(parts, tally.total)
