"""Uses as a file: CSV of what matches or of a selection, and the numbers of a selection."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.uses_table import asked_in
from clearslate.uses.asked import Asked
from clearslate.uses.entries import use_number
from clearslate.uses.export import lines
from clearslate.uses.table import Search

_MOST = 1000


@dataclass(frozen=True)
class _Wanted:
    """What a file is asked for: everything that matches, or some numbers of it."""

    asked: Asked
    numbers: frozenset[int] | None


def _wanted(request: HttpRequest, visit: Visit) -> _Wanted | None:
    """What is asked for; None for a selection of nothing."""
    if request.GET.get("sel") != "1":
        return _Wanted(asked_in(visit), None)
    asked = Asked.read_text(request.GET.get("query", ""))
    if request.GET.get("all") == "1":
        return _Wanted(asked, None)
    ticked = request.GET.getlist("n")[:_MOST]
    numbers = {int(n) for n in ticked if n.isascii() and n.isdecimal() and len(n) < 7}
    return _Wanted(asked.unfiltered, frozenset(numbers)) if numbers else None


def _ids(search: Search, wanted: _Wanted) -> list[str]:
    if wanted.numbers is None:
        return search.ids()
    return search.ids(numbers=wanted.numbers)


@require_safe
@production_page(Action.EXPORT_USES)
def uses_csv(visit: Visit) -> HttpResponse:
    """A CSV file, sent while it is written."""
    wanted = _wanted(visit.request, visit)
    if wanted is None:
        return _nothing(visit)
    search = Search(visit.party, visit.production, wanted.asked, visit.at)
    name = f"{visit.production.slug}-uses-{visit.today.isoformat()}.csv"
    response = StreamingHttpResponse(
        lines(search, _ids(search, wanted)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@production_page(Action.SEE_USES)
def uses_numbers(visit: Visit) -> HttpResponse:
    """The numbers of what is selected, one a line, to copy."""
    wanted = _wanted(visit.request, visit)
    if wanted is None:
        return _nothing(visit)
    search = Search(visit.party, visit.production, wanted.asked, visit.at)
    numbers = search.numbers(_ids(search, wanted))
    text = "".join(f"{use_number(number)}\n" for number in numbers)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _nothing(visit: Visit) -> HttpResponse:
    back = reverse("uses", args=[visit.production.slug])
    query = Asked.read_text(visit.request.GET.get("query", "")).query()
    context = {"production": visit.production, "back": f"{back}?{query}"}
    return render(visit.request, "home/nothing_selected.html", context, status=422)
