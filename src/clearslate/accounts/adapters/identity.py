"""Who is at the other end of a request, and how lately they showed it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clearslate.accounts.models import User

View = Callable[..., HttpResponse]

_METHODS = {"totp": "totp", "webauthn": "passkey", "recovery_codes": "recovery_code"}


def recently_signed_in(request: HttpRequest) -> bool:
    """Whether the person signed in, or confirmed that it is them, within the last 15 minutes."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    if not records:
        return False
    return bool(time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT)


def confirmed_identity(view: View) -> View:
    """Make a view ask who it is unless that was shown lately, and go on from there.

    A POST is kept and done after the confirmation; one by htmx is not, and has to be sent again.
    It is for decisions that bear a name.
    Its first argument is the request, or has it as `request`.
    """

    @wraps(view)
    def answer(visit: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request: HttpRequest = getattr(visit, "request", visit)
        if not recently_signed_in(request):
            if request.headers.get("HX-Request"):
                return _ask_on_a_page(request)
            raise ReauthenticationRequired
        return view(visit, *args, **kwargs)

    return answer


def _ask_on_a_page(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asked for a fragment to the whole page, and back to where it was."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    target = methods[0]["url"] if methods else reverse("account_login")
    shown = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
    address = f"{target}?{urlencode({'next': shown})}"
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def method_of(request: HttpRequest, user: User) -> str:
    """How the person signed in just now, in the words of the ledger."""
    records = get_authentication_records(request, user)
    if not records:
        return "password"
    last = records[-1]
    if last["method"] == "mfa":
        return _METHODS[last["type"]]
    return {"socialaccount": "oidc"}.get(last["method"], str(last["method"]))


def sign_in_invited(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in somebody who has just accepted an invitation, and lead them on."""
    if request.user.is_authenticated:
        raise ValueError("somebody is signed in already")
    record_authentication(request, user, method="invitation")
    response: HttpResponse = perform_login(request, Login(user=user))
    return response
