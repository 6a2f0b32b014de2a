"""Pages are sent compressed; files are sent as they are, since theirs are compressed already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "application/json", "text/plain")


class CompressPages(GZipMiddleware):
    """Compresses text that is not streamed.

    The library adds a random number of bytes to each answer, and the token of a form differs in
    each, so the size of an answer tells nobody what is in it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer, compressed where that helps."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in KINDS:
            return response
        return super().process_response(request, response)
