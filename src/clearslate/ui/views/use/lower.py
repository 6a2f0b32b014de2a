"""What would lower the outcome of a version: a second request, since the search takes a moment."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.policy.render.todo import ways_down
from clearslate.policy.render.words import ORDER
from clearslate.policy.ways import ways
from clearslate.ui.access import Visit, production_page
from clearslate.ui.seen import seen
from clearslate.ui.views.use.finding import frame, stored_or_404, use_or_404, version_asked
from clearslate.uses.desk import assessor_of
from clearslate.uses.errors import DamagedError


@require_safe
@production_page(Action.SEE_USES)
def use_ways(visit: Visit, number: int) -> HttpResponse:
    """The smallest changes that would lower the outcome; a fragment where a page asks for it."""
    use = use_or_404(visit, number)
    asked = version_asked(visit, use)
    context = frame(visit, use) | {"asked": asked, "outcomes": ORDER}
    context["cells"] = [(f"{context['number']}, version {asked}", context["title"])]
    try:
        found = stored_or_404(use, asked)
    except DamagedError as error:
        return render(visit.request, "use/damaged.html", context | {"problem": str(error)})
    section = ways_down(ways(found.case, assessor_of(found.case.rulebooks)))
    template = "use/ways.html#found" if visit.request.htmx else "use/ways.html"
    return render(visit.request, template, context | {"section": seen(section)})
