"""Deciding as each of those who do it meets it: reviewer, lawyer, producer and director.

Each goes through their own pages in a real browser. What they pass is looked at in light and dark,
wide and narrow, as far as no walk over all pages comes there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.conditions import Agreed
from clearslate.clearance.models import Decision, LegalException, Line, Result, Suspension
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.talking import ask
from clearslate.privileged import notes
from clearslate.uses.models import Use
from tests.browser.conftest import Site, overflow, small_targets, violations
from tests.server import people
from tests.server.deciding import APPROVAL, AT, HOLD, Deciding, deciding
from tests.server.series import SLUG, picture

HERE = f"/p/{SLUG}/"
CREATURE = "art-creature-design.yaml"
"""A declaration that asks the director."""
PROP = "art-newspaper-read-aloud.yaml"
"""A declaration that asks for human input and for a legal review, in one area."""
CRAFT = "vfx-denoise-craft-list.yaml"

Opened = Callable[..., Page]


@pytest.fixture
def here(site: Site) -> Deciding:
    return deciding()


def holds(page: Page) -> None:
    """Look at a page in both themes, wide and narrow."""
    before = page.viewport_size
    for theme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        where = f"{page.url}, {theme}, {width}"
        assert violations(page) == [], where
        assert small_targets(page) == [], where
        assert overflow(page) <= 0, where
    page.set_viewport_size(before)


def signed_in(page: Page, user: User) -> Page:
    """Sign in by the page, so that nothing asks once more who one is."""
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


def still() -> dict[str, object]:
    return {"chunks": [picture()], "name": "a.png", "kind": "still", "caption": "Second proof"}


def tab_to(page: Page, element: object) -> None:
    for _ in range(60):
        if element.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("the keyboard does not come there")


def test_a_reviewer_decides_by_keyboard_alone(here: Deciding, new_page: Opened) -> None:
    here.series.submit(PROP, files=[still()])
    here.series.submit(APPROVAL)
    reviewer = here.reviewers["final_output"]
    page = signed_in(new_page(), reviewer)
    page.goto(f"{HERE}inbox/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 decisions")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    number = int(page.url.split("/")[-3])
    tab_to(page, page.locator("#id_verdict_0"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("#id_kind_0"))
    page.keyboard.type("At most so many seconds")
    page.keyboard.press("Tab")
    page.keyboard.type("6")
    tab_to(page, page.locator("#id_reasons_conditions_0"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("[data-says]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("go-ahead, 1 condition").first).to_be_visible()
    decision = Decision.objects.get()
    assert decision.review.use.number == number
    assert [each["kind"] for each in decision.conditions] == ["most_seconds"]
    page.goto(f"{HERE}inbox/next/")
    assert page.url.endswith("/review/")
    assert f"/uses/{number}/" not in page.url


def test_craft_work_is_decided_together(here: Deciding, new_page: Opened) -> None:
    for _ in range(2):
        here.series.submit(CRAFT)
    reviewer = here.reviewers["final_output"]
    set_away(
        actor=party_of(reviewer),
        at=AT,
        production=here.series.production,
        delegate=here.people["producer"],
        from_day=date(2026, 11, 24),
        to_day=date(2026, 11, 28),
        areas=["final_output"],
    )
    page = signed_in(new_page(), reviewer)
    page.goto(f"{HERE}away/")
    expect(page.get_by_role("row", name="Final output")).to_be_visible()
    holds(page)
    page.goto(f"{HERE}inbox/")
    holds(page)
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.get_by_role("button", name="Decide the selected together").click()
    holds(page)
    page.get_by_label("Reason").select_option(index=1)
    page.get_by_role("button", name="Give the go-ahead for those included").click()
    expect(page.get_by_role("heading", name="The go-ahead was given")).to_be_visible()
    holds(page)
    assert Decision.objects.filter(review__area="final_output").count() == 2


def test_a_lawyer_lifts_reviews_and_notes(here: Deciding, new_page: Opened) -> None:
    held = here.series.submit(HOLD)
    prop = here.series.submit(PROP)
    lawyer = here.people["platform_legal"]
    notes.switch(user=lawyer, at=AT, production=here.series.production, on=True)
    page = signed_in(new_page(), lawyer)
    page.goto(f"{HERE}uses/{held.number}/lines/")
    form = page.locator("form", has=page.get_by_role("button", name="Lift this part"))
    form.get_by_label("Without what").select_option(index=1)
    form.get_by_label("Reason").select_option(index=1)
    form.get_by_label("On what grounds").fill("The agent confirmed by telephone.")
    form.get_by_label("Until, this day included").fill("2026-12-11")
    holds(page)
    form.get_by_role("button", name="Lift this part until that day").click()
    expect(page.locator("#hold")).to_contain_text("The agent confirmed by telephone.")
    assert LegalException.objects.get().use_id == held.id
    page.goto(f"{HERE}uses/{prop.number}/lines/")
    page.get_by_role("radio", name="agreed", exact=True).first.check()
    page.get_by_role("button", name="Answer", exact=True).first.click()
    expect(page.get_by_text("The answer is kept.")).to_be_visible()
    assert Line.objects.get(use=prop, kind="legal_review").response == "agreed"
    page.goto(f"{HERE}uses/{prop.number}/review/")
    page.get_by_role("link", name="Privileged notes").click()
    page.get_by_label("Note").fill("Read the terms of the font as well.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("Read the terms of the font as well.")).to_be_visible()
    seen = signed_in(new_page(), here.people["producer"])
    seen.goto(f"{HERE}uses/{prop.number}/")
    assert "font" not in seen.locator("body").inner_text()


def test_a_producer_sees_where_the_show_stands(here: Deciding, new_page: Opened) -> None:
    use = here.series.submit(PROP)
    here.approve_all(use)
    page = signed_in(new_page(), here.people["producer"])
    page.goto(HERE)
    page.get_by_role("link", name="Reports", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not yet")
    holds(page)
    page.goto(f"{HERE}uses/{use.number}/")
    page.get_by_role("link", name="Suspend it").click()
    page.get_by_label("Reason", exact=True).fill("The estate asked us to wait.")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Suspend").click()
    page.goto(f"{HERE}uses/{use.number}/")
    expect(page.locator(".answer h2").first).to_contain_text("Suspended")
    assert Suspension.objects.get().use_id == use.id
    page.goto(HERE)
    holds(page)


def test_a_director_answers_in_one_page_on_a_phone(here: Deciding, new_page: Opened) -> None:
    use = here.series.submit(CREATURE, files=[still()])
    page = signed_in(new_page(width=390), here.people["director"])
    page.goto(f"{HERE}inbox/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 line")
    holds(page)
    page.get_by_role("link", name="Consultation of the director").click()
    expect(page.get_by_alt_text("Second proof")).to_be_visible()
    answer = page.locator("form", has=page.get_by_role("button", name="Answer", exact=True))
    assert page.locator("main section.panel form").first.inner_text() == answer.inner_text()
    holds(page)
    answer.get_by_role("radio", name="agreed with changes").check()
    answer.get_by_label("In a sentence").fill("Smaller eyes.")
    answer.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("The answer is kept.")).to_be_visible()
    line = Line.objects.get(use=use, kind="director")
    assert (line.response, line.note) == ("with_changes", "Smaller eyes.")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_result_is_sent_and_cleared(here: Deciding, new_page: Opened, script: bool) -> None:
    use = here.series.submit(PROP)
    here.decide(use, "final_output", "conditions", conditions=[Agreed("no_promotion")])
    maker = signed_in(new_page(script=script), here.series.coordinator)
    maker.goto(f"{HERE}uses/{use.number}/")
    maker.get_by_role("link", name="Send a result").click()
    maker.get_by_label("Stills").set_input_files(
        {"name": "202_0210_comp_v003.png", "mimeType": "image/png", "buffer": picture()}
    )
    maker.get_by_role("button", name="Send to be looked at").click()
    expect(maker.get_by_role("row", name="202_0210 v003")).to_contain_text("waiting")
    page = signed_in(new_page(script=script), here.reviewers["final_output"])
    page.goto(f"{HERE}uses/{use.number}/")
    page.get_by_role("link", name="Look at the results").click()
    if script:
        holds(page)
    page.get_by_role("radio", name="no likeness found").check()
    page.get_by_role("radio", name="passed").check()
    page.get_by_role("radio", name="Clear them").check()
    page.get_by_label("Reason").select_option(index=1)
    page.get_by_role("button", name="Keep what I found").click()
    page.get_by_role("alert").get_by_role("link", name="What people made or shaped").click()
    page.get_by_label("What people made or shaped in it").fill("Set anew by hand.")
    page.get_by_role("button", name="Keep what I found").click()
    expect(page.get_by_text("They are cleared.")).to_be_visible()
    assert Result.objects.get().state == "cleared"
    assert Use.objects.get().waits_for == "legal_review"


def test_a_question_is_answered(here: Deciding, new_page: Opened) -> None:
    use = here.series.submit(PROP)
    review = here.review(use, "final_output")
    ask(
        actor=party_of(here.reviewers["final_output"]),
        at=AT,
        review_id=review.id,
        read=here.read(review),
        to=here.series.coordinator,
        text="Who sets the page?",
    )
    page = signed_in(new_page(), here.series.coordinator)
    page.goto(f"{HERE}inbox/")
    page.get_by_role("link", name="Who sets the page?").click()
    holds(page)
    page.get_by_label("Your answer").fill("Our graphic designer.")
    page.get_by_role("button", name="Answer, and let the clock go on").click()
    expect(page.get_by_text("Our graphic designer.")).to_be_visible()
    page = signed_in(new_page(), here.reviewers["final_output"])
    page.goto(f"{HERE}inbox/")
    expect(page.get_by_text("Your question was answered.")).to_be_visible()
