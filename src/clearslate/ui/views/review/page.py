"""The review page: everything that the decision needs, pictures first, and the form beside it.

Opening it decides nothing. The form carries exactly what was read, and the decision binds to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clearslate.clearance.holds import holds_of
from clearslate.clearance.thread import thread_of
from clearslate.policy.render.words import count
from clearslate.ui.assessment import Shown, shown
from clearslate.ui.forms.review import DecisionForm
from clearslate.ui.seen import seen
from clearslate.ui.shapes import VERDICTS
from clearslate.ui.views.review.areas import blocks_of, carried_by
from clearslate.ui.views.review.bench import Bench
from clearslate.ui.views.review.beside import Since, lines_beside, most_alike, since_last_look
from clearslate.ui.views.review.evidence import OnFile
from clearslate.ui.views.review.panel import panel
from clearslate.ui.views.use.finding import frame
from clearslate.ui.views.use.page import cells_of, still_of
from clearslate.ui.views.use.time import release_of
from clearslate.uses.errors import DamagedError
from clearslate.uses.models import Attachment
from clearslate.uses.stored import attached_to


@dataclass(frozen=True)
class Stale:
    """Why nothing was done with what was sent: what was read is not what is there now."""

    message: str
    since: Since | None = None
    lines: Sequence[str] = ()
    """What others did meanwhile."""
    words: Sequence[tuple[str, str]] = field(default=())
    """What was written, where no form is left to keep it."""


def answer(
    bench: Bench, form: DecisionForm | None = None, *, stale: Stale | None = None, status: int = 200
) -> HttpResponse:
    """The page, with what was sent where something has to be said about it."""
    visit, use = bench.visit, bench.use
    context = frame(visit, use)
    try:
        context |= _content(bench, form, stale)
    except DamagedError as error:
        context |= {"problem": str(error), "cells": [(context["number"], context["title"])]}
        return render(visit.request, "use/damaged.html", context)
    response = render(visit.request, "review/page.html", context, status=status)
    setattr(response, "opens_papers", True)  # noqa: B010 - the policy of the response reads it
    return response


def _content(bench: Bench, form: DecisionForm | None, stale: Stale | None) -> dict[str, Any]:
    visit, use, stored = bench.visit, bench.use, bench.stored
    told = shown(stored.assessment, stored.case)
    attached = attached_to(stored.version)
    papers = [each for each in attached if each.kind == Attachment.Kind.EVIDENCE]
    files = OnFile(stored.case, stored.assessment, papers)
    blocks = blocks_of(bench, told, files)
    since = since_last_look(bench) if visit.request.method == "GET" else None
    return {
        "version": stored.version,
        "shown": told,
        "cells": cells_of(visit, use, stored.version, told),
        "stills": [still_of(each) for each in attached if each.kind == Attachment.Kind.STILL],
        "blocks": blocks,
        "others": seen(files.others()),
        "parts": told.sections,
        "release": release_of(visit, stored.case),
        "carried": list(carried_by(bench, told)),
        "since": since,
        "first_look": since is None and stored.version.number > 1,
        "alike": most_alike(bench),
        "lines": lines_beside(bench),
        "held": holds_of(use, visit.today),
        "thread": seen(tuple(thread_of(use, bench.packs))),
        "outcomes": ("notify", "approval", "hold"),
        "stale": stale,
        **_head(bench, told),
        **panel(bench, form, stale=stale is not None),
    }


def _head(bench: Bench, told: Shown) -> dict[str, Any]:
    """The answer in short: how many areas have decided, and which principles are met."""
    asked = bench.asked.values()
    decided = sum(not each.pending for each in asked)
    states = [each.state for each in told.principles]
    parts = [
        f"{states.count(state)} {words}"
        for state, words in (("met", "met"), ("not_met", "not met"), ("not_sure", "not sure"))
        if state in states
    ]
    return {
        "sign": VERDICTS[told.assessment.outcome or "not_a_use"],
        "areas_decided": f"{decided} of {count(len(bench.asked), 'area')} decided" if asked else "",
        "principles": ", ".join(parts),
        "called_up": "" in bench.asked or bool(bench.use.call_ups.exists()),
    }
