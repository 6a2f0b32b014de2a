"""The clearance log and the GenAI cue sheet: pages that print, CSV and PDF, with filters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.policy.render.words import count
from clearslate.productions.rules import areas_on
from clearslate.reports.cue_sheet import Cue, cues_of
from clearslate.reports.log import Row, log_of
from clearslate.ui.access import Visit, production_page
from clearslate.ui.papers.log import cue_lines, cue_sheets, log_lines, log_sheet
from clearslate.ui.views.papers.common import Link, page, pdf, pdf_links, with_query
from clearslate.ui.views.uses_table import asked_in
from clearslate.uses.asked import NAMELESS
from clearslate.uses.ground import episode_codes
from clearslate.uses.table import Search

MOST_ROWS = 200
"""Uses on a page or in a PDF; the CSV file has all."""

STATES = {
    "cleared": "Cleared",
    "go_ahead": "Go-ahead",
    "noticed": "Noticed",
    "in_review": "In review",
    "on_hold": "On hold",
    "declined": "Declined",
}


@require_safe
@production_page(Action.SEE_USES)
def log(visit: Visit) -> HttpResponse:
    """The log, by the filters of the table of uses."""
    rows, told = _rows(visit)
    slug, query = visit.production.slug, visit.request.GET.urlencode()
    files = [
        Link("CSV of all that match", f"{reverse('clearance_log_csv', args=[slug])}?{query}"),
        *pdf_links(f"{reverse('clearance_log_pdf', args=[slug])}?{query}"),
    ]
    areas = areas_on(visit.production, visit.today)
    return page(
        visit,
        [log_sheet(visit, rows, areas, told)],
        heading=f"Clearance log of {visit.production.code_name}",
        files=files if visit.may(Action.EXPORT_USES) else (),
        around=[
            Link("All papers", reverse("papers", args=[slug])),
            Link("More filters, in the table", f"{reverse('uses', args=[slug])}?{query}"),
        ],
        tabs=_states(visit),
        tabs_label="States",
        more_tabs=_episodes(visit),
    )


@require_safe
@production_page(Action.EXPORT_USES)
def log_pdf(visit: Visit) -> HttpResponse:
    """The same as PDF."""
    rows, told = _rows(visit)
    sheet = log_sheet(visit, rows, areas_on(visit.production, visit.today), told)
    return pdf(visit, [sheet], f"{visit.production.slug}-log-{visit.today.isoformat()}.pdf")


@require_safe
@production_page(Action.EXPORT_USES)
def log_csv(visit: Visit) -> HttpResponse:
    """All that match as CSV, sent while it is written."""
    search = _search(visit)
    rows = log_of(search, search.ids())
    return _csv(visit, log_lines(visit, rows, areas_on(visit.production, visit.today)), "log")


@require_safe
@production_page(Action.SEE_USES)
def cue_sheet(visit: Visit) -> HttpResponse:
    """Every episode, or those that the filters name."""
    slug, query = visit.production.slug, visit.request.GET.urlencode()
    files = [
        Link("CSV", f"{reverse('cue_sheet_csv', args=[slug])}?{query}"),
        *pdf_links(f"{reverse('cue_sheet_pdf', args=[slug])}?{query}"),
    ]
    return page(
        visit,
        cue_sheets(visit, _cues(visit)),
        heading=f"GenAI cue sheet of {visit.production.code_name}",
        files=files if visit.may(Action.EXPORT_USES) else (),
        tabs=_episodes(visit),
        tabs_label="Episodes",
        nothing="Nothing goes into a final",
    )


@require_safe
@production_page(Action.EXPORT_USES)
def cue_sheet_pdf(visit: Visit) -> HttpResponse:
    """The same as PDF."""
    sheets = cue_sheets(visit, _cues(visit)) or [
        log_sheet(visit, (), {}, "Nothing goes into a final.")
    ]
    return pdf(visit, sheets, f"{visit.production.slug}-cues-{visit.today.isoformat()}.pdf")


@require_safe
@production_page(Action.EXPORT_USES)
def cue_sheet_csv(visit: Visit) -> HttpResponse:
    """The same as CSV."""
    return _csv(visit, cue_lines(visit, _cues(visit)), "cues")


def _search(visit: Visit) -> Search:
    asked = asked_in(visit)
    if not asked.sort:
        asked = replace(asked, sort="number")
    return Search(visit.party, visit.production, asked, visit.at)


def _rows(visit: Visit) -> tuple[list[Row], str]:
    """The rows of a page, and which part of the log they are."""
    search = _search(visit)
    ids = search.ids()
    told = count(len(ids), "use")
    if len(ids) > MOST_ROWS:
        told = f"the first {MOST_ROWS} of {told}; the CSV file has all"
    return list(log_of(search, ids[:MOST_ROWS])), told


def _cues(visit: Visit) -> list[Cue]:
    search = _search(visit)
    cues = cues_of(search, search.ids())
    asked = set(search.asked.episode)
    return [each for each in cues if not asked or (each.episode or NAMELESS) in asked]


def _csv(visit: Visit, lines: Any, what: str) -> HttpResponse:
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{visit.production.slug}-{what}-{visit.today.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _states(visit: Visit) -> list[Link]:
    asked = visit.request.GET.get("state", "")
    found = [Link("All states", with_query(visit.request, state=""), not asked)]
    for state, title in STATES.items():
        found.append(Link(title, with_query(visit.request, state=state), state == asked))
    return found


def _episodes(visit: Visit) -> list[Link]:
    asked = visit.request.GET.get("episode", "")
    codes = {code: code for code in episode_codes(visit.production)}
    if not codes:
        return []
    found = [Link("All episodes", with_query(visit.request, episode=""), not asked)]
    for code, title in {**codes, NAMELESS: "No episode"}.items():
        found.append(Link(title, with_query(visit.request, episode=code), code == asked))
    return found
