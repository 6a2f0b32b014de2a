"""Authenticator apps, passkeys and recovery codes: how they are kept, checked and recorded."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import Any, ClassVar

from allauth.mfa import app_settings, signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.socialaccount.signals import social_account_removed
from cryptography.fernet import Fernet, InvalidToken
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from clearslate.accounts import services
from clearslate.accounts.adapters.forms import Plain
from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.kit import rate
from clearslate.kit.clock import system_clock
from clearslate.ledger.parties import VISITOR, Party

KINDS = {"totp": "totp", "webauthn": "passkey", "recovery_codes": "recovery_codes"}
METHODS = {"totp": "totp", "webauthn": "passkey", "recovery_codes": "recovery_code"}


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted with a key made from the secret key."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That did not match, or was used already. Try again.",
    }

    def get_totp_issuer(self) -> str:
        """What an authenticator app shows beside the address."""
        return f"Clearslate {self._get_site_name()}"

    def build_totp_svg(self, url: str) -> str:
        """The secret as a picture: dark on white in either theme, to stand within a page."""
        drawn: str = super().build_totp_svg(url)
        start, end = drawn.index("<svg"), drawn.index("<path")
        ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
        return drawn[start:end] + ground + drawn[end:]

    def encrypt(self, text: str) -> str:
        """A secret as it is kept."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it was; after a change of the secret key, one that nothing matches."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002
        """What a new passkey is called until its owner says otherwise."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"


def _box() -> Fernet:
    key = salted_hmac("clearslate.second_factors", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


class _Once:
    """Refuses a code from an app that was used before, as long as it would still be accepted."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        """The code, if it is right and new."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            steps = 2 * app_settings.TOTP_TOLERANCE + 2
            digits = "".join(code.split())
            key = salted_hmac("clearslate.code", f"{self.user.pk}:{digits}").hexdigest()
            if not cache.add(f"code:{key}", 1, timeout=steps * app_settings.TOTP_PERIOD):
                raise ValidationError(SecondFactorAdapter.error_messages["incorrect_code"])
        return code


class CodeForm(_Once, Plain, AuthenticateForm):
    """The code that signing in asks for."""


class ConfirmingCodeForm(_Once, Plain, ReauthenticateForm):
    """The code that a confirmation asks for."""


class _Hostile:
    """Turns whatever a made-up credential sets off in the parsers into a plain refusal."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = SecondFactorAdapter.error_messages["incorrect_code"]
        self.fields["credential"].error_messages = {"required": said, "invalid": said}

    def full_clean(self) -> None:
        """Check the form."""
        try:
            super().full_clean()  # type: ignore[misc]
        except (ValueError, TypeError, KeyError, AttributeError, IndexError):
            self.add_error(  # type: ignore[attr-defined]
                "credential", SecondFactorAdapter.error_messages["incorrect_code"]
            )


class AddPasskeyForm(_Hostile, Plain, AddWebAuthnForm):
    """A new passkey."""


class PasskeyLoginForm(_Hostile, LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class _Recorded(_Hostile):
    """Records a passkey that did not match, for the person who is known by then."""

    user: User

    def full_clean(self) -> None:
        """Check the form."""
        super().full_clean()
        at = system_clock()
        # Some flaws are found before the library counts the attempt: nobody fills the log here.
        if "credential" in self._errors and rate.allow(  # type: ignore[attr-defined]
            "passkey failed", self.user.id, capacity=5, refill=timedelta(minutes=5), at=at
        ):
            services.record_failed_sign_in(actor=VISITOR, at=at, user=self.user, method="passkey")


class PasskeyForm(_Recorded, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ConfirmingPasskeyForm(_Recorded, ReauthenticateWebAuthnForm):
    """A passkey as a confirmation."""


def listen() -> None:
    """Take what the library reports about second factors and single sign-on to the services."""
    signals.authenticator_added.connect(_added)
    signals.authenticator_reset.connect(_added)
    signals.authenticator_removed.connect(_removed)
    signals.authentication_failed.connect(_failed)
    social_account_removed.connect(_unlinked)


def remove_second_factors(*, actor: Party, user: User) -> int:
    """Take all second factors from somebody who lost theirs. Returns how many."""
    with transaction.atomic():
        services.record_factors_reset(actor=actor, at=system_clock(), user=user)
        removed, _ = Authenticator.objects.filter(user=user).delete()
    return int(removed)


def _added(sender: Any, user: User, authenticator: Any, signal: Any, **kwargs: Any) -> None:
    # Recovery codes that come with the first factor need no letter of their own.
    quiet = authenticator.type == "recovery_codes" and signal is signals.authenticator_added
    services.record_factor_added(
        actor=party_of(user),
        at=system_clock(),
        user=user,
        kind=KINDS[authenticator.type],
        quiet=quiet,
    )


def _removed(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    services.record_factor_removed(
        actor=party_of(user), at=system_clock(), user=user, kind=KINDS[authenticator.type]
    )


def _failed(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    services.record_failed_sign_in(
        actor=VISITOR, at=system_clock(), user=user, method=METHODS[authenticator.type]
    )


def _unlinked(sender: Any, socialaccount: Any, **kwargs: Any) -> None:
    user = socialaccount.user
    services.record_sign_on_unlinked(actor=party_of(user), at=system_clock(), user=user)
