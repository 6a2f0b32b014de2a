"""Where a declaration starts: blank, from a template, from an earlier use, or from a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.permissions import Action
from clearslate.policy.errors import PolicyError
from clearslate.policy.intake import read
from clearslate.policy.interview import blank
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.declare.common import layout
from clearslate.ui.views.declare.interview import own_draft
from clearslate.uses import drafts
from clearslate.uses.desk import desk_for
from clearslate.uses.models import Draft
from clearslate.uses.selectors import drafts_of

#: The largest file that is read, in bytes; a full declaration is a fraction of it.
_LARGEST = 200_000


@production_page(Action.DECLARE)
def start(visit: Visit) -> HttpResponse:
    """The ways to start, and the drafts that somebody has."""
    if visit.request.method != "POST":
        return _page(visit)
    kind = visit.request.POST.get("from", "blank")
    if kind == "file":
        return _from_file(visit)
    return _begin(visit, blank())


@production_page(Action.DECLARE)
def drop(visit: Visit, draft_id: str) -> HttpResponse:
    """Throw a draft away."""
    draft = own_draft(visit, draft_id)
    if visit.request.method == "POST":
        drafts.drop(draft_id=draft.id, author=visit.user)
    return HttpResponseRedirect(reverse("declare", args=(visit.production.slug,)))


def _page(visit: Visit, problems: Any = (), status: int = 200) -> HttpResponse:
    context = {
        **layout(visit, "uses"),
        "drafts": [(row, title_of(row)) for row in drafts_of(visit.party, visit.production)],
        "problems": problems,
        "slug": visit.production.slug,
    }
    return render(visit.request, "declare/start.html", context, status=status)


def title_of(draft: Draft) -> str:
    """What a draft is called in a list."""
    use = draft.document.get("use")
    title = use.get("title") if isinstance(use, Mapping) else None
    return title if isinstance(title, str) and title != "unknown" else "Without a title"


def _from_file(visit: Visit) -> HttpResponse:
    file = visit.request.FILES.get("file")
    if file is None:
        return _page(visit, ["Choose a file first."], status=422)
    if file.size > _LARGEST:
        return _page(visit, [f"The file is larger than {_LARGEST // 1000} kB."], status=422)
    desk = desk_for(visit.production, visit.at)
    try:
        given = read(file.read(), "the file", desk.interview.schema)
    except PolicyError as error:
        return _page(visit, [str(problem) for problem in error.problems], status=422)
    document = dict(given.document)
    if given.kind == "case":
        document = dict(document["declaration"])
    elif given.kind != "declaration":
        return _page(visit, ["This file holds facts and no declaration."], status=422)
    document.pop("facts", None)
    return _begin(visit, document)


def _begin(visit: Visit, document: Mapping[str, Any]) -> HttpResponse:
    draft = drafts.start(
        author=visit.user, production=visit.production, at=visit.at, document=document
    )
    return HttpResponseRedirect(reverse("draft", args=(visit.production.slug, draft.id)))
