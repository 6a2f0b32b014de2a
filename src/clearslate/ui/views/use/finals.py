"""Making outputs final: what the use becomes is shown at once, and is what happens.

The page carries the hash of the case whose assessment it shows; another one is never submitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clearslate.accounts.permissions import Action
from clearslate.flows.finals import make_final
from clearslate.flows.renewing import renew
from clearslate.policy.errors import CaseError
from clearslate.policy.render.words import ORDER
from clearslate.ui.access import Visit, production_page
from clearslate.ui.assessment import shown
from clearslate.ui.seen import seen
from clearslate.ui.views.productions import read_or_write
from clearslate.ui.views.use.finding import frame, use_or_404
from clearslate.uses.errors import DamagedError, NobodyToldError, StaleError, UsesError
from clearslate.uses.finals import Final, destinations, final_of, temporary_outputs
from clearslate.uses.models import Use
from clearslate.uses.reading import ENDED

_BUTTONS = {
    "approval": "Make it final, and ask for the go-ahead",
    "hold": "Make it final, on hold",
    "notify": "Make it final, and tell the platform contact",
}


@dataclass(frozen=True)
class Chosen:
    """What is to become final: each output by its index, with where it ends up."""

    outputs: dict[int, str]
    revision: int
    case: str
    """The hash of the case that was shown; empty where none was."""


@read_or_write
@production_page(Action.DECLARE)
def make_final_page(visit: Visit, number: int) -> HttpResponse:
    """Choose outputs, see the assessment, and make them final."""
    use = use_or_404(visit, number)
    if use.frozen_at is not None or use.state in ENDED:
        return _refused(visit, use, "It is delivered or over, so nothing of it becomes final now.")
    try:
        known = temporary_outputs(use)
    except DamagedError as error:
        return _refused(visit, use, str(error))
    if not known:
        return _refused(visit, use, "All its outputs are final already.")
    post = visit.request.POST if visit.request.method == "POST" else None
    if post is None:
        chosen = Chosen({each.index: each.usual for each in known}, use.revision, "")
        return _page(visit, use, chosen)
    chosen = _chosen(post, [each.index for each in known])
    if post.get("go") != "send":
        return _page(visit, use, chosen)
    return _send(visit, use, chosen)


def _send(visit: Visit, use: Use, chosen: Chosen) -> HttpResponse:
    try:
        make_final(
            actor=visit.party,
            at=visit.at,
            use=use,
            revision=chosen.revision,
            outputs=chosen.outputs,
            case_sha256=chosen.case,
        )
    except StaleError as error:
        return _page(visit, use_or_404(visit, use.number), chosen, problem=str(error), status=409)
    except (UsesError, CaseError, NobodyToldError) as error:
        return _page(visit, use, chosen, problem=str(error), status=422)
    return HttpResponseRedirect(reverse("use", args=[visit.production.slug, use.number]))


def _page(
    visit: Visit, use: Use, chosen: Chosen, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The choice, with the assessment that comes of it."""
    final: Final | None = None
    try:
        final = final_of(use, chosen.outputs, visit.at)
    except (UsesError, CaseError) as error:
        problem, status = problem or str(error), 422 if status == 200 else status
    context = frame(visit, use) | {
        "cells": [
            (f"Use U-{use.number:03d}, version {use.versions_count}", seen(use.title)),
            ("Becomes", "final"),
        ],
        "outputs": [
            {
                "row": each,
                "name": seen(each.name),
                "chosen": each.index in chosen.outputs,
                "to": chosen.outputs.get(each.index, each.usual),
            }
            for each in temporary_outputs(use)
        ],
        "destinations": destinations(),
        "revision": use.revision,
        "problem": problem,
        **(_assessed(final) if final else {}),
    }
    return render(visit.request, "use/make_final.html", context, status=status)


def _assessed(final: Final) -> dict[str, Any]:
    """The assessment as pages show it, and what the button does."""
    told = shown(final.assessed, final.case)
    sections = told.sections
    return {
        "shown": told,
        "outcomes": ORDER,
        "case": final.case.sha256,
        "before": [sections.get(name) for name in ("missing", "unanswered", "deciders", "duties")],
        "button": _BUTTONS.get(final.assessed.outcome or "", "Make it final"),
    }


def _chosen(post: QueryDict, known: list[int]) -> Chosen:
    marked = set(post.getlist("output"))
    revision = post.get("revision", "")
    return Chosen(
        {index: post.get(f"to.{index}", "") for index in known if str(index) in marked},
        int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else 0,
        post.get("case", ""),
    )


def _refused(visit: Visit, use: Use, problem: str, status: int = 409) -> HttpResponse:
    context = frame(visit, use)
    context |= {"problem": problem, "cells": [(context["number"], context["title"])]}
    return render(visit.request, "use/refused.html", context, status=status)


@require_POST
@production_page(Action.DECLARE)
def ask_again(visit: Visit, number: int) -> HttpResponse:
    """Ask the areas again whose decision has come to its day."""
    use = use_or_404(visit, number)
    revision = _chosen(visit.request.POST, []).revision
    try:
        renew(actor=visit.party, at=visit.at, use=use, revision=revision)
    except UsesError as error:
        return _refused(visit, use, str(error))
    return HttpResponseRedirect(reverse("use", args=[visit.production.slug, use.number]))
