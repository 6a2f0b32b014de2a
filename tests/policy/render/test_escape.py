"""One hostile name through every medium: nothing acts, nothing hides, nothing is lost."""

from __future__ import annotations

import csv
import email.message
import email.policy
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from clearslate.policy.pack.load import Loaded
from clearslate.policy.render import escape, html, markdown, report, terminal
from clearslate.policy.render.table import Row, row_of
from clearslate.policy.render.terminal_table import render as render_table
from tests.policy.assess.small import rulebook
from tests.policy.render.hostile import CONTROL, NAME, hostile, hostile_case

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
BOTH = NAME + CONTROL


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return rulebook(tmp_path_factory.mktemp("small"))


def unsafe(text: str) -> list[str]:
    """Characters that act on a terminal or turn text around."""
    return [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in BIDI]


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_no_character_without_a_shape_goes_unseen() -> None:
    """Joiners and variation selectors belong to letters and stay; soft spaces are seen as such."""
    import sys
    import unicodedata

    kept = {0x200C, 0x200D, *range(0xE0100, 0xE01F0)}
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        acts = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        hidden = unicodedata.category(character) == "Cf" and unicodedata.bidirectional(
            character
        ) in ("BN", "LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
        if (acts or hidden) and code not in kept:
            assert character not in escape.one_line(f"a{character}b"), f"U+{code:04X}"


def test_spaces_stay_and_breaks_become_one_space() -> None:
    assert escape.one_line(" a  b \r\n\t c\td\u2028") == " a  b c d "


def test_ten_thousand_spaces_beside_a_break_are_read_once() -> None:
    """With each space tried as the beginning of a break, this took a second."""
    text = f"a{' ' * 10_000}b\n"
    assert escape.one_line(text * 50) == f"a{' ' * 10_000}b " * 50


class TestTerminal:
    def test_an_assessment(self, loaded: Loaded) -> None:
        text = terminal.render(hostile(loaded), case=hostile_case(loaded))
        assert unsafe(text) == []
        assert "<U+202E>" in text

    def test_with_colour_only_our_own_codes_stand_in_it(self, loaded: Loaded) -> None:
        text = terminal.render(hostile(loaded), case=hostile_case(loaded), colour=True)
        assert unsafe(re.sub(r"\x1b\[[\d;]*m", "", text)) == []

    def test_a_table(self) -> None:
        row = Row(BOTH, BOTH, "hold", (BOTH,), 1, 1)
        assert unsafe(render_table([row])) == []

    def test_control_characters_are_written_out(self) -> None:
        line = escape.terminal(CONTROL)
        assert unsafe(line) == []
        assert "\n" not in line
        assert line.startswith("<U+001B>[2J")
        assert "everybody" in line


class TestHtml:
    def test_an_assessment(self, loaded: Loaded) -> None:
        self.check(html.render(hostile(loaded), case=hostile_case(loaded)))

    def test_a_report(self, loaded: Loaded) -> None:
        assessment = hostile(loaded)
        entries = [
            report.Entry(row_of(BOTH, assessment), assessment, hostile_case(loaded)),
            report.Entry(row_of(BOTH, None), None, problems=(BOTH,)),
        ]
        self.check(report.render(entries, title=BOTH))

    def check(self, text: str) -> None:
        page = Page(text)
        assert "script" not in page.tags
        assert {name for name, _ in page.attributes if name.startswith("on")} == set()
        links = [value for name, value in page.attributes if name in ("href", "src", "action")]
        assert all(link.startswith("#") for link in links)
        assert unsafe(page.words.replace("\t", "")) == []
        assert "<script>alert(1)</script>" in page.words, "shown as written"

    def test_the_title_cannot_end_itself(self) -> None:
        assert escape.html("</title>") == "&#60;/title&#62;"


class TestMarkdown:
    reader = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")

    def test_an_assessment(self, loaded: Loaded) -> None:
        self.check(markdown.render(hostile(loaded), case=hostile_case(loaded)))

    def test_a_table(self) -> None:
        text = markdown.table([Row(BOTH, BOTH, "hold", (BOTH,), 1, 1)])
        self.check(text)
        page = Page(self.reader.render(text))
        assert page.tags.count("td") == 5

    def check(self, text: str) -> None:
        page = Page(self.reader.render(text))
        assert {"script", "img", "a", "code"} & set(page.tags) == set()
        assert "<script>alert(1)</script>" in page.words
        assert unsafe(page.words) == []

    @given(st.text(alphabet=st.sampled_from("ab \\`*_{}[]()#+-.!<>|~&:$@=1"), max_size=30))
    def test_any_text_is_shown_as_it_is_written(self, text: str) -> None:
        page = Page(self.reader.render(f"- x {escape.markdown(text)}"))
        assert {"script", "img", "a", "code", "em", "strong"} & set(page.tags) == set()
        assert page.words.split() == f"x {text}".split()

    @pytest.mark.parametrize("start", ["- a", "+ a", "1. a", "12) a", "=", "# a", "> a", "---"])
    def test_a_text_at_the_start_of_a_line_begins_nothing(self, start: str) -> None:
        page = Page(self.reader.render(escape.markdown(start)))
        assert page.tags == ["p"]

    @pytest.mark.parametrize("link", ["http://a.test", "www.a.test", "mailto:a", "<a@b.test>"])
    def test_no_reader_makes_a_link_of_it(self, link: str) -> None:
        assert link not in escape.markdown(link)


class TestCsv:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", NAME]
    )
    def test_a_cell_is_never_a_formula(self, text: str) -> None:
        assert escape.csv_cell(text).startswith("'")

    def test_what_is_no_formula_stays(self) -> None:
        assert escape.csv_cell("a = b") == "a = b"

    def test_it_comes_back_whole_and_on_one_line(self) -> None:
        out = io.StringIO()
        csv.writer(out).writerow([escape.csv_cell(BOTH), "next"])
        (row,) = csv.reader(io.StringIO(out.getvalue()))
        assert len(row) == 2
        assert unsafe(row[0]) == []
        assert len(out.getvalue().splitlines()) == 1


class TestMailHeader:
    def test_no_header_can_be_added(self) -> None:
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        message["Subject"] = escape.mail_header(BOTH, most=500)
        again = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
        assert again.keys() == ["Subject"]
        assert unsafe(str(again["Subject"])) == []

    def test_it_is_one_line_of_bounded_length(self) -> None:
        header = escape.mail_header("word\n" * 100)
        assert "\n" not in header
        assert len(header) == 200
        assert header.endswith("…")


@given(st.text(max_size=60))
def test_nothing_that_acts_or_hides_is_left_and_nothing_is_dropped(text: str) -> None:
    line = escape.one_line(text)
    assert unsafe(line) == []
    assert "\n" not in line
    assert "".join(line.split()) == "".join(line.split())
    shown = [c for c in text if c.isprintable() and not c.isspace()]
    kept = [c for c in line if c.isprintable() and not c.isspace()]
    assert [c for c in shown if c not in kept] == []


def test_what_escapes_is_used_everywhere() -> None:
    """A renderer that forgot to import its escape would be found by no other test."""
    folder = Path(escape.__file__).parent
    for name in ("terminal", "terminal_table", "markdown", "html", "report", "page"):
        assert "render.escape import" in (folder / f"{name}.py").read_text(encoding="utf-8")
