"""The look in a real browser: no violation that axe knows, in both themes, down to 320 px."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template import engines
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, overflow, small_targets, violations
from tests.server import people

THEMES = ("light", "dark")
WIDTHS = (320, 1440)


@pytest.fixture
def person(site: Site):
    return people.person("tove@example.org", name="Tove Lindhagen")


def look(page: Page, path: str, status: int = 200) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == status
    assert violations(page) == []
    assert overflow(page) == 0
    assert small_targets(page) == []


def test_it_works(new_page: Callable[..., Page], person) -> None:
    page = new_page(person)
    page.goto("/looks")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Word, shape and colour, always together."
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_looks(new_page: Callable[..., Page], person, theme: str, width: int) -> None:
    look(new_page(person, width=width, theme=theme), "/looks")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_without_a_sign_in(new_page: Callable[..., Page], theme: str, width: int) -> None:
    page = new_page(width=width, theme=theme)
    look(page, "/account/login/")
    look(page, "/nothing/here", 404)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_error_page_stands_alone(
    new_page: Callable[..., Page], theme: str, name: str
) -> None:
    text = engines["django"].get_template(f"{name}.html").render()
    assert text.count('rel="stylesheet"') == 1
    page = new_page(width=320, theme=theme)
    page.route("**/shown", lambda route: route.fulfill(content_type="text/html", body=text))
    page.goto("/shown")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
    assert overflow(page) == 0


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


LIGHT, DARK = "rgb(241, 243, 241)", "rgb(18, 23, 26)"


@pytest.mark.parametrize("script", [True, False])
def test_a_person_chooses_the_theme(new_page: Callable[..., Page], person, script: bool) -> None:
    page = new_page(person, script=script)
    page.goto("/looks")
    page.locator("summary[aria-label^='You']").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page).to_have_url("/looks")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    if script:
        assert ground(page) == DARK
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("summary[aria-label^='You']").click()
    page.get_by_role("button", name="As the system").click()
    assert page.locator("html").get_attribute("data-theme") is None
    if script:
        assert ground(page) == LIGHT


def test_the_theme_leads_nowhere_else(new_page: Callable[..., Page], person) -> None:
    page = new_page(person)
    page.goto("/looks")
    page.locator("summary[aria-label^='You']").click()
    page.locator("input[name=next]").evaluate("each => { each.value = '//example.org/'; }")
    page.get_by_role("button", name="Dark", exact=True).click()
    page.wait_for_load_state()
    assert page.url.startswith("http://127.0.0.1")
    assert "example.org" not in page.url


def test_the_faces_are_those_of_the_server(new_page: Callable[..., Page], person) -> None:
    page = new_page(person)
    page.goto("/looks")
    loaded = page.evaluate(
        "document.fonts.ready.then(all => [...all].filter(each => each.status === 'loaded')"
        ".map(each => each.family.replaceAll('\"', '')))"
    )
    assert {"CS Slate", "CS Reading", "CS Mono"} <= set(loaded)


def test_the_focus_is_seen(new_page: Callable[..., Page], person) -> None:
    page = new_page(person)
    page.goto("/looks")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    # The summary of errors takes the focus first; from there the keyboard goes on.
    for _ in range(3):
        style = focused.evaluate("each => getComputedStyle(each).outlineStyle")
        assert style != "none"
        page.keyboard.press("Tab")


def test_steps_through_rows_by_keyboard(new_page: Callable[..., Page], person) -> None:
    page = new_page(person)
    page.goto("/looks")
    page.locator("table.table").last.evaluate("each => each.setAttribute('data-rows', '')")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("tr.selected").last.inner_text().startswith("Planet rise")
    page.keyboard.press("k")
    assert page.locator("tr.selected").last.inner_text().startswith("Wider crowd")


def test_motion_only_for_those_who_want_it(new_page: Callable[..., Page], person) -> None:
    page = new_page(person)
    page.goto("/looks")
    moves = """[...document.querySelectorAll("*")].filter(
        each => getComputedStyle(each).transitionDuration !== "0s").length"""
    assert page.evaluate(moves) == 0


def test_colours_that_the_system_forces(new_page: Callable[..., Page], person) -> None:
    page = new_page(person, forced_colors="active")
    page.goto("/looks")
    main = page.locator(".button.main").first
    plain = page.locator(".button:not(.main)").first
    colour = "each => getComputedStyle(each).backgroundColor"
    assert main.evaluate(colour) != plain.evaluate(colour)


def test_on_paper_one_ink_suffices(new_page: Callable[..., Page], person) -> None:
    page = new_page(person, theme="dark")
    page.goto("/looks")
    page.emulate_media(media="print")
    assert ground(page) == "rgb(255, 255, 255)"
    expect(page.locator(".bar")).to_be_hidden()
    inks = page.evaluate(
        "[...new Set([...document.querySelectorAll('.verdict, .mark, .board *, .notice, .note')]"
        ".map(each => getComputedStyle(each).color))]"
    )
    assert set(inks) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
