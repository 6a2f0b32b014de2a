"""The foot of each printed page: a style sheet of its own, since no style may stand in a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.policy.assess.assessment import MADE_BY
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.use.finding import use_or_404, version_asked
from clearslate.uses.stored import case_hash


@require_safe
@production_page(Action.SEE_USES)
def use_foot(visit: Visit, number: int) -> HttpResponse:
    """Which case the paper shows, and that it was made by rule."""
    use = use_or_404(visit, number)
    sha256 = case_hash(use, version_asked(visit, use))
    text = f"{MADE_BY} Case {sha256[:32]}" if sha256 else MADE_BY
    foot = f'@bottom-left {{ content: "{text}"; font: 8pt sans-serif; }}'
    style = f".assessed.use {{ page: use; }}\n@page use {{ {foot} }}\n"
    return HttpResponse(style, content_type="text/css; charset=utf-8")
