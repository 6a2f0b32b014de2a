"""Dated records: whether one is in force over the days that a use needs it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clearslate.policy.declaration.schema import HASH, UNKNOWN
from clearslate.policy.derived.normal import Item
from clearslate.policy.language.logic import Truth3


@dataclass(frozen=True, slots=True)
class Window:
    """The days a use takes, both included, as ordinals; and the date of the assessment."""

    first: int
    last: int
    today: int


def work_window(use: Mapping[str, Any], today: int) -> Window:
    """The work window as declared; what is not known of it is the date of the assessment."""
    first = use["work_from"] if use["work_from"] is not None else today
    last = use["work_to"] if use["work_to"] is not None else max(first, today)
    return Window(min(first, last), max(first, last), today)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the facts: its normal values, and which of them are "not sure"."""

    item: Item
    unsure: frozenset[str]

    def __getitem__(self, name: str) -> Any:
        return self.item[name]


def record(raw: Mapping[str, Any], item: Item) -> Record:
    """A record that still knows a missing answer from "not sure"."""
    return Record(item, frozenset(key for key, value in raw.items() if value == UNKNOWN))


def in_force(entry: Record, window: Window) -> Truth3:
    """Whether a record holds over the whole window: from inclusive, to exclusive.

    A record without its first day, or whose end is "not sure", is unknown. A record without an
    end has none.
    """
    if entry["from"] is None or "to" in entry.unsure:
        return None
    ends = entry["to"]
    return bool(entry["from"] <= window.first and (ends is None or ends > window.last))


def on_file(entry: Record, window: Window) -> bool:
    """Whether a document is certainly there: hashed, in force, and not withdrawn."""
    if not is_hash(entry["sha256"]) or "withdrawn" in entry.unsure:
        return False
    withdrawn = entry["withdrawn"]
    if withdrawn is not None and withdrawn <= max(window.today, window.last):
        return False
    return in_force(entry, window) is True


def same(one: str | None, other: str | None) -> bool:
    """Whether two names are the same, but for case, spaces and how accents are stored."""
    return one is not None and other is not None and folded(one) == folded(other)


def within(wanted: Iterable[str], allowed: Iterable[str]) -> bool:
    """Whether every wanted name is among the allowed ones."""
    names = {folded(name) for name in allowed}
    return all(folded(name) in names for name in wanted)


def by_id(entries: Iterable[Record], wanted: str | None) -> Record | None:
    """The record with an id, or None."""
    return next((entry for entry in entries if wanted and entry["id"] == wanted), None)


def folded(name: str) -> str:
    """A name as it is compared: without regard to case, spaces and how accents are stored."""
    spaced = " ".join(name.split()).casefold()
    return spaced if spaced.isascii() else unicodedata.normalize("NFC", spaced)


def is_hash(text: str | None) -> bool:
    """Whether a record names its document: a word in place of a hash names none."""
    return text is not None and re.fullmatch(HASH, text) is not None
