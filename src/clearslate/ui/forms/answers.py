"""Answers as the fields of a form, and the fields of a form as changes of a declaration.

The fields of one question begin with its path: `use.title` holds the answer, `use.title:is` says
“not sure” or “none”, `people:add` names new items of a list, `inputs:line` ticks lines of a
checklist. What a page showed comes back with it as `use.title:was`, so that a field that nobody
touched changes nothing, whatever somebody else answered meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.interview import Asked, Interview, Journey
from clearslate.policy.interview.paths import parse_path
from clearslate.policy.pack.model import Card
from clearslate.uses.changes import Change, as_item

#: The fields of one question by name, each with its values; what is blank is left out.
Fields = dict[str, tuple[str, ...]]

NOT_SURE = UNKNOWN
NONE = "none"

_WHOLE = re.compile(r"-?\d{1,15}")
_CODES = re.compile(r"[^\s,]+(?:\s*,\s*[^\s,]+)*")


class Posted(Protocol):
    """What a browser sent, as Django reads it."""

    def lists(self) -> Any:
        """Each name with its values."""


def fields_in(posted: Posted, path: str) -> Fields:
    """The fields of one question, as they were sent."""
    found: Fields = {}
    for name, values in posted.lists():
        if name == path or (name.startswith(f"{path}:") and name != f"{path}:was"):
            kept = tuple(text for text in map(_clean, values) if text)
            if kept:
                found[name] = kept
    return found


def fields_of(asked: Asked, card: Card, interview: Interview) -> Fields:
    """The fields of one question, as the answer that is there fills them."""
    answer, path = asked.answer, asked.path
    if answer is None:
        return {}
    if asked.kind is None:
        return _list_fields(asked, card, interview)
    if answer == UNKNOWN:
        return {path if is_choice(asked) else f"{path}:is": (NOT_SURE,)}
    if isinstance(answer, list | tuple):
        if not answer:
            return {f"{path}:is": (NONE,)}
        values = tuple(_clean(str(each)) for each in answer)
        return {path: values if is_several(asked) else ("\n".join(values),)}
    return {path: (_clean(str(answer)),)} if _clean(str(answer)) else {}


def digest(fields: Fields) -> str:
    """What a page showed of a question, in a few letters."""
    told = json.dumps(sorted(fields.items()), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def changes_in(posted: Posted, asked: Asked, card: Card, interview: Interview) -> list[Change]:
    """What somebody changed at one question; nothing where they left it as it was shown.

    Paths are as the page has them. Where the page does not say what it showed, its script does not
    send what nobody touched.
    """
    path = asked.path
    sent = fields_in(posted, path)
    if digest(sent) in dict(posted.lists()).get(f"{path}:was", ()):
        return []
    if asked.kind is None:
        return list(_list_changes(sent, asked, card, interview))
    value = _read(sent, asked)
    if value is None:
        return [Change("take_back", path)]
    return [Change("not_sure", path)] if value == UNKNOWN else [Change("answer", path, value)]


def asked_at(journey: Journey, path: str) -> tuple[Asked, Card] | None:
    """The question at a path of a page, also where its item has gone elsewhere since."""
    place = parse_path(path)
    alike = None
    for step in journey.steps:
        for asked in step.questions:
            if asked.path == path:
                return asked, step.card
            question = asked.question
            if place and (question.part, question.field) == (place.part, place.field):
                alike = replace(asked, path=path, answer=None), step.card
    return alike


def is_choice(asked: Asked) -> bool:
    """Whether exactly one of some options is chosen."""
    return bool(asked.options) and asked.kind not in ("many", "names")


def is_several(asked: Asked) -> bool:
    """Whether any number of some options is chosen."""
    return asked.kind == "many" or (asked.kind == "names" and bool(asked.options))


def _read(sent: Fields, asked: Asked) -> Any:
    """The answer in some fields: where a box and a text disagree, the one that is new holds."""
    value = _value(sent.get(asked.path, ()), asked)
    special = sent.get(f"{asked.path}:is", ("",))[0]
    if special and (value is None or value == asked.answer):
        return UNKNOWN if special == NOT_SURE else [] if special == NONE else value
    return value


def _value(values: Sequence[str], asked: Asked) -> Any:
    if not values:
        return None
    if is_several(asked):
        return list(values)
    if asked.kind == "names":
        return names_in(values[0])
    if asked.kind in ("whole", "seconds") and _WHOLE.fullmatch(values[0]):
        same = str(asked.answer) == values[0]
        return asked.answer if same else int(values[0])
    return values[0]


def names_in(text: str) -> list[str]:
    """Names, one in a line; codes may also stand in one line with commas between them."""
    lines = [line.strip() for line in text.split("\n")]
    if len(lines) == 1 and "," in text and _CODES.fullmatch(text.strip()):
        lines = re.split(r"\s*,\s*", text.strip())
    return list(dict.fromkeys(line for line in lines if line))


def separated(text: str) -> list[str]:
    """Names with semicolons or line breaks between them; commas belong to a name."""
    parts = (part.strip() for part in re.split(r"[;\n]", text))
    return list(dict.fromkeys(part for part in parts if part))


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def named(asked: Asked) -> list[Mapping[str, Any]]:
    """The items of a list; none while it is open or in doubt."""
    return list(asked.answer) if isinstance(asked.answer, list | tuple) else []


def removals_in(posted: Posted, interview: Interview) -> list[Change]:
    """What a button “Remove” asks for."""
    changes = []
    for path in dict(posted.lists()).get("remove", ()):
        place = parse_path(path)
        part = interview.schema.parts.get(place.part) if place else None
        if place and part and place.index is not None and not place.field and not part.is_fact:
            changes.append(Change("remove", path))
    return changes


def _list_fields(asked: Asked, card: Card, interview: Interview) -> Fields:
    path, items = asked.path, named(asked)
    if asked.answer == UNKNOWN:
        return {f"{path}:is": (NOT_SURE,)}
    if not items:
        return {f"{path}:is": (NONE,)}
    if not card.checklist:
        offered = offered_tools(asked, interview)
        held = [
            (item.get("terms"), n) for n, item in enumerate(items) if item.get("terms") in offered
        ]
        records = tuple(str(record) for record, _ in held)
        has = tuple(f"{record}@{n}" for record, n in held)
        return {f"{path}:tool": records, f"{path}:has": has} if records else {}
    fields: Fields = {}
    ticked, doubted = [], []
    for option in interview.lines(card):
        names, in_doubt = line_items(items, card, interview, option.value)
        if names or in_doubt:
            ticked.append(option.value)
        if in_doubt:
            doubted.append(option.value)
        if names:
            fields[f"{path}:called.{option.value}"] = ("; ".join(names),)
    fields |= {f"{path}:line": tuple(ticked)} if ticked else {}
    return fields | ({f"{path}:doubt": tuple(doubted)} if doubted else {})


def line_items(
    items: Sequence[Mapping[str, Any]], card: Card, interview: Interview, line: str
) -> tuple[list[str], bool]:
    """What the items of one line are called, and whether the line is in doubt."""
    part = interview.schema.parts[card.lists or ""]
    name, kind = part.name_field or "", card.checklist or ""
    words = interview.schema.words(part.fields[kind], line)
    names = [_clean(str(item.get(name, words))) for item in items if item.get(kind) == line]
    return names, any(_is_doubt(item, name, kind, words) for item in items)


def _is_doubt(item: Mapping[str, Any], name: str, kind: str, words: str) -> bool:
    return item.get(kind) == UNKNOWN and item.get(name) == words


def offered_tools(asked: Asked, interview: Interview) -> dict[str, str]:
    """The tools on file that can be ticked at a question, with their words."""
    return dict(interview.tools({})) if asked.path == "components" else {}


def _list_changes(sent: Fields, asked: Asked, card: Card, interview: Interview) -> Iterator[Change]:
    items = named(asked)
    moved = list(
        _ticked(sent, asked, card, interview) if card.checklist else _moved(sent, asked, interview)
    )
    if moved:
        yield from moved
        return
    special = sent.get(f"{asked.path}:is", ("",))[0]
    if special == NONE and not asked.needs_one:
        yield Change("none", asked.path)
    elif special == NOT_SURE:
        yield Change("not_sure", asked.path)
    elif not sent.get(f"{asked.path}:has") and (card.checklist or not items):
        yield Change("take_back", asked.path)


def _moved(sent: Fields, asked: Asked, interview: Interview) -> Iterator[Change]:
    """Tools that were unticked, and tools and names that are new."""
    path, items = asked.path, named(asked)
    name = interview.schema.parts[path].name_field or ""
    offered, ticked = offered_tools(asked, interview), sent.get(f"{path}:tool", ())
    there = [each.partition("@") for each in sent.get(f"{path}:has", ())]
    for record, _, index in reversed(there):
        if record not in ticked and index.isascii() and index.isdigit():
            yield Change("remove", f"{path}[{int(index)}]")
    had = [record for record, _, _ in there]
    for record in dict.fromkeys(ticked):
        if record in offered and record not in had:
            yield Change("add", path, interview.tool_item({}, record))
    known = {str(item.get(name, "")) for item in items}
    for text in sent.get(f"{path}:add", ()):
        for each in separated(text):
            if each not in known:
                yield Change("add", path, {name: each})


def _ticked(sent: Fields, asked: Asked, card: Card, interview: Interview) -> Iterator[Change]:
    """The items of the ticked lines; what no line speaks of stays."""
    path, items = asked.path, named(asked)
    part = interview.schema.parts[path]
    name, kind = part.name_field or "", card.checklist or ""
    wanted: list[Mapping[str, Any]] = []
    spoken: list[Mapping[str, Any]] = []
    for value, words in interview.lines(card):
        names, _ = line_items(items, card, interview, value)
        spoken += [item for item in items if item.get(kind) == value]
        spoken += [item for item in items if _is_doubt(item, name, kind, words)]
        if value not in sent.get(f"{path}:line", ()):
            continue
        if value in sent.get(f"{path}:doubt", ()):
            wanted.append(interview.doubt_item(card, value))
            continue
        text = sent.get(f"{path}:called.{value}", ("",))[0]
        called = names if names and text == "; ".join(names) else separated(text) or [words]
        wanted += [{name: each, kind: value} for each in called]
    wanted += [as_item(item) for item in items if item not in spoken]
    if wanted:
        yield Change("items", path, [dict(item) for item in _in_order(wanted, items)])


def _in_order(
    wanted: Sequence[Mapping[str, Any]], items: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Items that are there in the order they have, and new ones after them."""

    def place(item: Mapping[str, Any]) -> int:
        there = (n for n, each in enumerate(items) if item.items() <= as_item(each).items())
        return next(there, len(items))

    return sorted(wanted, key=place)
