"""Attached files, served so that nothing in them can act: pictures to look at, papers to save.

What a browser is told of a file follows from its content as it was read here, never from what
somebody said of it when it came.
"""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase

from clearslate.accounts.permissions import Action
from clearslate.kit.errors import KitError
from clearslate.kit.models import StoredFile
from clearslate.kit.pictures import PREVIEW_TYPE
from clearslate.kit.storage import Store
from clearslate.ui.access import Visit, production_page
from clearslate.uses.attachments import download_name, file_for
from clearslate.uses.models import Attachment

#: A file of its own: it loads nothing, runs nothing, and stands in nobody's page.
_POLICY = "sandbox; default-src 'none'; style-src 'none'; frame-ancestors 'none'"


@production_page(Action.SEE_PRODUCTION)
def file(visit: Visit, attachment_id: str) -> HttpResponse:
    """The file as it came: a picture is shown, anything else is saved."""
    row = _row(visit, attachment_id)
    shown = row.kind == Attachment.Kind.STILL
    how = "inline" if shown else "attachment"
    return served(row.file, row.media_type, f'{how}; filename="{download_name(row)}"')


@production_page(Action.SEE_PRODUCTION)
def preview(visit: Visit, attachment_id: str) -> HttpResponse:
    """A small picture of a still, made here."""
    row = _row(visit, attachment_id)
    if row.preview is None:
        raise Http404
    return served(row.preview, PREVIEW_TYPE, "inline")


def _row(visit: Visit, attachment_id: str) -> Attachment:
    row = file_for(visit.party, visit.production, attachment_id)
    if row is None:
        raise Http404
    return row


def served(stored: StoredFile, media_type: str, disposition: str) -> HttpResponse:
    """A stored file, as something that can do nothing in a browser."""
    try:
        content = Store(settings.CLEARSLATE["storage"]).open(stored)
    except (KitError, OSError):
        raise Http404 from None
    response: HttpResponseBase = FileResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = disposition
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # The content of an address never changes, but who may see it can.
    response.headers["Cache-Control"] = "private, no-cache"
    return response
