"""What must hold of an assessment in every medium, whatever names it holds."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: What would act on a terminal, reorder text, or hide in it.
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
#: Markup that is not escaped; our own line breaks apart.
RAW_HTML = re.compile(r"(?<!\\)<(?!br>)|(?<!\\)&(?=#?\w+;)")
VOID = {"meta", "br", "path", "circle"}


class Page(HTMLParser):
    """Reads an HTML page: the tags with their attributes, the text under `h1`, and the nesting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.used: set[tuple[str, ...]] = set()
        self.title = ""
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        self.used.add((tag, *sorted(name for name, _ in attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins and ends."""
        self.used.add((tag, *sorted(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        """A tag ends; it must be the innermost one."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data: str) -> None:
        """Text, with its escapes undone."""
        if self.open and self.open[-1] == "h1":
            self.title += data


def plain_text(text: str) -> None:
    """Text for a terminal or Markdown holds nothing that acts or hides."""
    found = ACTS.search(text)
    assert found is None, f"U+{ord(found[0]):04X} in the text"


def markdown(text: str) -> None:
    """Markdown holds no markup of a name."""
    plain_text(text)
    found = RAW_HTML.search(text)
    assert found is None, text[max(found.start() - 40, 0) :][:80]
