"""The record of signing in and of what it takes; the sign-in library's hooks call these."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.allowed import require
from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import InstallationAction
from clearslate.accounts.sign_in_entries import (
    FACTOR_ADDED,
    FACTOR_REMOVED,
    FACTORS_RESET,
    PASSWORD_CHANGED,
    PASSWORD_RESET_ASKED,
    SIGN_IN_FAILED,
    SIGN_ON_LINKED,
    SIGN_ON_UNLINKED,
    SIGNED_IN,
    SIGNED_OUT,
    SIGNED_OUT_ELSEWHERE,
)
from clearslate.kit import outbox
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append

RESET_LETTER = "password_reset"
NEWS_LETTER = "sign_in_changed"


@service(SIGNED_IN)
def record_sign_in(*, actor: Party, at: datetime, user: User, method: str) -> None:
    """A person signed in."""
    append(SIGNED_IN, actor=actor, subject=party_of(user), at=at, body={"method": method})


@service(SIGN_IN_FAILED)
def record_failed_sign_in(*, actor: Party, at: datetime, user: User, method: str) -> None:
    """Somebody failed to sign in, or to confirm, as a person there is."""
    append(SIGN_IN_FAILED, actor=actor, subject=party_of(user), at=at, body={"method": method})


@service(SIGNED_OUT)
def record_sign_out(*, actor: Party, at: datetime, user: User) -> None:
    """A person signed out."""
    append(SIGNED_OUT, actor=actor, subject=party_of(user), at=at)


@service(SIGNED_OUT_ELSEWHERE)
def record_sign_out_elsewhere(*, actor: Party, at: datetime, user: User) -> None:
    """A person ended their other sessions."""
    append(SIGNED_OUT_ELSEWHERE, actor=actor, subject=party_of(user), at=at)


@service(FACTOR_ADDED)
def record_factor_added(
    *, actor: Party, at: datetime, user: User, kind: str, quiet: bool = False
) -> None:
    """A person added a second factor, or had new recovery codes made; tell them unless `quiet`."""
    append(FACTOR_ADDED, actor=actor, subject=party_of(user), at=at, body={"kind": kind})
    if not quiet:
        _tell(user, f"{kind}_added", at)


@service(FACTOR_REMOVED)
def record_factor_removed(*, actor: Party, at: datetime, user: User, kind: str) -> None:
    """A person removed a second factor; tell them by mail."""
    append(FACTOR_REMOVED, actor=actor, subject=party_of(user), at=at, body={"kind": kind})
    _tell(user, f"{kind}_removed", at)


@service(FACTORS_RESET)
def record_factors_reset(*, actor: Party, at: datetime, user: User) -> None:
    """An administrator removed all second factors of a person who lost theirs; tell the person."""
    require(actor, InstallationAction.INVITE_PEOPLE)
    append(FACTORS_RESET, actor=actor, subject=party_of(user), at=at)
    _tell(user, "factors_reset", at)


@service(PASSWORD_CHANGED)
def change_password(*, actor: Party, at: datetime, user: User, password: str, how: str) -> None:
    """Give a person the password they chose, which was checked; tell them by mail."""
    user.set_password(password)
    user.save(update_fields=["password"])
    append(PASSWORD_CHANGED, actor=actor, subject=party_of(user), at=at, body={"how": how})
    _tell(user, f"password_{how}", at)


@service(PASSWORD_RESET_ASKED)
def send_password_reset(*, actor: Party, at: datetime, user: User) -> None:
    """Send a person the link to reset their password; the link is made when it is sent."""
    append(PASSWORD_RESET_ASKED, actor=actor, subject=party_of(user), at=at)
    outbox.put(
        channel="email",
        kind=RESET_LETTER,
        recipient=user.email,
        parameters={"person": user.id},
        at=at,
    )


@service(SIGN_ON_LINKED)
def record_sign_on_linked(*, actor: Party, at: datetime, user: User) -> None:
    """A person's single sign-on was linked; tell them by mail."""
    append(SIGN_ON_LINKED, actor=actor, subject=party_of(user), at=at)
    _tell(user, "sign_on_linked", at)


@service(SIGN_ON_UNLINKED)
def record_sign_on_unlinked(*, actor: Party, at: datetime, user: User) -> None:
    """A person's single sign-on was removed; tell them by mail."""
    append(SIGN_ON_UNLINKED, actor=actor, subject=party_of(user), at=at)
    _tell(user, "sign_on_unlinked", at)


def _tell(user: User, what: str, at: datetime) -> None:
    """Tell a person by mail that their sign-in changed, in case it was not them."""
    outbox.put(
        channel="email",
        kind=NEWS_LETTER,
        recipient=user.email,
        parameters={"what": what},
        at=at,
    )
