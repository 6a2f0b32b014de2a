"""An answer of a declaration in words, also one that was only offered."""

from __future__ import annotations

from typing import Any

from clearslate.policy.declaration.schema import UNKNOWN, Schema
from clearslate.policy.derived.normal import normal_value
from clearslate.policy.interview import Asked
from clearslate.policy.interview.options import value_words
from clearslate.policy.interview.paths import place_of
from clearslate.uses.changes import Change

OPEN = "not answered yet"


def answer_of(asked: Asked, schema: Schema) -> str:
    """The answer to a question in words."""
    return words_of(asked, asked.answer, schema)


def words_of(asked: Asked, value: Any, schema: Schema) -> str:
    """Some answer to a question in words."""
    if value is None:
        return OPEN
    if value == UNKNOWN:
        return "not sure"
    if asked.kind is None:
        name = schema.parts[asked.question.part].name_field or ""
        named = [str(item.get(name, "without a name")) for item in value]
        return "; ".join("not sure" if each == UNKNOWN else each for each in named) or "none"
    known = dict(asked.options)
    if isinstance(value, str) and value in known:
        return known[value]
    place = place_of(asked.path)
    spec = schema.parts[place.part].fields[place.field]
    return value_words(place, normal_value(value, spec), schema)


def change_words(change: Change, asked: Asked | None, schema: Schema) -> str:
    """What a change would make of an answer, in words."""
    match change.act:
        case "not_sure":
            return "not sure"
        case "none":
            return "none"
        case "take_back":
            return "no answer"
        case "remove":
            return "one less"
        case "answer":
            return words_of(asked, change.value, schema) if asked else str(change.value)
    items = change.value if isinstance(change.value, list) else [change.value]
    name = schema.parts[change.path].name_field or ""
    told = "; ".join(str(item.get(name, "without a name")) for item in items)
    return f"one more: {told}" if change.act == "add" else told
