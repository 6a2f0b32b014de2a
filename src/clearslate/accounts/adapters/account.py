"""The hooks of the sign-in library around passwords, sessions and mail."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from clearslate.accounts import services
from clearslate.accounts.adapters.identity import method_of, recently_signed_in
from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.selectors import person_at
from clearslate.kit.clock import system_clock
from clearslate.ledger.parties import VISITOR

_SAID = {
    "account_inactive": "This person has no access. Ask an administrator.",
    "email_password_mismatch": "The e-mail address or the password is wrong.",
    "enter_current_password": "Write your current password.",
    "incorrect_password": "The password is wrong.",
    "incorrect_code": "The code is wrong or was used. Wait for the next one.",
    "invalid_password_reset": "This link is too old or was used. Ask for a new one.",
    "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again.",
    "rate_limited": "Too many attempts. Wait a minute, then try again.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail address: every step is recorded, and nobody signs up."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **_SAID}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation or from the command line."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign a person in, and record how."""
        method = method_of(request, user)
        with transaction.atomic():
            super().login(request, user)
            services.record_sign_in(
                actor=party_of(user), at=system_clock(), user=user, method=method
            )

    def logout(self, request: HttpRequest) -> None:
        """Sign a person out, and record it."""
        user = request.user
        with transaction.atomic():
            super().logout(request)
            services.record_sign_out(actor=party_of(user), at=system_clock(), user=user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password for somebody there is; an unknown address leaves no trace."""
        user = person_at(str(credentials.get("email", "")))
        if user is not None:
            services.record_failed_sign_in(
                actor=VISITOR, at=system_clock(), user=user, method="password"
            )

    def set_password(self, user: User, password: str) -> None:
        """Set a password that was checked, and record who chose it and how."""
        signed_in = context.request.user.is_authenticated
        how = "reset" if not signed_in else "changed" if user.has_usable_password() else "set"
        services.change_password(
            actor=party_of(user), at=system_clock(), user=user, password=password, how=how
        )

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link to whoever has a password; single sign-on is not passed by."""
        if user.has_usable_password():
            services.send_password_reset(actor=VISITOR, at=system_clock(), user=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: all letters are written by services, into the outbox."""

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """How a person can confirm that it is them; at the provider, where nothing else is set."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not methods and SocialAccount.objects.filter(user=user).exists():
            path = reverse("openid_connect_login", args=["sso"])
            methods.append({"id": "oidc", "description": "Use single sign-on", "url": path})
        return methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether a change to one's sign-in needs a confirmation first."""
        return not recently_signed_in(context.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where to go after a password was changed."""
        return reverse("account")


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Ends sessions on other devices, and records it."""

    def end_sessions(self, sessions: Any) -> None:
        """End these sessions of the person who asks."""
        ended = list(sessions)
        if not ended:
            return
        user = ended[0].user
        with transaction.atomic():
            super().end_sessions(ended)
            services.record_sign_out_elsewhere(actor=party_of(user), at=system_clock(), user=user)
