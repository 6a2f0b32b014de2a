"""The page on packs names every key that the loader reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clearslate import packs
from clearslate.policy.pack import load_pack
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.papers import read_papers
from clearslate.policy.pack.reading import Entry
from tests.docs.pages import blocks
from tests.docs.world import DOCS, HOUSE

PAGE = DOCS / "reference" / "pack-format.md"


@pytest.fixture
def keys_read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collects the keys that reading a pack asks for."""
    found: set[str] = set()
    original = Entry.node_at

    def node_at(self: Entry, key: str) -> object:
        found.add(key)
        return original(self, key)

    monkeypatch.setattr(Entry, "node_at", node_at)
    return found


def test_every_key_is_on_the_page(keys_read: set[str]) -> None:
    read_examples(load_pack(HOUSE))
    read_papers(load_pack(packs.folder("platform")))
    shown = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))
    assert keys_read > {"rules", "when", "cards", "namespace", "flips", "reasons"}
    assert keys_read <= shown, keys_read - shown


def test_the_rule_shown_is_that_of_the_house() -> None:
    shown, _ = [block.body for block in blocks(PAGE) if block.kind == "yaml"]
    rule = shown.split("rules:\n")[1]
    assert rule in Path(HOUSE / "rules" / "house.yaml").read_text(encoding="utf-8")


def test_the_line_of_a_card_shown_is_that_of_the_platform() -> None:
    _, shown = [block.body for block in blocks(PAGE) if block.kind == "yaml"]
    card = packs.folder("platform").joinpath("rules-card.yaml").read_text(encoding="utf-8")
    assert shown in card


def test_the_example_shown_is_that_of_the_platform() -> None:
    (shown,) = [b.body for b in blocks(DOCS / "howto" / "add-to-a-pack.md") if b.kind == "yaml"]
    files = packs.folder("platform").joinpath("examples").iterdir()
    assert any(shown in file.read_text(encoding="utf-8") for file in files)
