"""Answers in words, and the sentences of a pack filled with them."""

from __future__ import annotations

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


def fill(
    template: str, bound: Mapping[str, tuple[Part, Mapping[str, Any], str]], schema: Schema
) -> str:
    """A sentence of a pack with the answers of its subject.

    `bound` gives, for each variable, its part, its item and the name to fall back on. A word from
    a vocabulary is written small inside a sentence unless it is a proper name.
    """

    def place(match: Any) -> str:
        variable, _, name = match[1].partition(".")
        part, item, fallback = bound[variable]
        value = item.get(name)
        if value is None and name == part.name_field:
            return fallback
        words = answer_words(part, name, value, schema)
        spec = part.fields.get(name)
        chosen = spec is not None and spec.kind in ("one", "many")
        return _small(words) if chosen and match.start() else words

    return PLACE.sub(place, template)


def _small(words: str) -> str:
    """A vocabulary's words inside a sentence; those with a capital further on are names."""
    head, _, rest = words.partition(" ")
    if any(letter.isupper() for letter in head[1:] + rest):
        return words
    return words[:1].lower() + words[1:]


def is_derived(part: str, name: str) -> bool:
    """Whether a field is computed from the facts and not declared."""
    return name in KINDS.get(part, {})
