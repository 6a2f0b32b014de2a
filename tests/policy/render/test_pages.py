"""The HTML pages: complete in themselves, readable by everybody, printable with one ink."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib import resources

import pytest

from clearslate.policy.assess import assess
from clearslate.policy.pack.load import Loaded, shipped_pack
from clearslate.policy.render import html, report
from clearslate.policy.render.card import card
from clearslate.policy.render.page import document
from clearslate.policy.render.rulebook import rulebook as rulebook_page
from clearslate.policy.render.shapes import shape, sticks
from clearslate.policy.render.table import row_of
from clearslate.policy.render.words import SIGNS
from tests.policy.assess.small import case, rulebook

CSS = resources.files("clearslate.policy.render").joinpath("page.css").read_text(encoding="utf-8")
VOID = {"meta", "br", "path", "circle"}
DECLARATION = {
    "use": {"title": "Crowd", "department": "vfx"},
    "outputs": [{"name": "Crowd", "destination": "final_picture"}, {"name": "B"}],
    "people": [{"who": "Mara", "act": "replica"}],
}


class Checker(HTMLParser):
    """Finds tags that are not closed, ids used twice, headings that skip a level."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if len(found) != len(attrs):
            self.problems.append(f"{tag} repeats an attribute")
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "svg" and found.get("aria-hidden") != "true":
            self.problems.append("a drawing that is read aloud")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return rulebook(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def pages(loaded: Loaded) -> dict[str, str]:
    made = case(loaded, DECLARATION)
    assessment = assess(made)
    gated = assess(case(loaded, {"components": [{"name": "x", "technique": "not_ai"}]}))
    platform = shipped_pack()
    entries = [
        report.Entry(row_of("a.yaml", assessment), assessment, made),
        report.Entry(row_of("b.yaml", gated), gated),
        report.Entry(row_of("c.yaml", None), None, problems=("wrong",)),
    ]
    return {
        "assessment": html.render(assessment, case=made),
        "not a use": html.render(gated),
        "report": report.render(entries),
        "empty report": report.render([]),
        "rulebook": html.write(rulebook_page(platform), kind="Rulebook", foot="pack 1"),
        "card": html.write(card(platform, "vfx"), kind="Rules card", foot="pack 1"),
    }


PAGES = ("assessment", "not a use", "report", "empty report", "rulebook", "card")


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    def test_it_is_well_formed(self, pages: dict[str, str], name: str) -> None:
        checker = Checker()
        checker.feed(pages[name])
        assert checker.problems == []
        assert checker.open == []
        assert len(checker.ids) == len(set(checker.ids))
        assert {link.removeprefix("#") for link in checker.links} <= set(checker.ids)

    def test_headings_skip_no_level(self, pages: dict[str, str], name: str) -> None:
        checker = Checker()
        checker.feed(pages[name])
        assert checker.levels[0] == 1
        assert checker.levels.count(1) == 1
        steps = zip(checker.levels, checker.levels[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps)

    def test_it_asks_nobody_for_anything(self, pages: dict[str, str], name: str) -> None:
        page = pages[name]
        targets = re.findall(r"\b(?:src|href|action)\s*=\s*(\S+)", page)
        assert all(target.startswith('"#') for target in targets)
        assert not re.search(r"url\(|@import|<script|<link|<iframe|<form|javascript:", page)
        assert not re.search(r"\sstyle\s*=|\son\w+\s*=", page)

    def test_its_policy_lets_in_its_own_style_alone(self, pages: dict[str, str], name: str) -> None:
        page = pages[name]
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
        assert "default-src &#39;none&#39;" in policy
        assert f"style-src &#39;sha256-{digest}&#39;" in policy

    def test_it_says_its_language_and_title(self, pages: dict[str, str], name: str) -> None:
        assert '<html lang="en">' in pages[name]
        assert re.search(r"<title>[^<]+</title>", pages[name])

    def test_at_most_one_pair_of_sticks(self, pages: dict[str, str], name: str) -> None:
        assert pages[name].count('class="sticks') <= 1


def test_a_verdict_is_word_shape_and_colour(pages: dict[str, str]) -> None:
    page = pages["assessment"]
    assert '<p class="verdict hold"><svg' in page
    assert "<span>On hold: evidence missing</span>" in page
    for mark in re.findall(r'<span class="mark \w+">(.*?)</span></span>', page):
        drawing, word = mark.split("</svg>")
        assert drawing
        assert re.sub("<.*?>", "", word).strip()


def test_the_sticks_are_open_while_it_can_change(pages: dict[str, str]) -> None:
    assert 'class="sticks open"' in pages["assessment"]
    assert "Not settled yet" in pages["assessment"]
    assert 'class="sticks closed"' in pages["not a use"]


def test_every_sign_has_a_drawing_of_its_own() -> None:
    drawings = [shape(name) for name in SIGNS if name != "error"]
    assert len(drawings) == len(set(drawings))
    assert sticks("open") != sticks("closed")


def test_on_a_phone_the_cells_of_a_row_are_stacked_with_their_headings(
    pages: dict[str, str],
) -> None:
    narrow = CSS[CSS.index("@media (max-width: 40rem)") :]
    assert re.search(r"\.uses tr,[^{]*\.uses td \{ display: block; \}", narrow)
    assert "attr(data-label)" in narrow
    row = re.search(r'<th scope="row">.*?</tr>', pages["report"])
    assert row
    assert re.findall(r'data-label="([^"]*)"', row[0]) == ["areas that decide", "missing", "open"]


def test_the_foot_of_a_printed_page_cannot_leave_its_string() -> None:
    with pytest.raises(ValueError, match="letters, digits"):
        document("t", "b", foot='x"; } body { display: none')


# Contrast, after WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what draws a control or a shape.

TEXT = ("ink", "ink-2", "ink-3", "link", "hold", "approval", "notify", "cleared", "declined")


def themes() -> dict[str, dict[str, str]]:
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]
    )
    return {"light": light, "dark": {**light, **dark}}


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "surface"])
@pytest.mark.parametrize("name", TEXT)
def test_text_stands_out(theme: str, ground: str, name: str) -> None:
    tokens = themes()[theme]
    assert ratio(tokens[name], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "ground", "least"),
    [("chalk", "board", 4.5), ("chalk-2", "board", 4.5), ("on-hold", "hold", 4.5),
     ("edge", "surface", 3), ("focus", "ink", 3)],
)  # fmt: skip
def test_boards_badges_and_edges_stand_out(
    theme: str, name: str, ground: str, least: float
) -> None:
    tokens = themes()[theme]
    if (theme, name) == ("dark", "focus"):
        ground = "ground"
    assert ratio(tokens[name], tokens[ground]) >= least
