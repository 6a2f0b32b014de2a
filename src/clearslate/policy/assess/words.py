"""Answers in words, and the sentences of a pack filled with them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from typing import Any

from clearslate.policy.declaration.schema import Part, Schema
from clearslate.policy.derived import KINDS
from clearslate.policy.pack.templates import PLACE

NOT_KNOWN = "(not known)"


def answer_words(part: Part, name: str, value: Any, schema: Schema) -> str:
    """A normal value in the words people read."""
    if value is None:
        return NOT_KNOWN
    spec = part.fields.get(name)
    if spec is None or spec.kind == "yesno":
        return "yes" if value else "no"
    match spec.kind:
        case "one":
            return schema.words(spec, value)
        case "many":
            return ", ".join(schema.words(spec, each) for each in value) or "none"
        case "names":
            return ", ".join(value) or "none"
        case "date":
            return day_words(date.fromordinal(value))
        case "seconds":
            whole, rest = divmod(value, 1000)
            return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + " s"
    return str(value)


def day_words(day: date) -> str:
    """A date as people write it: 24 Nov 2026."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def field_title(part: Part, name: str, evidence: Mapping[str, str]) -> str:
    """What a field is called on a page."""
    spec = part.fields.get(name)
    if spec is not None:
        return spec.title
    return evidence.get(f"{part.variable}.{name}", name.replace("_", " "))


def subject_name(part: Part, index: int, item: Mapping[str, Any]) -> str:
    """The name of one item, or its number where it has none."""
    name = item.get(part.name_field or "")
    return str(name) if name else f"{part.singular} {index + 1}"


#: For each variable of a sentence: its part, its item and the name to fall back on.
Bound = Mapping[str, tuple[Part, Mapping[str, Any], str]]


@functools.lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[tuple[str, str, str], ...]:
    """A sentence in pieces: the text before a place, and the place's variable and field."""
    found: list[tuple[str, str, str]] = []
    start = 0
    for match in PLACE.finditer(template):
        variable, _, name = match[1].partition(".")
        found.append((template[start : match.start()], variable, name))
        start = match.end()
    return (*found, (template[start:], "", ""))


def fill(template: str, bound: Bound, schema: Schema) -> str:
    """A sentence of a pack with the answers of its subject.

    A word from a vocabulary is written small inside a sentence unless it is a proper name.
    """
    filled = ""
    for text, variable, name in _pieces(template):
        filled += text
        if not variable:
            continue
        part, item, fallback = bound[variable]
        value = item.get(name)
        if value is None and name == part.name_field:
            filled += fallback
            continue
        words = answer_words(part, name, value, schema)
        spec = part.fields.get(name)
        chosen = spec is not None and spec.kind in ("one", "many")
        filled += inside(words) if chosen and filled else words
    return filled


def inside(words: str) -> str:
    """Words as they stand inside a sentence; those with a capital further on are names."""
    return words if any(letter.isupper() for letter in words[1:]) else small(words)


def small(words: str) -> str:
    """Words with a small first letter."""
    return words[:1].lower() + words[1:]


def is_derived(part: str, name: str) -> bool:
    """Whether a field is computed from the facts and not declared."""
    return name in KINDS.get(part, {})
