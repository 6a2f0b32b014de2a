"""Letters that the duties of a use ask for, as drafts to copy or to print."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.policy.notices import Draft
from clearslate.reports.notices import letters_of
from clearslate.ui.access import Visit, production_page
from clearslate.ui.papers.notices import CHECK, letter_sheet
from clearslate.ui.papers.sheet import Items, Sheet
from clearslate.ui.papers.words import made
from clearslate.ui.seen import seen
from clearslate.ui.views.papers.common import Link, as_file, page, papers_link, pdf, pdf_links
from clearslate.ui.views.use.finding import frame, stored_or_404, use_or_404
from clearslate.uses.entries import use_number
from clearslate.uses.errors import DamagedError
from clearslate.uses.models import Use

NONE = "No duty of this use asks for a letter."


@require_safe
@production_page(Action.SEE_USES)
def notices(visit: Visit, number: int) -> HttpResponse:
    """Every letter of the newest version."""
    use = use_or_404(visit, number)
    try:
        drafts = _letters(visit, use)
    except DamagedError as error:
        return _damaged(visit, use, error)
    slug = visit.production.slug
    files = []
    if drafts and visit.may(Action.EXPORT_USES):
        files = [
            Link("As text", reverse("notices_text", args=[slug, number])),
            *pdf_links(reverse("notices_pdf", args=[slug, number])),
        ]
    return page(
        visit,
        _sheets(visit, use, drafts),
        heading=f"Letters as drafts, {use_number(number)}",
        files=files,
        around=[papers_link(visit), Link(use_number(number), reverse("use", args=[slug, number]))],
    )


@require_safe
@production_page(Action.EXPORT_USES)
def notices_pdf(visit: Visit, number: int) -> HttpResponse:
    """The same as PDF, each letter on a page of its own."""
    use = use_or_404(visit, number)
    try:
        drafts = _letters(visit, use)
    except DamagedError as error:
        return _damaged(visit, use, error)
    return pdf(visit, _sheets(visit, use, drafts), _name(visit, use, "pdf"))


@require_safe
@production_page(Action.EXPORT_USES)
def notices_text(visit: Visit, number: int) -> HttpResponse:
    """The same as text, to copy from."""
    use = use_or_404(visit, number)
    try:
        drafts = _letters(visit, use)
    except DamagedError as error:
        return _damaged(visit, use, error)
    texts = [f"{CHECK}\n{each.check}\n\n{each.body}\n" for each in drafts] or [f"{NONE}\n"]
    text = f"\n{'-' * 72}\n\n".join(seen(each) for each in texts)
    return as_file(text.encode(), _name(visit, use, "txt"), "text/plain; charset=utf-8")


def _letters(visit: Visit, use: Use) -> tuple[Draft, ...]:
    found = stored_or_404(use, use.versions_count)
    if found.assessment.outcome is None:
        return ()
    return letters_of(visit.production, found, visit.today)


def _sheets(visit: Visit, use: Use, drafts: tuple[Draft, ...]) -> list[Sheet]:
    if drafts:
        return [letter_sheet(visit, use, each) for each in drafts]
    return [
        Sheet(
            kind="Letters, as drafts",
            name=use_number(use.number),
            production=visit.production.code_name,
            made=made(visit),
            title=use.title,
            parts=(Items("Letters", (), empty=NONE),),
        )
    ]


def _name(visit: Visit, use: Use, ending: str) -> str:
    return f"{visit.production.slug}-{use_number(use.number).lower()}-letters.{ending}"


def _damaged(visit: Visit, use: Use, error: DamagedError) -> HttpResponse:
    context = frame(visit, use) | {"asked": use.versions_count, "problem": str(error)}
    context["cells"] = [(context["number"], context["title"])]
    return render(visit.request, "use/damaged.html", context, status=409)
