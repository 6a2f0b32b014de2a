"""Where a declaration starts: blank, from a template, from an earlier use, or from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.permissions import Action
from clearslate.policy.errors import PolicyError
from clearslate.policy.interview import blank
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.declare.interview import own_draft
from clearslate.uses import drafts
from clearslate.uses.desk import desk_for
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Draft
from clearslate.uses.selectors import drafts_of, use_of, uses_of
from clearslate.uses.starting import (
    Beginning,
    from_file,
    from_template,
    from_use,
    templates,
)

#: The largest file that is read, in bytes; a full declaration is a fraction of it.
_LARGEST = 200_000
#: Earlier uses to choose from; another one is found in the table.
_LISTED = 200


@production_page(Action.DECLARE)
def start(visit: Visit) -> HttpResponse:
    """The ways to start, and the drafts that somebody has."""
    if visit.request.method != "POST":
        return _page(visit)
    try:
        beginning = _beginning(visit)
    except PolicyError as error:
        return _page(visit, [str(problem) for problem in error.problems], status=422)
    except UsesError as error:
        return _page(visit, [str(error)], status=422)
    draft = drafts.start(
        author=visit.user, production=visit.production, at=visit.at, document=beginning.document
    )
    for text in beginning.left_out:
        messages.info(visit.request, text)
    return HttpResponseRedirect(reverse("draft", args=(visit.production.slug, draft.id)))


def _beginning(visit: Visit) -> Beginning:
    """What the person chose to start from."""
    posted = visit.request.POST
    kind = posted.get("from", "blank")
    desk = desk_for(visit.production, visit.at)
    if kind == "template":
        return from_template(posted.get("template", ""))
    if kind == "use":
        number = posted.get("use", "").removeprefix("U-")
        known = number.isascii() and number.isdigit() and len(number) < 8
        use = use_of(visit.party, visit.production, int(number)) if known else None
        if use is None:
            raise UsesError("There is no such use here. Choose one of the list.")
        return from_use(use, desk)
    if kind == "file":
        file = visit.request.FILES.get("file")
        if file is None:
            raise UsesError("No file was chosen. Choose a declaration as YAML or JSON.")
        if file.size > _LARGEST:
            raise UsesError(f"The file is larger than {_LARGEST // 1000} kB.")
        return from_file(file.read(), file.name[:80], desk)
    return Beginning(dict(blank()))


@production_page(Action.DECLARE)
def drop(visit: Visit, draft_id: str) -> HttpResponse:
    """Throw a draft away."""
    draft = own_draft(visit, draft_id)
    if visit.request.method == "POST":
        drafts.drop(draft_id=draft.id, author=visit.user)
    return HttpResponseRedirect(reverse("declare", args=(visit.production.slug,)))


def _page(visit: Visit, problems: Sequence[str] = (), status: int = 200) -> HttpResponse:
    context = {
        "drafts": [(row, title_of(row)) for row in drafts_of(visit.party, visit.production)],
        "uses": uses_of(visit.party, visit.production).order_by("-number")[:_LISTED],
        "templates": templates(),
        "like": visit.request.GET.get("like", ""),
        "problems": problems,
        "slug": visit.production.slug,
    }
    return render(visit.request, "declare/start.html", context, status=status)


def title_of(draft: Draft) -> str:
    """What a draft is called in a list."""
    use = draft.document.get("use")
    title = use.get("title") if isinstance(use, Mapping) else None
    return title if isinstance(title, str) and title != "unknown" else "Without a title"
