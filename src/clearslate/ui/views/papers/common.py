"""What all papers share: the page around their sheets, the PDF, the size of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clearslate.ui.access import Visit
from clearslate.ui.papers.sheet import Sheet
from clearslate.ui.seen import seen

LETTER = "letter"


class Link(NamedTuple):
    """A link of a page of papers."""

    name: str
    url: str
    current: bool = False


def paper_of(request: HttpRequest) -> str:
    """The size of paper that is asked for: US Letter, or A4."""
    return LETTER if request.GET.get("paper") == LETTER else "a4"


def page(
    visit: Visit,
    sheets: Sequence[Sheet],
    *,
    heading: str,
    files: Sequence[Link] = (),
    around: Sequence[Link] = (),
    **more: Any,
) -> HttpResponse:
    """A page of sheets, each of which prints on pages of its own."""
    context = {
        "visit": visit,
        "production": visit.production,
        "sheets": [seen(sheet) for sheet in sheets],
        "heading": seen(heading),
        "files": files,
        "around": around or [papers_link(visit)],
        "paper": paper_of(visit.request),
        "paper_url": with_query(visit.request, paper=_other(visit.request)),
        **more,
    }
    return render(visit.request, "papers/page.html", context)


def papers_link(visit: Visit) -> Link:
    """Back to all papers."""
    return Link("All papers", reverse("papers", args=[visit.production.slug]))


def pdf(visit: Visit, sheets: Sequence[Sheet], name: str) -> HttpResponse:
    """Sheets as a PDF file of that name."""
    # Setting a page loads the library and the faces, which nothing else needs.
    from clearslate.ui.pdf.sheets import write_sheets

    data = write_sheets(sheets, size=paper_of(visit.request))
    return as_file(data, name, "application/pdf")


def as_file(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=media_type, headers=headers)


def pdf_links(url: str) -> list[Link]:
    """The PDF at an address, on either size of paper."""
    mark = "&" if "?" in url else "?"
    return [Link("PDF, A4", url), Link("PDF, US Letter", f"{url}{mark}paper={LETTER}")]


def with_query(request: HttpRequest, **changes: str) -> str:
    """The address of a page with changes to its query; what is empty is left out."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path


def _other(request: HttpRequest) -> str:
    return "" if paper_of(request) == LETTER else LETTER
