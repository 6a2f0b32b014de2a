"""All papers of a production, with one sentence each."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.papers.common import Link, pdf_links


class Paper(NamedTuple):
    """A paper in the list: what it is for, and where it is."""

    name: str
    url: str
    text: str
    files: tuple[Link, ...] = ()


@require_safe
@production_page(Action.SEE_USES)
def papers(visit: Visit) -> HttpResponse:
    """The list."""
    context = {
        "visit": visit,
        "production": visit.production,
        "papers": _papers(visit),
        "cells": [("Papers", visit.production.code_name)],
    }
    return render(visit.request, "papers/index.html", context)


def _papers(visit: Visit) -> list[Paper]:
    slug = visit.production.slug
    export = visit.may(Action.EXPORT_USES)
    found = [
        Paper(
            "Rules card",
            reverse("rules_card", args=[slug]),
            "What each department may do, asks first, and may not do. One page each, to pin up.",
            tuple(pdf_links(reverse("rules_card_pdf", args=[slug]))),
        ),
        Paper(
            "Weekly status",
            reverse("status_sheet", args=[slug]),
            "Each episode on a page: what is open, who has it, what is missing, and by when.",
            tuple(pdf_links(reverse("status_sheet_pdf", args=[slug]))),
        ),
        Paper(
            "Clearance log",
            reverse("clearance_log", args=[slug]),
            "Every use on a line: what was decided and cleared, by whom and when, on which case.",
            (
                Link("CSV", reverse("clearance_log_csv", args=[slug])),
                *pdf_links(reverse("clearance_log_pdf", args=[slug])),
            ),
        ),
        Paper(
            "GenAI cue sheet",
            reverse("cue_sheet", args=[slug]),
            "Every final element made or altered by AI, episode by episode, cleared or not yet.",
            (
                Link("CSV", reverse("cue_sheet_csv", args=[slug])),
                *pdf_links(reverse("cue_sheet_pdf", args=[slug])),
            ),
        ),
    ]
    return [each if export else each._replace(files=()) for each in found]
