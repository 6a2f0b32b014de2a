"""The review page in a real browser: its looks, the form with and without scripts, and paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Decision
from clearslate.clearance.services.talking import ask
from clearslate.uses.models import Use
from tests.browser.conftest import WIDTHS, Site, overflow, small_targets, violations
from tests.docs.world import declaration
from tests.server import people
from tests.server.deciding import APPROVAL, AT, HOLD, Deciding, deciding
from tests.server.reviewing import address, review_of
from tests.server.series import picture

AGREED = "editorial-visual-adr-agreed.yaml"
Opened = Callable[..., Page]


@pytest.fixture
def here(site: Site) -> Deciding:
    return deciding()


def files() -> list[dict[str, object]]:
    stills = [
        {"chunks": [picture(colour)], "name": name, "kind": "still", "caption": caption}
        for name, colour, caption in (
            ("a.png", "#345", "Plate, as filmed, 01:22:04:11"),
            ("b.png", "#a76", "Test frame, version 3"),
        )
    ]
    record = {"kind": "guild_compliance", "subject": "Rufina Tamsett", "from": "2026-01-01"}
    paper = {"chunks": [b"Agreed."], "name": "a.txt", "kind": "evidence", "record": record}
    return [*stills, paper]


def busy(here: Deciding) -> Use:
    """A use with pictures, papers, two versions, a decision, a question and one that is alike."""
    for area in ("data", "rights"):
        before = here.series.submit(AGREED)
        here.decide(before, area)
    use = here.series.submit(AGREED, files=files())
    here.decide(use, "data", note="Terms read.")
    review = review_of(use, "talent")
    ask(
        actor=party_of(here.reviewers["talent"]),
        at=AT,
        review_id=review.id,
        read=here.read(review),
        to=here.series.coordinator,
        text="Who read the line?",
    )
    return use


@pytest.mark.parametrize(("theme", "width"), [("light", "laptop"), ("dark", "phone")])
def test_it_is_accessible(here: Deciding, new_page: Opened, theme: str, width: str) -> None:
    use = busy(here)
    page = new_page(here.people["platform_legal"], theme=theme, width=WIDTHS[width])
    page.goto(address(use))
    document = declaration(AGREED)
    document["use"] = {**document["use"], "purpose": "Something else altogether."}
    here.series.submit(version_of=use, at=AT + timedelta(hours=1), **document)

    def holds(name: str) -> None:
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], name
        assert small_targets(page) == [], name
        assert overflow(page) <= 0, name

    page.goto(address(use))
    for details in page.locator("details.document > summary").all()[:3]:
        details.click()
    for place in range(4):
        page.locator(f"#id_verdict_{place}").check()
        holds(f"verdict {place}")
    page.get_by_role("button", name="Decline").click()
    page.get_by_role("alert").wait_for()
    holds("what is wrong")
    page.goto(address(use, "remark/"))
    holds("remark")
    page.goto(address(here.series.submit(HOLD)))
    holds("on hold")


def test_the_button_says_what_happens(here: Deciding, new_page: Opened) -> None:
    use = here.series.submit(APPROVAL)
    page = new_page(here.reviewers["data"])
    page.goto(address(use))
    button = page.locator("[data-says]")
    for verdict, words in (
        ("Approve", "Approve"),
        ("Ask a question", "Ask the question"),
        ("Decline", "Decline"),
        ("Approve with conditions", "Approve with conditions"),
    ):
        page.get_by_role("radio", name=verdict, exact=True).check()
        assert button.inner_text() == words
    page.get_by_label("Condition 1", exact=True).select_option("most_shots")
    page.get_by_label("What condition 1 says").fill("7")
    assert button.inner_text() == "Approve with 1 condition"
    page.get_by_label("Condition 2", exact=True).select_option("no_promotion")
    assert button.inner_text() == "Approve with 2 conditions"
    assert not page.get_by_label("What condition 2 says").is_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_it_is_decided_with_conditions(here: Deciding, new_page: Opened, script: bool) -> None:
    """By somebody whose session never showed who it is, so that is asked in between."""
    use = here.series.submit(APPROVAL)
    page = new_page(here.reviewers["data"], script=script)
    page.goto(address(use))
    assert not page.get_by_label("Condition 1", exact=True).is_visible()
    page.get_by_role("radio", name="Approve with conditions").check()
    page.get_by_role("button", name="Add lines").click()
    assert page.get_by_label("Condition 5", exact=True).is_visible()
    page.get_by_label("Condition 5", exact=True).select_option("most_seconds")
    page.get_by_label("What condition 5 says").fill("12.5")
    page.get_by_role("button", name="Take condition 1 away").click()
    assert page.get_by_label("What condition 4 says").input_value() == "12.5"
    page.locator("#id_reasons_conditions_0").check()
    page.locator("[data-says]").click()
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(people.PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="U-001: go-ahead, 1 condition for Data.").click()
    page.get_by_text("At most 12.5 s in all.").first.wait_for()
    assert [each["kind"] for each in Decision.objects.get().conditions] == ["most_seconds"]


def test_by_keyboard_alone(here: Deciding, new_page: Opened) -> None:
    """From the head of the page straight to the form, through it, and never decided by Enter."""
    use = here.series.submit(APPROVAL)
    page = new_page(here.reviewers["data"])
    page.goto(address(use))
    link = page.get_by_role("link", name="Go to your decision")
    link.focus()
    assert link.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for _ in range(20):
        if page.locator("#id_verdict_0").evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("#id_verdict_1").is_checked()
    page.keyboard.press("Tab")
    assert page.locator("#id_kind_0").evaluate("each => each === document.activeElement")
    page.locator("#id_kind_0").select_option("most_shots")
    page.keyboard.press("Tab")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator("#id_value_0").input_value() == "7"
    assert not Decision.objects.exists()


def test_papers_and_stills_open_in_their_place(here: Deciding, new_page: Opened) -> None:
    use = here.series.submit(AGREED, files=files())
    page = new_page(here.reviewers["talent"])
    page.goto(address(use))
    assert page.locator("[data-stills] img").evaluate_all(
        "all => all.every(each => each.naturalWidth > 0)"
    )
    page.locator("details.document", has=page.locator("iframe")).first.locator("summary").click()
    expect(page.frame_locator("iframe").first.get_by_text("Agreed.")).to_be_visible()
    page.get_by_text("Wipe between the first two").click()
    slider = page.get_by_label("Plate, as filmed to the left, Test frame, version 3 to the right")
    slider.fill("80")
    shown = page.locator(".wipe").evaluate("each => each.style.getPropertyValue('--at')")
    assert shown == "80%"


def test_on_paper_there_is_no_form(here: Deciding, new_page: Opened) -> None:
    use = here.series.submit(AGREED, files=files())
    page = new_page(here.reviewers["talent"])
    page.goto(address(use))
    page.emulate_media(media="print")
    shown = page.locator("main").inner_text()
    assert "Stills are left out of this copy." in shown
    assert "Findings by area" in shown
    for word in ("Your decision", "Add the remark", "Watermarked for you"):
        assert word not in shown
    assert overflow(page) <= 0
