"""Declaring in a real browser: the verdict moves, and no answer is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clearslate.kit.clock import system_clock
from clearslate.uses import drafts
from clearslate.uses.colleagues import hash_of, token_of
from clearslate.uses.models import Draft, Question, State, Use
from tests.browser.conftest import Site, overflow, small_targets, violations
from tests.server.declaring import World, declaration, make_world

MOOD = "development-mood-board"
THEMES = ("light", "dark")


@pytest.fixture
def world(site: Site) -> World:
    return make_world()


def begin(world: World, name: str = MOOD, without: tuple[str, ...] = ()) -> tuple[Draft, str]:
    """A draft of a declaration of the series, and its address."""
    document = {key: value for key, value in declaration(name).items() if key not in without}
    draft = drafts.start(
        author=world.author, production=world.production, at=system_clock(), document=document
    )
    return draft, f"{world.url}drafts/{draft.id}/"


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved ")


def settled(page: Page) -> None:
    """Wait for what comes by itself."""
    expect(page.locator("#ways [hx-get]")).to_have_count(0)


def stored(draft: Draft) -> Any:
    return Draft.objects.get(id=draft.id).document


def test_the_verdict_moves_while_one_answers(new_page: Callable[..., Page], world: World) -> None:
    draft, url = begin(world)
    page = new_page(world.author)
    page.goto(f"{url}?section=where&by=section")
    headline = page.locator("#panel h2")
    expect(headline).to_contain_text("Notify")
    page.get_by_label("The final picture").check()
    expect(headline).to_contain_text("Needs approval")
    expect(page.locator("#says")).to_contain_text("As answered so far: needs approval.")
    expect(page.get_by_text("Where does it stand in the frame or mix?")).to_be_visible()
    expect(page.locator("#ways")).to_contain_text("Search complete.")
    saved(page)
    assert stored(draft)["outputs"][0]["destination"] == "final_picture"
    page.get_by_label("Development only, not seen outside the production").check()
    expect(headline).to_contain_text("Notify")
    expect(page.get_by_text("Where does it stand in the frame or mix?")).to_have_count(0)


def test_a_field_in_use_keeps_its_text_and_its_caret(
    new_page: Callable[..., Page], world: World
) -> None:
    draft, url = begin(world, without=("use",))
    page = new_page(world.author)
    page.goto(f"{url}?step=use")
    title = page.locator("#q-use-title")
    title.press_sequentially("Fog ", delay=20)
    saved(page)
    title.press_sequentially("over the harbour", delay=20)
    expect(page.locator("#board")).to_contain_text("Fog over the harbour")
    expect(title).to_be_focused()
    expect(title).to_have_value("Fog over the harbour")
    assert stored(draft)["use"]["title"] == "Fog over the harbour"


def test_items_come_and_go_in_place(new_page: Callable[..., Page], world: World) -> None:
    draft, url = begin(world, without=("people", "inputs"))
    page = new_page(world.author)
    page.goto(f"{url}?section=people&by=section")
    page.locator("#q-people").fill("Ana; Bo")
    page.locator("#q-people").press("Enter")
    expect(page.get_by_role("heading", name="What happens to this person: Bo")).to_be_visible()
    page.get_by_label("Name of number 1").fill("Ana Marrick")
    expect(
        page.get_by_role("heading", name="What happens to this person: Ana Marrick")
    ).to_be_visible()
    page.get_by_role("button", name="Remove Bo").click()
    expect(page.get_by_role("heading", name="What happens to this person: Bo")).to_have_count(0)
    saved(page)
    assert stored(draft)["people"] == [{"who": "Ana Marrick"}]
    page.goto(f"{url}?section=inputs&by=section")
    page.get_by_label("Footage").check()
    expect(page.get_by_text("Who owns it?")).to_have_count(1)
    page.get_by_label("Prompt").check()
    expect(page.get_by_text("Who owns it?")).to_have_count(2)
    saved(page)
    assert [each["kind"] for each in stored(draft)["inputs"]] == ["footage", "prompt"]


def test_an_offline_answer_survives_a_closed_tab(
    new_page: Callable[..., Page], world: World
) -> None:
    draft, url = begin(world, without=("use",))
    page = new_page(world.author)
    page.goto(f"{url}?step=use")
    settled(page)
    page.context.set_offline(True)
    page.locator("#q-use-title").fill("Written on a train")
    page.locator("#q-use-department").select_option("vfx")
    expect(page.locator("#saved")).to_contain_text(
        "Not saved yet: no connection. Your answers are kept on this device."
    )
    page.close()
    assert "use" not in stored(draft)
    context = page.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{url}?step=use")
    saved(again)
    expect(again.locator("#q-use-title")).to_have_value("Written on a train")
    expect(again.locator("#q-use-department")).to_have_value("vfx")
    assert stored(draft)["use"] == {"title": "Written on a train", "department": "vfx"}
    assert again.evaluate("localStorage.length") == 0


def test_leaving_in_the_middle_of_a_word_keeps_it(
    new_page: Callable[..., Page], world: World
) -> None:
    draft, url = begin(world, without=("use",))
    page = new_page(world.author)
    page.goto(f"{url}?step=use")
    settled(page)
    page.locator("#q-use-title").fill("Half a wo")
    page.goto(world.url)
    page.goto(f"{url}?step=use")
    expect(page.locator("#q-use-title")).to_have_value("Half a wo")
    assert stored(draft)["use"] == {"title": "Half a wo"}


def test_older_answers_never_come_back_over_newer_ones(
    new_page: Callable[..., Page], world: World
) -> None:
    draft, url = begin(world, without=("use",))
    draft.authors.add(world.other)
    page = new_page(world.author)
    page.goto(f"{url}?step=use")
    settled(page)
    page.context.set_offline(True)
    page.locator("#q-use-title").fill("The older answer")
    expect(page.locator("#saved")).to_contain_text("Not saved yet")
    page.close()
    colleague = new_page(world.other)
    colleague.goto(f"{url}?step=use")
    colleague.locator("#q-use-title").fill("The newer answer")
    saved(colleague)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"{url}?step=use")
    expect(again.locator(".collision")).to_contain_text("The older answer")
    assert stored(draft)["use"]["title"] == "The newer answer"


def test_two_browsers_collide_and_both_are_told(
    new_page: Callable[..., Page], world: World
) -> None:
    draft, url = begin(world, without=("use",))
    draft.authors.add(world.other)
    mine, theirs = new_page(world.author), new_page(world.other)
    for page in (mine, theirs):
        page.goto(f"{url}?step=use")
    mine.locator("#q-use-title").fill("Mood board")
    saved(mine)
    theirs.locator("#q-use-title").fill("Moods")
    expect(theirs.locator(".collision")).to_contain_text(
        re.compile(r"Tove answered at \d\d:\d\d: Mood board")
    )
    mine.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(mine.locator(".collision")).to_contain_text("Casimir answered")
    expect(mine.locator(".collision")).to_contain_text("Moods")
    mine.get_by_role("button", name="Take “Moods”").click()
    expect(mine.locator("#q-use-title")).to_have_value("Moods")
    theirs.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(theirs.locator(".collision")).to_have_count(0)
    assert stored(draft)["use"]["title"] == "Moods"


def test_others_answers_appear_by_themselves(new_page: Callable[..., Page], world: World) -> None:
    draft, url = begin(world, without=("use",))
    draft.authors.add(world.other)
    mine, theirs = new_page(world.author), new_page(world.other)
    for page in (mine, theirs):
        page.goto(f"{url}?step=use")
    theirs.locator("#q-use-title").fill("Moods")
    saved(theirs)
    mine.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(mine.locator("#q-use-title")).to_have_value("Moods")
    expect(mine.locator("#told")).to_contain_text("Casimir answered")


def tab_to(page: Page, css: str) -> None:
    """Press the tabulator until something has the focus."""
    for _ in range(200):
        if page.evaluate("css => document.activeElement.matches(css)", css):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {css}")


_OPEN = """() => [...document.querySelectorAll('.question[data-path]')].filter((each) => {
  const boxes = [...each.querySelectorAll('input[type=radio], input[type=checkbox]')];
  const texts = [...each.querySelectorAll(
    'select, textarea, input:not([type=hidden], [type=radio], [type=checkbox], [data-aside])')];
  return !boxes.some((box) => box.checked) && !texts.some((text) => text.value);
}).map((each) => {
  const unsure = each.querySelector('[data-special][value=unknown]');
  const radio = each.querySelector('input[type=radio]');
  return [unsure ? 'box' : radio ? 'radio' : 'menu',
    (unsure || radio || each.querySelector('select')).id];
})"""


def test_a_use_is_declared_by_keyboard_alone(new_page: Callable[..., Page], world: World) -> None:
    page = new_page(world.author)
    page.goto(f"{world.url}declare/")
    tab_to(page, "button[value='mood-board']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/**")
    for _ in range(14):
        if "check/" in page.url:
            break
        here = page.url
        for kind, name in page.evaluate(_OPEN):
            if page.locator(f"#{name}").count() == 0:
                continue  # an earlier answer ruled it out
            tab_to(page, f"#{name}")
            page.keyboard.press({"box": "Space", "radio": "ArrowUp", "menu": "End"}[kind])
            expect(page.locator("#saved")).to_contain_text("Saved")
        tab_to(page, "#go-next")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url != here or page.evaluate(_OPEN)
    tab_to(page, "#submit button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Use.objects.get().state == State.IN_REVIEW


def test_a_use_is_declared_without_a_script(new_page: Callable[..., Page], world: World) -> None:
    page = new_page(world.author, script=False)
    page.goto(f"{world.url}declare/")
    page.get_by_role("button", name="Start from Mood board").click()
    page.goto(f"{page.url.partition('?')[0]}?step=use")
    page.get_by_label("What shall this use be called?").fill("Without a script")
    page.get_by_role("button", name="Check, and submit as it is").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_role("button", name="Submit for review").click()
    assert Use.objects.get().title == "Without a script"


def test_asking_first_and_the_back_button(new_page: Callable[..., Page], world: World) -> None:
    page = new_page(world.author)
    heading = page.get_by_role("heading", level=1)
    page.goto(f"{world.url}ask/?by=guided")
    page.locator("#q-use-title").fill("A mere thought")
    expect(page.locator("#board")).to_contain_text("A mere thought")
    with page.expect_navigation():
        page.get_by_role("button", name="Tools and steps").click()
    expect(heading).to_have_text("Which tools and steps")
    with page.expect_navigation():
        page.get_by_role("button", name="People shown").click()
    expect(heading).to_contain_text("real person")
    page.get_by_label("None of these").check()
    expect(page.locator("#rail-people")).to_contain_text("answered")
    page.go_back()
    expect(heading).to_have_text("Which tools and steps")
    page.go_back()
    expect(heading).to_have_text("What is made, and what for")
    expect(page.locator("#board")).to_contain_text("A mere thought")
    expect(page.locator("#q-use-title")).to_have_value("A mere thought")
    assert not Draft.objects.exists()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Keep as a draft").click()
    page.wait_for_url("**/drafts/**")
    assert Draft.objects.get().document["use"]["title"] == "A mere thought"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [320, 360, 1440])
def test_every_page_of_declaring_can_be_used_by_everybody(
    new_page: Callable[..., Page], world: World, theme: str, width: int
) -> None:
    _, url = begin(world, "vfx-crowd-from-scans", without=("models",))
    page = new_page(world.author, width=width, theme=theme)
    pages = [f"{world.url}declare/", f"{world.url}ask/", f"{url}?step=use", f"{url}check/"]
    pages += [f"{url}?section={name}" for name in ("tools", "where", "inputs", "people", "story")]
    pages += [f"{url}files/", f"{url}authors/"]
    for path in pages:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], path
        assert overflow(page) == 0, path
        assert small_targets(page) == [], path


@pytest.mark.parametrize("script", [True, False])
def test_a_colleague_answers_by_the_form_of_the_link(
    new_page: Callable[..., Page], world: World, script: bool
) -> None:
    draft, _ = begin(world)
    at = system_clock()
    question = Question(draft=draft, path="use.department", recipient="a@example.org", asked_at=at)
    question.asked_by, question.expires_at = world.author, at + timedelta(days=1)
    question.token_sha256 = hash_of(token_of(question.id))
    question.save()
    page = new_page(script=script)
    page.goto(f"/q/{token_of(question.id)}")
    page.locator("#answer-0").select_option("sound")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    question.refresh_from_db()
    assert question.answered_at is not None


@pytest.mark.parametrize("theme", THEMES)
def test_a_colleagues_page_can_be_used_by_everybody(
    new_page: Callable[..., Page], world: World, theme: str
) -> None:
    draft, _ = begin(world)
    at = system_clock()
    for path in ("use.purpose", "use.department", "use.media", "inputs"):
        question = Question(draft=draft, path=path, recipient="ana@example.org", asked_at=at)
        question.asked_by, question.expires_at = world.author, at + timedelta(days=1)
        question.token_sha256 = hash_of(token_of(question.id))
        question.save()
        page = new_page(width=320, theme=theme)
        page.goto(f"/q/{token_of(question.id)}")
        assert violations(page) == [], path
        assert overflow(page) == 0, path
        assert small_targets(page) == [], path
