"""The pages of a production in a real browser: every one of them, and the errors of its forms."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clearslate.accounts.models import User
from clearslate.kit.clock import system_clock
from clearslate.policy.pack.load import load_pack
from clearslate.productions.calendar import GivenCalendar, GivenEpisode
from clearslate.productions.models import Membership
from clearslate.productions.selectors import today_in
from clearslate.productions.services.calendar import set_calendar
from clearslate.productions.services.facts import file_facts
from clearslate.productions.services.members import end_member
from clearslate.productions.services.packs import put_pack_in_force, shelve_pack
from clearslate.productions.services.switches import set_switch
from tests.browser.conftest import Site, overflow, small_targets, violations
from tests.server.productions import World, world
from tests.server.test_productions_facts import FACTS
from tests.server.test_productions_uploads import FOLDER, zipped

THEMES = ("light", "dark")
WIDTHS = (320, 1440)
#: A folder to keep pictures of the pages in, to look at them.
PICTURES = os.environ.get("CLEARSLATE_PICTURES", "")


@pytest.fixture
def here(site: Site) -> World:
    """The production with a calendar, facts, packs and readings."""
    made = world()
    production, given = made.production, {"actor": made.root, "at": system_clock()}
    today = today_in(production, given["at"])
    lock = date(2027, 3, 19)
    set_calendar(
        **given,
        production=production,
        revision=1,
        given=GivenCalendar(
            {"shoot_begins": date(2026, 9, 14), "delivery": date(2027, 5, 28)},
            [
                GivenEpisode(str(code), title, {"picture_lock": lock})
                for code, title in ((101, "Salt"), (102, "Rain"), (103, "The long way home"))
            ],
        ),
    )
    file_facts(**given, production=production, data=FACTS)
    fewer = FACTS.replace(b"ea-quillstaff", b"ea-quill-2027")
    file_facts(**given, production=production, data=fewer)
    end_member(**given, member=made.member("auditor"))
    shelve_pack(**given, production=production, name="house.zip", data=zipped())
    put_pack_in_force(
        **given,
        production=production,
        pack=load_pack(FOLDER),
        standing="adopted",
        from_day=today,
        adopted_by="Hanne Lorrimer",
    )
    set_switch(**given, production=production, switch="S1", value="relaxed", from_day=lock)
    return made


def look(page: Page, path: str, picture: str, status: int = 200) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == status, path
    _held(page, picture)


def _held(page: Page, picture: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{picture}.png", full_page=True)
    assert violations(page) == [], picture
    assert overflow(page) == 0, picture
    assert small_targets(page) == [], picture


def pages(here: World) -> Iterator[tuple[str, str]]:
    """Every page of the production that a producer sees, with a name for its picture."""
    own = f"/p/{here.production.slug}"
    yield "home", "/"
    for path in (
        *("settings", "settings/edit", "calendar", "calendar/edit", "people", "people/invite"),
        *("people/roles", "people/roles/edit", "people/roles/add", "rules", "rules/upload"),
        *("rules/readings/S1", "on-file"),
    ):
        yield path.replace("/", "-"), f"{own}/{path}/"
    yield "member", f"{own}/people/{here.member('reviewer').id}/"
    yield "role", f"{own}/people/roles/{here.role('reviewer').id}/"
    yield "pack", f"{own}/rules/packs/{load_pack(FOLDER).pack.sha256}/"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page(new_page: Callable[..., Page], here: World, theme: str, width: int) -> None:
    page = new_page(here.people["producer"], width=width, theme=theme)
    for name, path in pages(here):
        look(page, path, f"{name}-{theme}-{width}")
    page = new_page(here.people["coordinator"], width=width, theme=theme)
    look(page, f"/p/{here.production.slug}/on-file/file/", f"on-file-file-{theme}-{width}")
    page = new_page(here.people["administrator"], width=width, theme=theme)
    look(page, "/", f"home-empty-{theme}-{width}")
    look(page, "/productions/new/", f"new-{theme}-{width}")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_forms_with_errors(
    new_page: Callable[..., Page], here: World, theme: str, width: int
) -> None:
    page = new_page(here.people["producer"], width=width, theme=theme)
    page.goto(f"/p/{here.production.slug}/calendar/edit/")
    page.get_by_label("102: delivery").fill("2027-01-01")
    page.get_by_role("button", name="Save the calendar").click()
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_role("link", name="102: delivery").click()
    expect(page.get_by_label("102: delivery")).to_be_focused()
    _held(page, f"calendar-errors-{theme}-{width}")
    page.goto(f"/p/{here.production.slug}/people/invite/")
    page.get_by_label("E-mail address").fill("new@example.org")
    page.get_by_label("Role").select_option("Reviewer")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator(".errors")).to_contain_text("Choose an organisation.")
    _held(page, f"invite-errors-{theme}-{width}")


@pytest.mark.parametrize("script", [True, False])
def test_a_production_is_staffed_and_scheduled_by_keyboard(
    new_page: Callable[..., Page], here: World, script: bool
) -> None:
    page = new_page(here.people["coordinator"], script=script)
    page.goto("/")
    _reach(page, "SALTBOX S2")
    page.keyboard.press("Enter")
    page.goto(f"/p/{here.production.slug}/people/")
    _reach(page, "Invite somebody")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Invite somebody")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("new@example.org")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("Salt")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("Rev")
    page.keyboard.press("Enter")
    if "invite" in page.url:
        page.get_by_role("button", name="Invite").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("new@example.org is invited.")
    invited = User.objects.get(email="new@example.org")
    assert Membership.objects.get(user=invited).role.key == "reviewer"


def _reach(page: Page, name: str) -> None:
    """Press Tab until something of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in str(page.evaluate("document.activeElement.textContent")):
            return
    raise AssertionError(f"Tab never reaches “{name}”")
