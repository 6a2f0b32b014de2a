"""The home of a production and the table of its uses in a real browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clearslate.accounts.models import User
from clearslate.productions.models import Membership, Production
from clearslate.uses.models import Use
from tests.browser.conftest import Site, overflow, small_targets, violations
from tests.server.many import make_production, make_uses

USES = "/p/tideline/uses/"


@pytest.fixture
def production(site: Site) -> Production:
    return make_production()


@pytest.fixture
def person(production: Production) -> User:
    return Membership.objects.get(production=production, role__key="coordinator").user


def look(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 200
    assert violations(page) == []
    assert overflow(page) == 0
    assert small_targets(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_every_page_is_sound(
    new_page: Callable[..., Page], production: Production, person: User, theme: str, width: int
) -> None:
    page = new_page(person, width=width, theme=theme)
    for path in ("/p/tideline/", USES):
        look(page, path)
    make_uses(production, 60)
    for query in ("", "?group=area&col=state&col=areas&sort=-title", "?q=nothing-like-it"):
        look(page, f"{USES}{query}")
    look(page, "/p/tideline/")
    page.get_by_text("As a table").click()
    assert violations(page) == []
    look(page, f"{USES}views/?state=on_hold")
    page.get_by_label("Name").fill("What is on hold")
    page.get_by_role("button", name="Keep this view").click()
    look(page, f"{USES}views/")


def test_the_keyboard_finds_a_use_and_opens_it(
    new_page: Callable[..., Page], production: Production, person: User
) -> None:
    make_uses(production, 20)
    page = new_page(person)
    page.goto("/p/tideline/")
    page.keyboard.press("/")
    page.keyboard.type("U-007")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/uses/7/$"))
    page.goto(f"{USES}?sort=number")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label("Select U-002")).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/uses/1/$"))


def test_a_filter_changes_only_the_table(
    new_page: Callable[..., Page], production: Production, person: User
) -> None:
    make_uses(production, 40)
    page = new_page(person)
    page.goto(USES)
    page.evaluate("window.stays = true")
    page.locator("summary", has_text="State").click()
    page.get_by_role("checkbox", name="on hold").check()
    expect(page).to_have_url(re.compile(r"\?state=on_hold$"))
    on_hold = Use.objects.filter(state="on_hold").count()
    expect(page.locator("#uses tbody tr")).to_have_count(on_hold)
    page.get_by_label("Words, names, shots or a number").fill("nothing-like-it")
    expect(page.get_by_text("No use matches")).to_be_visible()
    assert page.evaluate("window.stays")
    page.get_by_role("link", name="Take all filters away").first.click()
    expect(page.locator("#uses tbody tr")).to_have_count(40)


def test_it_works_without_a_script(
    new_page: Callable[..., Page], production: Production, person: User
) -> None:
    make_uses(production, 30)
    page = new_page(person, script=False)
    page.goto("/p/tideline/")
    page.get_by_role("link", name=re.compile("^Uses")).click()
    page.locator("summary", has_text="State").click()
    page.get_by_label("in review").check()
    page.get_by_label("Group by").select_option("department")
    page.get_by_role("button", name="Show").click()
    assert "state=in_review" in page.url
    assert "group=department" in page.url
    expect(page.locator("#uses tr.group").first).to_be_visible()
    page.get_by_role("link", name="No.").click()
    assert "sort=number" in page.url
    page.goto(f"{USES}?sort=number")
    page.get_by_label("Select U-003").check()
    page.get_by_label("Select U-005").check()
    page.get_by_role("button", name="Numbers of the selection").click()
    assert page.locator("body").inner_text().split() == ["U-003", "U-005"]


def test_numbers_are_copied_and_a_file_comes(
    new_page: Callable[..., Page], production: Production, person: User, tmp_path: Path
) -> None:
    make_uses(production, 12)
    page = new_page(person, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{USES}?sort=number")
    page.get_by_role("button", name="Numbers of the selection").click()
    expect(page.get_by_text("Nothing is selected. Tick the uses you want.")).to_be_visible()
    page.get_by_label("Select U-002").check()
    page.get_by_label("Select U-004").click(modifiers=["Shift"])
    page.get_by_role("button", name="Numbers of the selection").click()
    expect(page.get_by_text("Copied: 3 numbers.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").split() == ["U-002", "U-003", "U-004"]
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of the selection").click()
    assert re.fullmatch(r"tideline-uses-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    target = tmp_path / "uses.csv"
    download.value.save_as(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [row["Number"] for row in csv.DictReader(file)] == ["U-002", "U-003", "U-004"]


def test_the_table_prints_without_its_controls(
    new_page: Callable[..., Page], production: Production, person: User
) -> None:
    make_uses(production, 5)
    page = new_page(person)
    page.goto(USES)
    page.emulate_media(media="print")
    expect(page.get_by_text(re.compile("1 to 5 of 5 uses"))).to_be_visible()
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.get_by_label("Select U-001")).to_be_hidden()
    expect(page.locator("#uses tbody tr")).to_have_count(5)
