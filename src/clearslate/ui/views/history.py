"""The history of a production, of one use, and of the installation, as a story."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action, InstallationAction
from clearslate.kit.clock import system_clock
from clearslate.ledger.parties import Party
from clearslate.ledger.services import INSTALLATION
from clearslate.ui.access import Visit, office_page, production_page
from clearslate.ui.stories import KINDS, story
from clearslate.ui.views.use.finding import frame, use_or_404

_LONGEST_PLACE = 15


@require_safe
@production_page(Action.SEE_HISTORY)
def history(visit: Visit) -> HttpResponse:
    """Everything that happened in a production."""
    kind = visit.request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise Http404
    production = visit.production
    found = story(production.id, zone=production.zone, kind=kind, before=_before(visit.request))
    context: dict[str, Any] = {
        "story": found,
        "today": visit.today,
        "cells": [("History", production.code_name), ("Times are those of", production.zone)],
        "kinds": [(key, title, key == kind) for key, (title, _) in KINDS.items()],
        "kind": kind,
        "next_page": _next(found.before, kind),
        "later": "before" in visit.request.GET,
    }
    return render(visit.request, "history/page.html", context)


@require_safe
@production_page(Action.SEE_HISTORY)
def use_history(visit: Visit, number: int) -> HttpResponse:
    """Everything that happened to one use."""
    use = use_or_404(visit, number)
    found = story(
        visit.production.id,
        zone=visit.production.zone,
        subject=Party("use", use.id),
        before=_before(visit.request),
    )
    context = frame(visit, use)
    context |= {
        "story": found,
        "today": visit.today,
        "cells": [
            (f"History of {context['number']}", context["title"]),
            ("Times are those of", visit.production.zone),
        ],
        "next_page": _next(found.before, ""),
        "later": "before" in visit.request.GET,
    }
    return render(visit.request, "history/page.html", context)


@require_safe
@office_page(InstallationAction.SEE_INSTALLATION)
def installation_history(request: HttpRequest) -> HttpResponse:
    """Everything that happened in the installation outside of productions."""
    found = story(INSTALLATION, zone=settings.TIME_ZONE, before=_before(request))
    context = {
        "story": found,
        "today": timezone.localtime(system_clock()).date(),
        "cells": [("History", "The installation"), ("Times are those of", settings.TIME_ZONE)],
        "next_page": _next(found.before, ""),
        "later": "before" in request.GET,
    }
    return render(request, "history/page.html", context)


def _before(request: HttpRequest) -> int | None:
    """The place that the address continues from."""
    asked = request.GET.get("before")
    if asked is None:
        return None
    if not asked.isascii() or not asked.isdecimal() or len(asked) > _LONGEST_PLACE:
        raise Http404
    return int(asked)


def _next(before: int | None, kind: str) -> str:
    """The query of the page with what happened earlier; empty where there is none."""
    if before is None:
        return ""
    return "?" + urlencode({**({"kind": kind} if kind else {}), "before": before})
