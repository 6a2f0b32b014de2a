"""The home of a production: clear or not, what blocks, who has it, by when, and what changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.ui import glance, listing
from clearslate.ui.access import Visit, production_page
from clearslate.ui.navigation import address
from clearslate.uses.asked import Asked
from clearslate.uses.entries import use_number
from clearslate.uses.ground import episode_codes
from clearslate.uses.home import Standing, changed_this_week, packs_in, standing
from clearslate.uses.selectors import drafts_of
from clearslate.uses.table import Search, table_of

_FIRST_ROWS = 7
_FEW = 5
_DRAFTS = 5


@require_safe
@production_page(Action.SEE_PRODUCTION)
def production_home(visit: Visit) -> HttpResponse:
    """Where the production stands, for the person who looks."""
    context: dict[str, Any] = {
        "production": visit.production,
        "today": visit.today,
        "drafts": _drafts(visit) if visit.may(Action.DECLARE) else [],
        "calendar_url": address("calendar", visit.production.slug),
        "people_url": address("people", visit.production.slug),
        "history_url": address("history", visit.production.slug),
        "may_edit": visit.may(Action.EDIT_PRODUCTION),
        "may_manage_people": visit.may(Action.MANAGE_PEOPLE),
        "may_export": visit.may(Action.EXPORT_USES),
    }
    if visit.may(Action.SEE_HISTORY):
        context["changes"] = changed_this_week(visit.production, visit.at)
    if not visit.may(Action.SEE_USES):
        return render(visit.request, "home/home.html", context | {"hidden": True})
    stands = standing(actor=visit.party, production=visit.production, at=visit.at)
    packs = packs_in(visit.production, visit.today)
    whole = "Film" if visit.production.kind == "film" else "All"
    context |= glance.board(visit, stands, packs) | glance.blockers(stands)
    context |= glance.plan(stands, whole)
    # The longer list has the wide column to itself.
    context["many_blockers"] = len(stands.blockers) > _FEW
    return render(visit.request, "home/home.html", context | _rows(visit, stands))


def _rows(visit: Visit, stands: Standing) -> dict[str, Any]:
    """The first rows of the table."""
    if not stands.total and not visit.production.last_use:
        return {"nothing_yet": True}
    asked = Asked()
    search = Search(visit.party, visit.production, asked, visit.at, stands.ground)
    table = table_of(search, most=_FIRST_ROWS)
    episodes = episode_codes(visit.production)
    return {
        "table": table,
        "tabs": list(listing.tabs(table)),
        "columns": [listing.TITLES[key] for key in asked.columns],
        "parts": list(listing.parts(table, episodes)),
        "pictures": any(row.picture for row in table.rows),
    }


def _drafts(visit: Visit) -> list[dict[str, Any]]:
    """The newest drafts of the person who looks; nobody else is shown them."""
    found = []
    for draft in drafts_of(visit.party, visit.production)[:_DRAFTS]:
        use = draft.document.get("use")
        title = use.get("title") if isinstance(use, dict) else None
        found.append(
            {
                "title": title if isinstance(title, str) and title else "Without a title",
                "url": address("draft", visit.production.slug, draft.pk),
                "changed_at": draft.changed_at,
                "of": use_number(draft.use.number) if draft.use else "",
            }
        )
    return found
