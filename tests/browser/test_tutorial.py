"""The tutorial, done step by step in a real browser as its page says it.

Each numbered line of `docs/tutorial.md` is read as sentences. A sentence that names something in
bold or as code is a step, and has one of the forms below; one without is an explanation. A sentence
that has none of the forms fails the test, so text and test cannot part.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched
from tests.docs.world import DOCS, ROOT
from tests.server.demoing import Running

PAGE = DOCS / "tutorial.md"
PASSWORD = "slate-and-lantern"
MOOD_BOARD = "U-064"
"""The number of the first use that the reader declares."""

_LINK = re.compile(r"http://127\.0\.0\.1:\d+/\S+")


def steps(page: Path) -> Iterator[str]:
    """The sentences of the numbered lines that ask for something, in order."""
    for line in re.findall(r"^\d+\. (.+)$", page.read_text(encoding="utf-8"), re.M):
        held: list[str] = []

        def hold(match: re.Match[str], held: list[str] = held) -> str:
            held.append(match[0])
            return f"\0{len(held) - 1}\0"

        # What stands in bold or as code may end like a sentence.
        text = re.sub(r"\*\*.+?\*\*|`.+?`", hold, line)
        for sentence in re.split(r"(?<=[.?])\s+|(?<=\0)\s+(?=[A-Z])", text):
            whole = re.sub(r"\0(\d+)\0", lambda match, held=held: held[int(match[1])], sentence)
            if re.search(r"\*\*|`|link in the letter", whole):
                yield whole


class Reader:
    """Somebody who does what the page says."""

    def __init__(self, page: Page, mail: Path) -> None:
        self.page = page
        self.mail = mail
        self.letter = ""

    def do(self, step: str) -> None:
        """One sentence."""
        for form, act in self._forms():
            if match := re.fullmatch(form, step):
                act(*match.groups())
                return
        pytest.fail(f"The test does not know how to: {step}")

    def _forms(self) -> list[tuple[str, Callable[..., None]]]:
        return [
            (r"Choose \*\*(.+)\*\*\.", self._choose),
            (r"Sign out, and sign in as `(.+)`\.", self._sign_in_as),
            (r"At \*\*(.+)\*\*, choose the file `(.+)`\.", self._attach),
            (r"Beside \*\*(.+)\*\*, choose \*\*(.+)\*\*\.", self._choose_beside),
            (r"At \*\*(.+)\*\*, write `(.+)`\.?", self._write),
            (r"At \*\*(.+)\*\*, write tomorrow's date\.", lambda at: self._write(at, _day(1))),
            (r"At \*\*(.+)\*\*, write the date in two weeks\.",
             lambda at: self._write(at, _day(14))),
            (r"At \*\*(.+)\*\*, (?:choose|tick) \*\*(.+)\*\*\.", self._tick),
            (r"The verdict says \*\*(.+)\*\*\.", self._verdict),
            (r"The page says \*\*(.+)\*\*\.?", self._says),
            (r"The use reads \*\*(.+)\*\*\.", self._reads),
            (r"In the folder `demo/mail`, find the newest letter to `(.+)`\.", self._find_letter),
            (r"Its subject is `(.+)`\.", self._subject),
            (r"Open the link in the letter\.", self._open_link),
        ]  # fmt: skip

    def _choose(self, name: str) -> None:
        if name.startswith("Submit"):
            # The draft ends here; the page may still be asking what would lower its outcome.
            self.page.wait_for_load_state("networkidle")
        # A section has how far it is, and how many questions, beside its name.
        named = {"name": re.compile(rf"^(?:answered,\s*)?{re.escape(name)}(?:\s+\d+(?: left)?)?$")}
        found = self.page.get_by_role("link", **named).or_(self.page.get_by_role("button", **named))
        # The menu of a person may say what is new beside the name.
        menu = self.page.get_by_label(re.compile(rf"^{re.escape(name)}(?:,|$)"))
        menu = menu.and_(self.page.locator("summary"))
        found.or_(menu).and_(self.page.locator(":visible")).first.click()

    def _sign_in_as(self, address: str) -> None:
        menu = self.page.get_by_label(re.compile("^You: "))
        menu.and_(self.page.locator("summary:visible")).first.click()
        self._choose("Sign out")
        self._write("E-mail address", address)
        self._write("Password", PASSWORD)
        self._choose("Sign in")

    def _attach(self, label: str, file: str) -> None:
        field = self.page.get_by_label(re.compile(rf"^{re.escape(label)}\b"))
        field.set_input_files(ROOT / file)

    def _choose_beside(self, text: str, name: str) -> None:
        line = self.page.locator("li").filter(has_text=re.compile(rf"^\s*{re.escape(text)}\b"))
        line.locator("button", has_text=name).click()

    def _write(self, label: str, text: str) -> None:
        # The page puts a number before the words of a question.
        name = re.compile(rf"^(?:[\d.]+ )?{re.escape(label)}$")
        field = self.page.get_by_role("textbox", name=name).first
        field.fill(text)
        field.blur()

    def _tick(self, question: str, option: str) -> None:
        if "/drafts/" not in self.page.url:
            self._tick_in_form(question, option)
            return
        asked = re.compile(rf"^\s*(?:[\d.]+ )?{re.escape(question)}\s*$")
        group = self.page.locator(".question").filter(
            has=self.page.locator("legend, label.ask").filter(has_text=asked)
        )
        expect(group).to_be_visible()
        for role in ("radio", "checkbox"):
            box = group.get_by_role(role, name=option, exact=True)  # type: ignore[arg-type]
            if box.count():
                box.check()
                return
        pytest.fail(f"“{question}” has no “{option}”")

    def _tick_in_form(self, question: str, option: str) -> None:
        """Choose where the page is a form, and no interview: in a menu, or among boxes."""
        menu = self.page.get_by_label(question, exact=True).and_(self.page.locator("select"))
        group = self.page.get_by_role("group", name=question, exact=True)
        named = {"name": option, "exact": True}
        box = group.get_by_role("radio", **named).or_(group.get_by_role("checkbox", **named))
        found = menu.or_(box).and_(self.page.locator(":visible")).first
        found.wait_for()
        if found.evaluate("each => each.tagName") == "SELECT":
            found.select_option(label=option)
        else:
            found.check()

    def _verdict(self, word: str) -> None:
        panel = self.page.get_by_role("region", name="What the answers give")
        expect(panel.get_by_role("heading", level=2).first).to_have_text(word)

    def _says(self, text: str) -> None:
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible()

    def _reads(self, state: str) -> None:
        expect(self.page.locator(".answer h2").first).to_contain_text(state)

    def _find_letter(self, address: str) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            letters = sorted(self.mail.glob(f"*-{address}.txt"))
            if letters and MOOD_BOARD in (text := letters[-1].read_text(encoding="utf-8")):
                self.letter = text
                return
            time.sleep(0.2)
        pytest.fail(f"no letter to {address}")

    def _subject(self, subject: str) -> None:
        assert f"Subject: {subject}\n" in self.letter
        assert "pier" not in self.letter

    def _open_link(self) -> None:
        self.page.goto(_LINK.findall(self.letter)[0])


def _day(later: int) -> str:
    return (datetime.now(UTC) + timedelta(days=later)).date().isoformat()


def test_every_step_as_it_is_written(demo: Running, browser: Browser) -> None:
    todo = [*steps(PAGE)]
    assert len(todo) >= 90
    watched = Watched(demo.address)
    context = browser.new_context(
        base_url=demo.address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    page = context.new_page()
    watched.watch(page)
    page.goto("/")
    reader = Reader(page, demo.out / "mail")
    for number, step in enumerate(todo, start=1):
        try:
            reader.do(step)
        except Exception as error:
            error.add_note(f"at step {number}: {step}\non {page.url}")
            raise
    context.close()
    assert watched.wrong == []
