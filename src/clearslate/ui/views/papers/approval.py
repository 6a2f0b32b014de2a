"""The written approval of a use, and a standing approval, as documents."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.reports.approval import approval_of
from clearslate.ui.access import Visit, production_page
from clearslate.ui.papers.approval import approval_sheet
from clearslate.ui.papers.sheet import Sheet
from clearslate.ui.papers.standing import standing_sheet
from clearslate.ui.views.envelopes.standing import standing_or_404
from clearslate.ui.views.papers.common import Link, page, papers_link, pdf, pdf_links
from clearslate.ui.views.use.export import file_name
from clearslate.ui.views.use.finding import frame, stored_or_404, use_or_404, version_asked
from clearslate.uses.entries import use_number
from clearslate.uses.errors import DamagedError
from clearslate.uses.models import Use


@require_safe
@production_page(Action.SEE_USES)
def approval(visit: Visit, number: int) -> HttpResponse:
    """The written approval of the newest version, or of the one that `?version=` names."""
    use = use_or_404(visit, number)
    asked = version_asked(visit, use)
    try:
        sheet = _sheet(visit, use, asked)
    except DamagedError as error:
        return _damaged(visit, use, asked, error)
    slug = visit.production.slug
    url = reverse("approval_pdf", args=[slug, number])
    query = "" if asked == use.versions_count else f"?version={asked}"
    around = [papers_link(visit), Link(use_number(number), reverse("use", args=[slug, number]))]
    if query:
        newest = reverse("approval", args=[slug, number])
        around.append(Link(f"Version {use.versions_count}, the newest", newest))
    return page(
        visit,
        [sheet],
        heading=f"Written approval, {use_number(number)}",
        files=pdf_links(f"{url}{query}") if visit.may(Action.EXPORT_USES) else (),
        around=around,
    )


@require_safe
@production_page(Action.EXPORT_USES)
def approval_pdf(visit: Visit, number: int) -> HttpResponse:
    """The same as PDF."""
    use = use_or_404(visit, number)
    asked = version_asked(visit, use)
    try:
        sheet = _sheet(visit, use, asked)
    except DamagedError as error:
        return _damaged(visit, use, asked, error)
    return pdf(visit, [sheet], file_name(visit.production.slug, number, asked, "approval.pdf"))


@require_safe
@production_page(Action.SEE_USES)
def standing_approval(visit: Visit, standing: int) -> HttpResponse:
    """A standing approval as a document."""
    row = standing_or_404(visit, standing)
    sheet = standing_sheet(visit, row)
    slug = visit.production.slug
    url = reverse("standing_approval_pdf", args=[slug, standing])
    there = reverse("standing_page", args=[slug, standing])
    return page(
        visit,
        [sheet],
        heading=f"Standing approval {sheet.name}",
        files=pdf_links(url) if visit.may(Action.EXPORT_USES) else (),
        around=[papers_link(visit), Link(sheet.name, there)],
    )


@require_safe
@production_page(Action.EXPORT_USES)
def standing_approval_pdf(visit: Visit, standing: int) -> HttpResponse:
    """The same as PDF."""
    sheet = standing_sheet(visit, standing_or_404(visit, standing))
    return pdf(visit, [sheet], f"{visit.production.slug}-{sheet.name.lower()}.pdf")


def _sheet(visit: Visit, use: Use, number: int) -> Sheet:
    found = stored_or_404(use, number)
    return approval_sheet(visit, approval_of(use, found, visit.today))


def _damaged(visit: Visit, use: Use, asked: int, error: DamagedError) -> HttpResponse:
    context = frame(visit, use) | {"asked": asked, "problem": str(error)}
    context["cells"] = [(context["number"], context["title"])]
    return render(visit.request, "use/damaged.html", context, status=409)
