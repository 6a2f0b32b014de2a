"""What changed from one version of a use to another, answer by answer."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.ui.access import Visit, production_page
from clearslate.ui.seen import seen
from clearslate.ui.views.use.finding import frame, number_in, stored_or_404, use_or_404
from clearslate.uses.differences import Changed, difference
from clearslate.uses.errors import DamagedError

_TITLES = {
    "outcome": "The outcome",
    "answers": "Answers",
    "evidence": "Evidence and records on file",
    "findings": "Findings",
    "rules": "Rules applied",
}


@require_safe
@production_page(Action.SEE_USES)
def changes(visit: Visit, number: int) -> HttpResponse:
    """The differences of two versions: `?from=1&to=2`; the last two where none are named."""
    use = use_or_404(visit, number)
    newest = int(use.versions_count)
    newer = number_in(visit.request, "to", newest)
    older = number_in(visit.request, "from", max(newer - 1, 1))
    if older >= newer:
        raise Http404
    context = frame(visit, use) | {"asked": newer, "older": older, "newer": newer}
    context["cells"] = [(f"{context['number']}, version {older} to {newer}", context["title"])]
    try:
        found = difference(stored_or_404(use, older), stored_or_404(use, newer))
    except DamagedError as error:
        return render(visit.request, "use/damaged.html", context | {"problem": str(error)})
    return render(visit.request, "use/changes.html", context | {"groups": _grouped(seen(found))})


def _grouped(found: tuple[Changed, ...]) -> list[tuple[str, list[Any]]]:
    return [
        (_TITLES.get(section, section), list(each))
        for section, each in groupby(found, key=lambda changed: changed.section)
    ]
