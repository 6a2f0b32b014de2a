"""The table of uses. Every question to it is an address, so it can be kept and passed on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from clearslate.accounts.permissions import Action
from clearslate.ui import listing
from clearslate.ui.access import Visit, production_page
from clearslate.ui.navigation import address
from clearslate.uses.asked import Asked
from clearslate.uses.ground import episode_codes
from clearslate.uses.selectors import use_of
from clearslate.uses.table import Search, table_of
from clearslate.uses.views import views_of

TARGET = "uses"
"""The part of the page that is replaced while somebody filters."""


def asked_in(visit: Visit) -> Asked:
    """What the address asks for."""
    return Asked.read(dict(visit.request.GET.lists()))


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
@production_page(Action.SEE_USES)
def uses(visit: Visit) -> HttpResponse:
    """The table; a number alone leads to its use."""
    asked = asked_in(visit)
    if asked.number and replace(asked, q="") == Asked():
        found = address("use", visit.production.slug, asked.number)
        if found and use_of(visit.party, visit.production, asked.number):
            return HttpResponseRedirect(found)
    if getattr(visit.request, "htmx", None) and visit.request.htmx.target == TARGET:
        response = render(visit.request, "home/uses.html#table", _table(visit, asked))
        here = reverse("uses", args=[visit.production.slug])
        query = asked.query()
        response.headers["HX-Push-Url"] = f"{here}?{query}" if query else here
        return response
    return render(visit.request, "home/uses.html", _page(visit, asked))


def _table(visit: Visit, asked: Asked) -> dict[str, Any]:
    """What the table itself shows."""
    table = table_of(Search(visit.party, visit.production, asked, visit.at))
    episodes = episode_codes(visit.production)
    parts = list(listing.parts(table, episodes))
    asked = table.asked
    return {
        "production": visit.production,
        "today": visit.today,
        "table": table,
        "asked": asked,
        "query": asked.q,
        "episodes": episodes,
        "tabs": list(listing.tabs(table)),
        "heads": list(listing.heads(asked)),
        "parts": parts,
        "pictures": any(row.picture for row in table.rows),
        "width": len(asked.columns) + 3,
        "link": asked.query(),
        "usual_order": asked.query(sort="") if asked.sort else None,
        "no_filter": asked.unfiltered.query(),
        "without_blocks": asked.query(blocks=""),
        "blocks": listing.told(asked),
        "before": asked.query(page=asked.page - 1) if asked.page > 1 else None,
        "after": asked.query(page=asked.page + 1) if asked.page < table.pages else None,
        "first": (asked.page - 1) * asked.size + 1,
        "last": min(asked.page * asked.size, table.lines),
        "may_export": visit.may(Action.EXPORT_USES),
        "nothing_yet": visit.production.last_use == 0,
    }


def _page(visit: Visit, asked: Asked) -> dict[str, Any]:
    """What the whole page shows."""
    context = _table(visit, asked)
    table = context["table"]
    menus = list(listing.menus(asked, table.ground.turns, context["episodes"]))
    return context | {
        "menus": menus,
        "columns": listing.columns(asked),
        "groupings": list(listing.groupings(asked)),
        "sizes": list(listing.sizes(asked)),
        "saved": views_of(visit.party, visit.production),
        "cells": [
            ("Uses", f"{visit.production.last_use:,}"),
        ],
    }
