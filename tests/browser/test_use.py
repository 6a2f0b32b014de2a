"""The page of a use in a real browser: its looks, the second request, calling up, and paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from clearslate.uses.models import CallUp, Draft, Use, UseVersion
from tests.browser.conftest import WIDTHS, Site, overflow, small_targets, violations
from tests.server import pdftext, people
from tests.server.series import APPROVAL, AT, HOLD, NOTIFY, Series, picture, series

URL = "/p/saltbox-s2/uses/1/"
UNSURE = "editorial-everything-not-sure.yaml"
PAGES = {
    "use": "",
    "old version": "?version=1",
    "ways": "ways/",
    "changes": "changes/",
    "history": "history/",
    "withdraw": "withdraw/",
    "history of the production": "../../history/",
}

Opened = Callable[..., Page]


@pytest.fixture
def made(site: Site) -> Series:
    return series()


def stills() -> list[dict[str, object]]:
    return [
        {
            "chunks": [picture(colour, size)],
            "name": "still.png",
            "kind": "still",
            "caption": caption,
        }
        for colour, size, caption in (
            ("#345", (320, 180), "Plate, as filmed, 01:22:04:11"),
            ("#a76", (320, 134), "Test frame, version 3"),
        )
    ]


def settled(page: Page, address: str = URL) -> None:
    """Open a page, and wait for its second request."""
    page.goto(address)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_page_is_accessible(made: Series, new_page: Opened, theme: str, width: int) -> None:
    use = made.submit(HOLD, files=stills())
    made.submit(UNSURE, version_of=use, at=AT + timedelta(hours=1))
    page = new_page(made.coordinator, theme=theme, width=width)
    for name, address in PAGES.items():
        settled(page, f"{URL}{address}")
        assert violations(page) == [], name
        assert small_targets(page) == [], name
        assert overflow(page) <= 0, name


def test_pictures_come_first_and_have_one_size(made: Series, new_page: Opened) -> None:
    made.submit(HOLD, files=stills())
    page = new_page(made.coordinator)
    settled(page)
    boxes = [each.bounding_box() for each in page.locator(".stills img").all()]
    assert len(boxes) == 2
    assert len({(round(box["width"]), round(box["height"])) for box in boxes}) == 1
    loaded = page.locator(".stills img").evaluate_all("all => all.map(each => each.naturalWidth)")
    assert all(loaded)
    first = page.locator(".stills").bounding_box()["y"]
    assert first < page.locator("#findings").bounding_box()["y"]
    assert first < 400


def test_the_ways_come_by_themselves(made: Series, new_page: Opened) -> None:
    made.submit(HOLD)
    page = new_page(made.coordinator)
    settled(page)
    found = page.locator("#ways").inner_text()
    assert "Look for the smallest changes" not in found
    assert re.search(r"notify|needs approval|Nothing that one can choose", found)


def test_without_a_script_they_are_a_link_away(made: Series, new_page: Opened) -> None:
    made.submit(HOLD)
    page = new_page(made.coordinator, script=False)
    page.goto(URL)
    page.get_by_role("link", name="Look for the smallest changes").click()
    page.get_by_role("link", name="Back to the use").click()
    assert page.url.endswith(f"{URL}?version=1")


def test_a_citation_leads_to_its_words(made: Series, new_page: Opened) -> None:
    made.submit(HOLD)
    page = new_page(made.coordinator)
    settled(page)
    link = page.locator("#findings a.tag").first
    name = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    target = page.locator(f"#cite-{name}")
    assert target.is_visible()
    assert page.url.endswith(f"#cite-{name}")
    box = target.bounding_box()
    assert 0 <= box["y"] < 900


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_contact_calls_a_use_up(made: Series, new_page: Opened, site: Site, script: bool) -> None:
    made.submit(NOTIFY)
    mira = made.member("platform_contact", "mira@example.org", name="Mira Lind")
    page = new_page(mira, script=script)  # a session that never showed who it is
    page.goto(URL)
    page.get_by_role("heading", name="nothing to decide").wait_for()
    page.get_by_role("link", name="Call it up for review").click()
    page.get_by_role("button", name="Call it up for review").click()
    answer = page.get_by_label("Reason")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(people.PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("alert").wait_for()
    page.get_by_role("link", name="Reason").click()
    answer.fill("The harbour is a real place.")
    page.get_by_role("button", name="Call it up for review").click()
    page.get_by_text("Mira Lind called it up for review").wait_for()
    assert Use.objects.get().state == "in_review"
    assert CallUp.objects.get().reason.startswith("The harbour is a real place")
    assert page.get_by_role("link", name="Call it up for review").count() == 0


def test_by_keyboard_alone_a_new_version_is_begun(made: Series, new_page: Opened) -> None:
    made.submit(HOLD)
    page = new_page(made.coordinator)
    settled(page)
    button = page.get_by_role("button", name="New version")
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/**")
    assert Draft.objects.get().use == Use.objects.get()


def test_a_use_is_withdrawn_with_a_reason(made: Series, new_page: Opened) -> None:
    made.submit(APPROVAL)
    page = new_page(made.coordinator)
    page.goto(URL)
    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_label("Reason").fill("The scene was cut.")
    page.get_by_role("button", name="Withdraw U-001").click()
    page.get_by_role("heading", name="Withdrawn").wait_for()
    assert "The scene was cut." in page.locator("#history").inner_text()


def test_on_paper_it_is_a_document(made: Series, new_page: Opened) -> None:
    made.submit(HOLD, files=stills())
    page = new_page(made.coordinator)
    settled(page)
    page.emulate_media(media="print")
    shown = page.locator("main").inner_text()
    assert "Stills are left out of this copy." in shown
    for word in ("New version", "Withdraw it", "Print and files", "The whole history"):
        assert word not in shown
    assert not page.locator(".stills").is_visible()
    assert not page.locator("header.bar").is_visible()
    colours = page.evaluate(
        "[...new Set([...document.querySelectorAll('main *')].filter(e => e.checkVisibility())"
        ".map(e => getComputedStyle(e).color))]"
    )
    assert all(len(set(re.findall(r"\d+", colour)[:3])) == 1 for colour in colours), colours
    answer = page.locator(".answer").bounding_box()["y"]
    findings = page.locator("#findings").bounding_box()["y"]
    declared = page.locator("#declared").bounding_box()["y"]
    assert answer < findings < page.locator("#duties").bounding_box()["y"] < declared
    assert overflow(page) <= 0


def test_stills_are_printed_when_asked_for(made: Series, new_page: Opened) -> None:
    made.submit(HOLD, files=stills())
    page = new_page(made.coordinator)
    settled(page, f"{URL}?stills=1")
    page.emulate_media(media="print")
    assert page.locator(".stills").is_visible()
    assert page.get_by_text("Stills are left out").count() == 0


def test_the_foot_of_each_printed_page_names_the_case(made: Series, new_page: Opened) -> None:
    made.submit(HOLD)
    page = new_page(made.coordinator)
    settled(page)
    data = page.pdf(prefer_css_page_size=True)
    count = len(re.findall(rb"/Type\s*/Page\b(?!s)", data))
    assert count > 2
    rules = page.evaluate(
        "[...document.styleSheets].filter(s => s.href.includes('foot.css'))"
        ".flatMap(s => [...s.cssRules].map(r => r.cssText)).join(' ')"
    )
    assert UseVersion.objects.get().case_sha256[:32] in rules


def test_the_pdf_is_saved_under_its_name(made: Series, new_page: Opened, tmp_path) -> None:
    made.submit(HOLD)
    page = new_page(made.coordinator)
    page.goto(URL)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Assessment as PDF").click()
    assert waiting.value.suggested_filename == "saltbox-s2-u-001-v1.assessment.pdf"
    waiting.value.save_as(tmp_path / "a.pdf")
    read = pdftext.read((tmp_path / "a.pdf").read_bytes())
    assert UseVersion.objects.get().case_sha256 in read.text
