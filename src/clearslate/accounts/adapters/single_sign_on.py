"""Single sign-on: whom a provider's word is believed about."""

from __future__ import annotations

import logging
from typing import Any, ClassVar, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from clearslate.accounts import services
from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.selectors import person_at
from clearslate.kit.clock import system_clock

log = logging.getLogger("clearslate.accounts")


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Links a provider's account to a person there is, by an address the provider verified."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": "Set a password first; otherwise you could not sign in any more.",
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody becomes a person here by signing in elsewhere."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Not the library's way: `pre_social_login` decides."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whom the provider was linked to; link once whose verified address we know.

        Linking by hand is refused: it would tie anybody's account elsewhere to a person here.
        """
        claims = _claims(sociallogin.account.extra_data)
        if claims is None or sociallogin.state.get("process") not in (None, "login"):
            self._refuse(request, "mismatch")
        sociallogin.account.extra_data = {"email": str(claims.get("email", ""))[:254]}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        if claims.get("email_verified") is not True:
            self._refuse(request, "unverified")
        user = person_at(str(claims.get("email", "")))
        if user is None or not user.is_active:
            self._refuse(request, "unknown")
        self._link(request, sociallogin, user)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Leave a line for whoever looks after the server."""
        log.warning("single sign-on failed: %s %s", error, type(exception).__name__)

    def _link(self, request: HttpRequest, sociallogin: SocialLogin, user: User) -> None:
        with transaction.atomic():
            sociallogin.connect(request, user)
            services.record_sign_on_linked(actor=party_of(user), at=system_clock(), user=user)

    def _refuse(self, request: HttpRequest, reason: str) -> NoReturn:
        log.warning("single sign-on refused: %s", reason)
        page = render(request, "socialaccount/refused.html", {"reason": reason}, status=403)
        raise ImmediateHttpResponse(page)


def _claims(data: dict[str, Any]) -> dict[str, Any] | None:
    """What the provider says of the person; None where its two answers name different ones."""
    token, info = data.get("id_token"), data.get("userinfo")
    if token and info and token.get("sub") != info.get("sub"):
        return None
    return info or token or {}
