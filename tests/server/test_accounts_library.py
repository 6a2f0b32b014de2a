"""The sign-in library stays behind its wrapper, and shows no page or mail but ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

import clearslate
from clearslate.accounts.adapters.pages import CONFIRMED, PAGES, SINGLE_SIGN_ON
from clearslate.accounts.adapters.second_factors import KINDS
from clearslate.accounts.sign_in_entries import CHANGES, FACTORS
from clearslate.notify.sign_in_letters import CHANGED, SIGN_IN_LETTERS

SOURCE = Path(clearslate.__file__).parent


def test_only_the_adapters_import_it() -> None:
    importing = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"^\s*(from|import) allauth", path.read_text(encoding="utf-8"), re.M)
    }
    assert importing
    assert all(path.startswith("accounts/adapters/") for path in importing), importing


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    """The names of all addresses whose view is the library's."""
    found = set()
    for each in patterns:
        if isinstance(each, URLResolver):
            found |= names(each.url_patterns)
        elif each.callback.__module__.startswith("allauth"):
            found.add(each.name)
    return found


def test_every_page_of_it_is_on_the_list() -> None:
    assert names(get_resolver().url_patterns) == PAGES | CONFIRMED | SINGLE_SIGN_ON


TEMPLATES = [
    "account/account_inactive.html",
    "account/login.html",
    "account/logout.html",
    "account/password_change.html",
    "account/password_reset.html",
    "account/password_reset_done.html",
    "account/password_reset_from_key.html",
    "account/password_reset_from_key_done.html",
    "account/password_set.html",
    "account/reauthenticate.html",
    "mfa/authenticate.html",
    "mfa/reauthenticate.html",
    "mfa/recovery_codes/generate.html",
    "mfa/recovery_codes/index.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
    "mfa/webauthn/add_form.html",
    "mfa/webauthn/authenticator_confirm_delete.html",
    "mfa/webauthn/authenticator_list.html",
    "mfa/webauthn/edit_form.html",
    "mfa/webauthn/reauthenticate.html",
    "socialaccount/authentication_error.html",
    "socialaccount/connections.html",
    "socialaccount/login_cancelled.html",
    "usersessions/usersession_list.html",
]


@pytest.mark.parametrize("name", TEMPLATES)
def test_its_templates_are_ours(name: str) -> None:
    assert Path(get_template(name).origin.name).is_relative_to(SOURCE)


def test_there_is_a_sentence_for_every_letter() -> None:
    """Whatever a service tells a person by mail has its words."""
    told = {f"{kind}_{done}" for kind in KINDS.values() for done in ("added", "removed")}
    told |= {f"password_{how}" for how in CHANGES}
    told |= {"factors_reset", "sign_on_linked", "sign_on_unlinked"}
    assert told == set(CHANGED)
    assert set(KINDS.values()) == set(FACTORS)
    for what in CHANGED:
        written = SIGN_IN_LETTERS["sign_in_changed"]({"what": what})
        assert CHANGED[what] in written.text
        assert CHANGED[what] in written.html.replace("&#x27;", "'")
