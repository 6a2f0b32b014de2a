"""The use as it was declared, in words: what the platform contact is told of it (N1, A5).

Whoever decides finds here what no rule reads and a decision needs: what it is for, whose data it
is, why a tool is not secured, what an exception rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clearslate.policy.assess.words import answer_words
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import UNKNOWN, Part, Schema
from clearslate.policy.derived.normal import normal_item
from clearslate.policy.render.outline import Item, Note, Section

INTRO = "To the platform contact: the use as it was declared."
_NOT_SURE = "not sure"


def declared(case: Case | None, schema: Schema) -> Section | None:
    """Every answer that was given, “not sure” and “none” included."""
    items = tuple(_items(case.declaration, schema)) if case else ()
    return Section("declared", "What the contact is told", items, INTRO) if items else None


def _items(declaration: Mapping[str, Any], schema: Schema) -> Iterator[Item]:
    for part in schema.declared:
        raw = declaration.get(part.name)
        if raw is None:
            continue
        if part.one:
            yield from _item(raw, part, schema, "")
        elif raw == UNKNOWN or not raw:
            yield Item(_NOT_SURE if raw else "none", group=part.title)
        else:
            for index, each in enumerate(raw):
                yield from _item(each, part, schema, f"{part.singular} {index + 1}")


def _item(raw: Mapping[str, Any], part: Part, schema: Schema, unnamed: str) -> Iterator[Item]:
    """One group of answers, by its name; the title of the use heads the page already."""
    answers = dict(given_answers(raw, part, schema))
    heading = "title" if part.one else part.name_field or ""
    name = answers.pop(heading, "")
    text = unnamed if name in ("", _NOT_SURE) else name
    if part.one:
        text = answers.pop("purpose", "") or part.title
    told = "; ".join(f"{part.fields[each].title}: {words}" for each, words in answers.items())
    if told or not part.one:
        yield Item(text, group=part.title, notes=(Note("", told),) if told else ())


def given_answers(raw: Mapping[str, Any], part: Part, schema: Schema) -> Iterator[tuple[str, str]]:
    """The answers that were given, in the order of the schema."""
    normal = normal_item(raw, part)
    for name in part.fields:
        namespace, dot, own = name.partition(".")
        group = raw.get(namespace, {}) if dot else raw
        key = own if dot else name
        if key in group:
            unsure = group[key] == UNKNOWN
            words = answer_words(part, name, normal[name], schema)
            yield name, _NOT_SURE if unsure else words
