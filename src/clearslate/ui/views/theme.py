"""The choice between the light and the dark theme, kept in a cookie; it works without a script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from clearslate.ui.access import signed_in
from clearslate.ui.context import COOKIE, THEMES

_YEAR = 365 * 24 * 60 * 60


@signed_in
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme, or follow the system again; then back to where the person was."""
    back = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if allowed else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
