"""How a person can sign in, for the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from clearslate.accounts.models import User


@dataclass(frozen=True)
class Ways:
    """What is set for a person; `codes` is None without a second factor."""

    password: bool
    app: bool
    passkeys: int
    codes: int | None
    sign_on: bool
    sign_on_name: str


def ways_of(user: User) -> Ways:
    """The ways of one person."""
    factors = list(Authenticator.objects.filter(user=user))
    kinds = [factor.type for factor in factors]
    codes = [
        len(factor.wrap().get_unused_codes())
        for factor in factors
        if factor.type == Authenticator.Type.RECOVERY_CODES
    ]
    name = settings.CLEARSLATE["oidc_name"] if settings.CLEARSLATE["oidc_issuer"] else ""
    return Ways(
        password=user.has_usable_password(),
        app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        codes=codes[0] if codes else None,
        sign_on=SocialAccount.objects.filter(user=user).exists(),
        sign_on_name=name,
    )
