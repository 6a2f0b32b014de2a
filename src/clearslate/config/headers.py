"""The content security policy: our own files only, and no script or style within a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class ContentSecurityPolicy:
    """Puts the policy on every response, errors and files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, with the policy; an attached file brings a stricter one.

        A page that opens papers in their place says so with an attribute of its response.
        """
        response = self.get_response(request)
        opens = getattr(response, "opens_papers", False)
        policy = f"{POLICY}; frame-src 'self'" if opens else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
