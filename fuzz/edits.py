"""Mutations of plain values, driven by bytes: what a careless or hostile author does to a pack.

The same bytes make the same edits, so that the fuzzer learns which bytes reach new code.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

#: A group or list, with the key or index of one thing in it.
Place = tuple[Any, Any]

#: What stands where something else was expected.
WRONG: tuple[Any, ...] = (
    "", " ", "unknown", "yes", "no", "none", 0, -1, 1, 9_007_199_254_740_991, [], {}, [[]], [{}],
    {"a": "b"}, ["a"], "x" * 3000, "a.b", "a.b.c", ".", "..", "{", "}", "{}", "{use.title}",
    "{output.name}", "{use}", "{use.}", "{.x}", "use", "use.title", "outputs", "output", "person",
    "people", "today", "switch.S1", "production.id", "0001-01-01", "9999-12-31", "2026-02-30",
    "person.use_consent", "input.clearance", "use.house.greenlit", "True", "not use.begun",
    'any(x.fabricates for x in outputs)', 'any("face" == a for a in person.aspects)',
    "use.work_from <= today", "person.recognisable or person.recognisable", "\u202eevil\u200b",
    "<b>&\"'", "| a `b` | [c](d)", "class", "__class__", "é", "\u2028",
)  # fmt: skip


class Bytes:
    """Numbers taken from bytes, one after the other; zeros when they are used up."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    @property
    def left(self) -> int:
        """How many bytes are not used yet."""
        return len(self.data) - self.at

    def below(self, bound: int) -> int:
        """A number from 0 to below a bound; the bound is at least 1."""
        taken = self.data[self.at : self.at + (1 if bound <= 256 else 2)]
        self.at += len(taken)
        return int.from_bytes(taken, "big") % bound

    def of(self, things: Any) -> Any:
        """One of several things."""
        return things[self.below(len(things))]


def places(value: Any) -> Iterator[Place]:
    """Every place in a value, outer ones first."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


def edited(value: Any, source: Bytes) -> Any:
    """The value with an edit for every four bytes or so; the original stays as it is."""
    value = copy.deepcopy(value)
    while source.left > 0:
        every = list(places(value))
        if not every:
            return value
        holder, key = source.of(every)
        _EDITS[source.below(len(_EDITS))](holder, key, every, source)
    return value


def _delete(holder: Any, key: Any, every: list[Place], source: Bytes) -> None:
    del holder[key]


def _double(holder: Any, key: Any, every: list[Place], source: Bytes) -> None:
    again = copy.deepcopy(holder[key])
    if isinstance(holder, list):
        holder.insert(key, again)
    else:
        holder[f"{key}{source.below(3)}"] = again


def _replace(holder: Any, key: Any, every: list[Place], source: Bytes) -> None:
    holder[key] = copy.deepcopy(source.of(WRONG))


def _splice(holder: Any, key: Any, every: list[Place], source: Bytes) -> None:
    other, its = source.of(every)
    try:
        holder[key] = copy.deepcopy(other[its])
    except (KeyError, IndexError):  # an edit before this one took it away
        return


def _rename(holder: Any, key: Any, every: list[Place], source: Bytes) -> None:
    others = [its for _, its in every if isinstance(its, str)]
    name = source.of([*(word for word in WRONG if isinstance(word, str)), *others])
    if isinstance(holder, dict):
        holder[name[:120]] = holder.pop(key)
    else:
        holder[key] = {name[:120]: holder[key]}


def _reword(holder: Any, key: Any, every: list[Place], source: Bytes) -> None:
    """Cut a piece out of a text, or put one in."""
    text = holder[key]
    if not isinstance(text, str):
        holder[key] = [text]
        return
    begin = source.below(len(text) + 1)
    end = begin + source.below(9)
    new = source.of(("", " and ", " or not ", "(", ")", '"', ".", ",", " == ", "{use.title}", "x"))
    holder[key] = text[:begin] + new + text[end:]


_EDITS = (_delete, _double, _replace, _replace, _splice, _splice, _rename, _reword, _reword)
