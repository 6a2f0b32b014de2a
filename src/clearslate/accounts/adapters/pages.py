"""The pages of the sign-in library that exist here; every other one of it does not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver
from django.views.decorators.cache import never_cache

from clearslate.accounts.adapters.identity import View, confirmed_identity

log = logging.getLogger("clearslate.accounts")

PAGES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "usersessions_list",
    "account_change_password",
}

CONFIRMED = {
    "account_set_password",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "socialaccount_connections",
}
"""Pages that change how a person signs in, or show a secret: they ask who it is first."""

SINGLE_SIGN_ON = {
    "socialaccount_connections",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}


def sign_in_pages() -> list[URLPattern | URLResolver]:
    """The addresses of the library's pages that exist here."""
    from allauth import urls

    return list(_kept(urls.urlpatterns, PAGES | CONFIRMED | SINGLE_SIGN_ON))


def _kept(patterns: list[Any], names: set[str]) -> Iterator[URLPattern | URLResolver]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            within = list(_kept(entry.url_patterns, names))
            if within:
                yield URLResolver(entry.pattern, within, entry.default_kwargs)
        elif entry.name in names:
            view = _answered(entry.callback)
            if entry.name in CONFIRMED:
                view = confirmed_identity(view)
            if entry.name in SINGLE_SIGN_ON:
                view = _with_provider(view)
            yield URLPattern(entry.pattern, never_cache(view), entry.default_args, entry.name)


def _answered(view: View) -> View:
    """Say with the status that a form was not accepted."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        given = getattr(response, "context_data", None) or {}
        forms = [given.get(name) for name in ("form", "webauthn_form")]
        if response.status_code == 200 and any(form and form.errors for form in forms):
            response.status_code = 422
        return response

    return answer


def _with_provider(view: View) -> View:
    """Make a page exist only where single sign-on is set up, and survive a provider that fails."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.CLEARSLATE["oidc_issuer"]:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        # The network, or an answer that is not what the protocol says.
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("single sign-on failed: %s", type(error).__name__)
            return render(request, "socialaccount/authentication_error.html", status=502)

    return answer
