"""The letters about signing in: invitations, forgotten passwords, and what was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings

from clearslate.accounts.inviting import link_of
from clearslate.accounts.resetting import reset_link_of
from clearslate.kit.outbox import NotSentError
from clearslate.notify.letter import Letter, compose

CHANGED = {
    "password_changed": "Your password was changed.",
    "password_set": "A password was set for you.",
    "password_reset": "Your password was reset by a link that we sent to this address.",
    "totp_added": "An authenticator app was added.",
    "totp_removed": "The authenticator app was removed.",
    "passkey_added": "A passkey was added.",
    "passkey_removed": "A passkey was removed.",
    "recovery_codes_added": "New recovery codes were made.",
    "recovery_codes_removed": "The recovery codes were removed.",
    "factors_reset": "An administrator removed your authenticator app, passkeys and codes.",
    "sign_on_linked": "Single sign-on was linked.",
    "sign_on_unlinked": "The link to single sign-on was removed.",
}
"""What a letter says of each change to how a person signs in."""


def _invitation(parameters: Mapping[str, str]) -> Letter:
    return compose(
        "You are invited to Clearslate",
        f"You were invited to Clearslate, for {parameters['organisation']}.",
        "It is where uses of generative AI are declared and cleared. "
        "Open this link to choose a name and a password:",
        link=link_of(parameters["invitation"]),
        after=(
            "The link works once, for 14 days. It is for you alone; please do not pass it on.",
            "You did not expect this? Then there is nothing to do.",
        ),
    )


def _password_reset(parameters: Mapping[str, str]) -> Letter:
    link = reset_link_of(parameters["person"])
    if link is None:
        raise NotSentError("the person has no password any more", final=True)
    return compose(
        "Clearslate: choose a new password",
        "Somebody asked for a link to set a new password for this address. Here it is:",
        link=link,
        after=(
            "The link works once, for two hours.",
            "It was not you? Then there is nothing to do; your password stays.",
        ),
    )


def _changed(parameters: Mapping[str, str]) -> Letter:
    return compose(
        "Clearslate: your sign-in was changed",
        CHANGED[parameters["what"]],
        "It was not you? Tell an administrator at once, and set a new password:",
        link=f"{settings.CLEARSLATE['base_url'].geturl().rstrip('/')}/account/",
    )


SIGN_IN_LETTERS: dict[str, Callable[[Mapping[str, str]], Letter]] = {
    "invitation": _invitation,
    "password_reset": _password_reset,
    "sign_in_changed": _changed,
}
