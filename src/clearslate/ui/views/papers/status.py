"""The weekly status sheet, one page for each episode."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.reports.status import Status, status_of
from clearslate.ui.access import Visit, production_page
from clearslate.ui.papers.status import status_sheet
from clearslate.ui.views.papers.common import Link, page, pdf, pdf_links, with_query
from clearslate.uses.asked import NAMELESS


@require_safe
@production_page(Action.SEE_USES)
def status(visit: Visit) -> HttpResponse:
    """Every episode, or the one that `?episode=` names."""
    every = status_of(visit.party, visit.production, visit.at)
    asked = visit.request.GET.get("episode", "")
    shown = _shown(every, asked)
    url = reverse("status_sheet_pdf", args=[visit.production.slug])
    query = visit.request.GET.urlencode() if asked else ""
    tabs = [Link("All", with_query(visit.request, episode=""), not asked)]
    tabs += [
        Link(
            each.code or "No episode",
            with_query(visit.request, episode=each.code or NAMELESS),
            asked == (each.code or NAMELESS),
        )
        for each in every
    ]
    return page(
        visit,
        [status_sheet(visit, each) for each in shown],
        heading=f"Weekly status of {visit.production.code_name}",
        files=pdf_links(f"{url}?{query}" if query else url)
        if visit.may(Action.EXPORT_USES)
        else (),
        tabs=tabs if len(every) > 1 else [],
        tabs_label="Episodes",
    )


@require_safe
@production_page(Action.EXPORT_USES)
def status_pdf(visit: Visit) -> HttpResponse:
    """The same as PDF."""
    every = status_of(visit.party, visit.production, visit.at)
    shown = _shown(every, visit.request.GET.get("episode", ""))
    name = f"{visit.production.slug}-status-{visit.today.isoformat()}.pdf"
    return pdf(visit, [status_sheet(visit, each) for each in shown], name)


def _shown(every: list[Status], asked: str) -> list[Status]:
    found = [each for each in every if not asked or (each.code or NAMELESS) == asked]
    if not found:
        raise Http404
    return found
