"""The rules card of each department, one page each."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.reports.rules_card import cards_of
from clearslate.ui.access import Visit, production_page
from clearslate.ui.papers.rules_card import card_sheet
from clearslate.ui.papers.sheet import Sheet
from clearslate.ui.views.papers.common import Link, page, pdf, pdf_links
from clearslate.uses.matching import DEPARTMENTS


@require_safe
@production_page(Action.SEE_USES)
def rules_card(visit: Visit) -> HttpResponse:
    """The card of the department that the address names, or of all of them."""
    asked = _asked(visit)
    url = reverse("rules_card", args=[visit.production.slug])
    query = f"?department={asked}" if asked else ""
    tabs = [Link("All", url, not asked)]
    tabs += [
        Link(title, f"{url}?department={key}", key == asked) for key, title in DEPARTMENTS.items()
    ]
    return page(
        visit,
        _sheets(visit, asked),
        heading=f"Rules card, {DEPARTMENTS[asked]}" if asked else "Rules cards",
        files=pdf_links(f"{reverse('rules_card_pdf', args=[visit.production.slug])}{query}"),
        tabs=tabs,
        tabs_label="Departments",
    )


@require_safe
@production_page(Action.SEE_USES)
def rules_card_pdf(visit: Visit) -> HttpResponse:
    """The same as PDF. A card is for everybody of the production, and holds no use."""
    asked = _asked(visit)
    name = f"{visit.production.slug}-rules-card{f'-{asked}' if asked else ''}.pdf"
    return pdf(visit, _sheets(visit, asked), name.replace("_", "-"))


def _asked(visit: Visit) -> str:
    asked: str = visit.request.GET.get("department", "")
    if asked and asked not in DEPARTMENTS:
        raise Http404
    return asked


def _sheets(visit: Visit, asked: str) -> list[Sheet]:
    found = cards_of(visit.party, visit.production, visit.at, [asked] if asked else ())
    return [card_sheet(visit, card) for card in found]
