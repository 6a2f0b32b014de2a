"""Signing in in a real browser: an app, a passkey, without JavaScript, and how the pages look."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from clearslate.accounts.models import Organisation
from clearslate.accounts.services import invite_person
from clearslate.ledger import selectors
from clearslate.ledger.parties import COMMAND_LINE
from tests.browser.conftest import WIDTHS, Site, Watched, overflow, small_targets, violations
from tests.server import people
from tests.server.test_accounts_factors import code_at

EMAIL = "ana@example.org"


def sentences() -> list[str]:
    return [line.sentence for line in selectors.history("installation")]


def sign_in(page: Page, password: str = people.PASSWORD) -> None:
    page.goto("/account/login/?next=/account/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()


def add_app(page: Page) -> str:
    """Add an authenticator app through the pages. Returns its secret."""
    page.goto("/account/2fa/totp/activate/")
    secret = page.locator("#totp_secret").inner_text()
    page.get_by_label("Code", exact=True).fill(code_at(secret, time.time()))
    page.get_by_role("button", name="Add the app").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    return secret


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_an_app_and_a_recovery_code(
    site: Site, new_page: Callable[..., Page], script: bool
) -> None:
    people.person()
    page = new_page(script=script)
    sign_in(page, "wrong")
    page.get_by_role("alert").get_by_text("is wrong").wait_for()
    sign_in(page)
    page.get_by_role("heading", name="Your account").wait_for()
    secret = add_app(page)
    code = page.get_by_role("listitem").filter(has_text=re.compile(r"^\d{8}$")).first.inner_text()
    sign_out(page)
    sign_in(page)
    page.get_by_role("heading", name="One more step").wait_for()
    # The code of the next step: that of this one may have been used for adding the app.
    page.get_by_label("Code", exact=True).fill(code_at(secret, time.time(), step=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Your account").wait_for()
    sign_out(page)
    sign_in(page)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("9 left").wait_for()
    assert sentences()[-1] == "Ana Ruiz signed in with a recovery code."


@pytest.fixture
def passkeys(site: Site, browser: Browser, settings) -> Iterator[Page]:
    """A page of a browser with a device for passkeys; they want a name for the host."""
    url = site.url.replace("127.0.0.1", "localhost")
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    settings.CSRF_TRUSTED_ORIGINS = [url]
    context = browser.new_context(base_url=url)
    context.set_default_timeout(15_000)
    page = context.new_page()
    watched = Watched(url)
    watched.watch(page)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()
    assert watched.wrong == []


def test_a_passkey_signs_in_alone(passkeys: Page) -> None:
    people.person()
    page = passkeys
    sign_in(page)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Name of the passkey").fill("My <b>phone</b>")
    page.get_by_label("Let me sign in with it alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto("/account/2fa/webauthn/")
    row = page.get_by_role("row").filter(has_text="My <b>phone</b>")
    row.get_by_text("alone").wait_for()
    sign_out(page)
    page.goto("/account/login/?next=/account/sessions/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Where you are signed in").wait_for()
    assert sentences()[-1] == "Ana Ruiz signed in with a passkey."
    page.goto("/account/2fa/webauthn/")
    page.get_by_role("link", name="Rename My <b>phone</b>").click()
    page.get_by_label("Name of the passkey").fill("Phone")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_role("link", name="Remove Phone").click()
    page.get_by_role("button", name="Remove the passkey").click()
    page.get_by_text("The passkey is removed.").wait_for()
    assert sentences()[-1] == "Ana Ruiz removed recovery codes."


def test_a_passkey_is_the_second_step(passkeys: Page) -> None:
    people.person()
    page = passkeys
    sign_in(page)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    sign_out(page)
    sign_in(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    page.get_by_role("heading", name="Your account").wait_for()
    assert sentences()[-1] == "Ana Ruiz signed in with a passkey."
    # Confirming with it later.
    page.goto("/account/2fa/webauthn/reauthenticate/?next=/account/sessions/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Where you are signed in").wait_for()


def test_a_passkey_that_does_not_work_is_said_on_the_page(site: Site, page: Page) -> None:
    """An address of numbers is none that a passkey can belong to."""
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").get_by_text("The passkey was not used.").wait_for()


def invitation(of: Organisation) -> str:
    _, token = invite_person(
        actor=COMMAND_LINE,
        at=datetime.now(UTC),
        email="ben@example.org",
        name="",
        organisation=of,
    )
    return f"/account/invitation/{token}"


def test_accepting_an_invitation_by_keyboard(site: Site, page: Page) -> None:
    link = invitation(people.organisation())
    page.goto(link)
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Ben Okri")
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.type(people.PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/invitation/" not in url)
    assert sentences()[-1] == "Ben Okri signed in with an invitation."
    page.goto(link)
    page.get_by_text("was used already").wait_for()


SIGNED_OUT = (
    "/account/login/",
    "/account/inactive/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/x-y/",
    "/account/password/reset/key/done/",
    "/account/invitation/nonsense",
)
SIGNED_IN = (
    "/account/",
    "/account/logout/",
    "/account/password/change/",
    "/account/2fa/totp/deactivate/",
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/sessions/",
    "/account/reauthenticate/",
    "/account/2fa/reauthenticate/",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_page_can_be_read(
    site: Site, new_page: Callable[..., Page], width: int, theme: str
) -> None:
    ana = people.person()
    page = new_page(width=width, theme=theme)
    flaws: dict[str, list[str]] = {}

    def look(path: str) -> None:
        wide = overflow(page)
        found = [*violations(page), *small_targets(page), *([f"{wide} px wide"] if wide else [])]
        if found:
            flaws[path] = found

    for path in (*SIGNED_OUT, invitation(ana.organisation)):
        page.goto(path)
        look(path)
    sign_in(page, "wrong")
    look("a wrong password")
    sign_in(page)
    page.goto("/account/2fa/totp/activate/")
    look("adding an app")
    add_app(page)
    for path in SIGNED_IN:
        page.goto(path)
        look(path)
    sign_out(page)
    sign_in(page)
    look("the second step")
    page.goto("/account/2fa/authenticate/")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    look("a wrong code")
    assert flaws == {}
