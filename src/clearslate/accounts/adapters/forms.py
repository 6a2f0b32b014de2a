"""The forms of the sign-in library in our words, without placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm

PASSWORD_HELP = "At least 10 characters, not a common password, and not your name."  # noqa: S105

_LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "remember": "Keep me signed in on this device for two weeks",
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password, once more",
    "code": "Code",
    "name": "Name of the passkey",
    "passwordless": "Let me sign in with it alone, without a password",
}
_HELP = {
    "password1": PASSWORD_HELP,
    "passwordless": "The device then asks for your finger, your face or a PIN.",
}


class Plain:
    """Gives the fields their labels and help."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, LoginForm):
    """Address and password."""


class ConfirmForm(Plain, ReauthenticateForm):
    """The password, to confirm that it is still the same person."""


class NewPasswordForm(Plain, ChangePasswordForm):
    """The current password and a new one."""


class FirstPasswordForm(Plain, SetPasswordForm):
    """A password for whoever had none."""


class ForgottenForm(Plain, ResetPasswordForm):
    """The address to send a link to."""


class ResetForm(Plain, ResetPasswordKeyForm):
    """A new password by a link."""


class AddAppForm(Plain, ActivateTOTPForm):
    """The first code of an authenticator app."""


class RenamePasskeyForm(Plain, EditWebAuthnForm):
    """Another name for a passkey."""
