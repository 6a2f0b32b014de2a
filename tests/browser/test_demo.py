"""The demo in a real browser: everybody it names can sign in, and sees what is theirs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from clearslate.demo.story import sign_ins
from tests.browser.conftest import Watched
from tests.server.demoing import Running
from tests.server.test_demo import SERIES, TOLD

#: By what the demo prints: the code names that somebody sees on the first page.
SEES = {
    "Platform contact": {"SALTBOX", "WHITEBAIT"},
    "Platform legal": {"SALTBOX", "WHITEBAIT"},
    "Coordinator of WHITEBAIT": {"WHITEBAIT"},
    "Administrator": set(),
    "Policy owner": set(),
}


def told(demo: Running) -> dict[str, str]:
    """The address of each role, as the demo printed them."""
    found = re.findall(r"^(\S.+?) {2,}(\S+@\S+)$", demo.said, re.M)
    return dict(found)


def sign_in(page: Page, demo: Running, email: str) -> None:
    password = re.search(r"has the password (\S+)", demo.said)[1]
    page.goto("/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label(re.compile("^You: "))).to_be_visible()


@pytest.fixture
def open_as(demo: Running, browser: Browser):  # type: ignore[no-untyped-def]
    watched, contexts = Watched(demo.address), []

    def opened(role: str) -> Page:
        context = browser.new_context(base_url=demo.address)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watched.watch(page)
        sign_in(page, demo, told(demo)[role])
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watched.wrong == []


def test_every_sign_in_works_and_sees_its_own_productions(demo: Running, open_as) -> None:  # type: ignore[no-untyped-def]
    from clearslate.demo.story import read_story

    roles = [each.role for each in sign_ins(read_story(SERIES, TOLD))]
    assert [*told(demo)] == roles
    for role in roles:
        page = open_as(role)
        page.goto("/")
        main = page.locator("main").inner_text()
        seen = {name for name in ("SALTBOX", "WHITEBAIT") if name in main}
        assert seen == SEES.get(role, {"SALTBOX"}), role


def test_stills_and_papers_open(open_as) -> None:  # type: ignore[no-untyped-def]
    page = open_as("Reviewer")
    page.goto("/p/saltbox-s2/uses/2/")
    stills = page.locator("main img")
    assert stills.count() >= 2
    for still in stills.all():
        still.scroll_into_view_if_needed()
        expect(still).to_have_js_property("complete", True)
        assert still.evaluate("image => image.naturalWidth") > 100
    paper = page.locator("main a[href*='/files/']").filter(has_text=re.compile("onsent|PDF", re.I))
    answer = page.request.get(paper.first.get_attribute("href"))
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")


def test_a_foreign_production_is_not_there(open_as) -> None:  # type: ignore[no-untyped-def]
    page = open_as("Coordinator of WHITEBAIT")
    assert page.goto("/p/saltbox-s2/").status == 404
