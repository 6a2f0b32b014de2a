"""Stills for whoever decides, with their name and the time across them; and papers in their place.

Only the small picture is ever marked and shown here. A paper is sent as it came, so that the
browser's own viewer opens it within the page.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.kit.errors import KitError
from clearslate.kit.models import StoredFile
from clearslate.kit.pictures import PREVIEW_TYPE, Piece, watermarked
from clearslate.kit.storage import Store
from clearslate.ui.access import Visit, production_page
from clearslate.ui.pdf.faces import FOLDER, runs
from clearslate.ui.views.review.bench import bench_or_404
from clearslate.ui.views.use.finding import use_or_404
from clearslate.uses.contents import PDF, TEXT
from clearslate.uses.models import Attachment
from clearslate.uses.stored import attached_of

#: A picture or a text of its own: it loads nothing, runs nothing, and stands only in our pages.
_POLICY = "sandbox; default-src 'none'; style-src 'none'; frame-ancestors 'self'"
#: The viewer of a PDF is part of the browser, and needs what a sandbox takes away.
_PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@require_safe
@production_page(Action.SEE_USES)
def still(visit: Visit, number: int, attachment_id: str) -> HttpResponse:
    """A small picture of a still or of a paper, marked for whoever looks at it."""
    row = _row(visit, number, attachment_id)
    if row.preview is None:
        raise Http404
    try:
        with _opened(row.preview) as content:
            marked = watermarked(
                content, line_for(str(visit.user), visit.at, visit.production.zone)
            )
    except KitError:
        raise Http404 from None
    return _private(FileResponse(BytesIO(marked), content_type=PREVIEW_TYPE), _POLICY)


@require_safe
@production_page(Action.SEE_USES)
def paper(visit: Visit, number: int, paper_id: str) -> HttpResponse:
    """A paper that is read in its place: a PDF or a text."""
    row = _row(visit, number, paper_id)
    if row.media_type not in (PDF, TEXT):
        raise Http404
    kind = row.media_type if row.media_type == PDF else f"{TEXT}; charset=utf-8"
    try:
        response = FileResponse(_opened(row.file), content_type=kind)
    except KitError:
        raise Http404 from None
    return _private(response, _PDF_POLICY if row.media_type == PDF else _POLICY)


def line_for(name: str, at: datetime, zone: str) -> list[Piece]:
    """The line of a watermark, each letter in a face that has it."""
    local = at.astimezone(ZoneInfo(zone))
    text = f"{name} · {local.day} {local:%b %Y, %H:%M}"
    return [
        Piece(part, Path(FOLDER) / f"{face.removeprefix('Clearslate-')}.ttf")
        for face, part in runs(text)
    ]


def _row(visit: Visit, number: int, attachment_id: str) -> Attachment:
    """A file of a version of a use, for whoever decides here."""
    use = use_or_404(visit, number)
    bench_or_404(visit, use)
    row = attached_of(use, attachment_id)
    if row is None:
        raise Http404
    return row


def _opened(stored: StoredFile) -> IO[bytes]:
    return Store(settings.CLEARSLATE["storage"]).open(stored)


def _private(response: HttpResponse, policy: str) -> HttpResponse:
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
