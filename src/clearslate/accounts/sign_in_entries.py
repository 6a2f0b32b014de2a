"""What the ledger keeps about signing in, and how it is told. `entries` loads it."""

from __future__ import annotations

from clearslate.ledger.registry import Told, register
from clearslate.record.entry import EntryType
from clearslate.record.formats import Choice

WAYS = {
    "password": "a password",
    "totp": "a code from an app",
    "passkey": "a passkey",
    "recovery_code": "a recovery code",
    "oidc": "single sign-on",
    "invitation": "an invitation",
}
FACTORS = {
    "totp": "an authenticator app",
    "passkey": "a passkey",
    "recovery_codes": "recovery codes",
}
CHANGES = {"changed": "changed", "set": "set", "reset": "reset"}

SIGNED_IN = EntryType("person.signed_in", 1, {"method": Choice(tuple(WAYS))})
SIGN_IN_FAILED = EntryType("person.sign_in_failed", 1, {"method": Choice(tuple(WAYS))})
SIGNED_OUT = EntryType("person.signed_out", 1)
SIGNED_OUT_ELSEWHERE = EntryType("person.signed_out_elsewhere", 1)
FACTOR_ADDED = EntryType("second_factor.added", 1, {"kind": Choice(tuple(FACTORS))})
FACTOR_REMOVED = EntryType("second_factor.removed", 1, {"kind": Choice(tuple(FACTORS))})
FACTORS_RESET = EntryType("second_factor.reset", 1)
PASSWORD_CHANGED = EntryType("password.changed", 1, {"how": Choice(tuple(CHANGES))})
PASSWORD_RESET_ASKED = EntryType("password.reset_asked", 1)
SIGN_ON_LINKED = EntryType("single_sign_on.linked", 1)
SIGN_ON_UNLINKED = EntryType("single_sign_on.unlinked", 1)


def _signed_in(told: Told) -> str:
    return f"{told.subject} signed in with {WAYS[told.body['method']]}."


def _failed(told: Told) -> str:
    return f"A sign-in as {told.subject} failed: {WAYS[told.body['method']]}."


def _signed_out(told: Told) -> str:
    return f"{told.subject} signed out."


def _signed_out_elsewhere(told: Told) -> str:
    return f"{told.subject} signed out on other devices."


def _added(told: Told) -> str:
    return f"{told.subject} added {FACTORS[told.body['kind']]}."


def _removed(told: Told) -> str:
    return f"{told.subject} removed {FACTORS[told.body['kind']]}."


def _factors_reset(told: Told) -> str:
    return f"{told.actor} removed all second factors of {told.subject}."


def _password(told: Told) -> str:
    return f"{told.subject} {CHANGES[told.body['how']]} their password."


def _reset_asked(told: Told) -> str:
    return f"Somebody asked for a link to reset the password of {told.subject}."


def _linked(told: Told) -> str:
    return f"{told.subject} linked single sign-on."


def _unlinked(told: Told) -> str:
    return f"{told.subject} removed single sign-on."


register(SIGNED_IN, _signed_in)
register(SIGN_IN_FAILED, _failed)
register(SIGNED_OUT, _signed_out)
register(SIGNED_OUT_ELSEWHERE, _signed_out_elsewhere)
register(FACTOR_ADDED, _added)
register(FACTOR_REMOVED, _removed)
register(FACTORS_RESET, _factors_reset)
register(PASSWORD_CHANGED, _password)
register(PASSWORD_RESET_ASKED, _reset_asked)
register(SIGN_ON_LINKED, _linked)
register(SIGN_ON_UNLINKED, _unlinked)
