"""A change of a draft as a value: one answer, or one act on a list.

It comes from a form, a program or a colleague's link, is kept where it collides, and is carried out
by the interview, so that every entrance changes a declaration in one way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.errors import DeclarationError, Problem
from clearslate.policy.interview import Interview
from clearslate.policy.interview.paths import Place, parse_path
from clearslate.uses.errors import UsesError

Act = Literal["answer", "not_sure", "none", "items", "add", "remove", "take_back"]
_ACTS: tuple[str, ...] = get_args(Act)


@dataclass(frozen=True)
class Change:
    """What is done at a path: `value` is an answer, the items of a list, or one item."""

    act: Act
    path: str
    value: Any = None

    def on(self, interview: Interview, document: Mapping[str, Any]) -> dict[str, Any]:
        """The declaration with this change. Raises `DeclarationError` where it does not fit."""
        self._check()
        match self.act:
            case "answer":
                return interview.answer(document, self.path, self.value)
            case "not_sure":
                return interview.not_sure(document, self.path)
            case "none":
                return interview.none_of_these(document, self.path)
            case "items":
                return interview.set_items(document, self.path, self.value)
            case "add":
                return interview.add_item(document, self.path, self.value)
            case "remove":
                return interview.remove_item(document, self.path)
            case "take_back":
                return interview.take_back(document, self.path)

    def as_json(self) -> dict[str, Any]:
        """The change as it is kept."""
        return {"act": self.act, "path": self.path, "value": self.value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Change:
        """A change that was kept. Raises `UsesError` for one that no version wrote."""
        if kept.get("act") not in _ACTS:
            raise UsesError(f"There is no act “{kept.get('act')}”.")
        return cls(cast("Act", kept["act"]), str(kept["path"]), kept.get("value"))

    @property
    def place(self) -> Place | None:
        """The place of its path, or None where it has not the shape of one."""
        return parse_path(self.path)

    def claims(self, document: Mapping[str, Any]) -> str:
        """The path whose answer it gives: for an item that is added, the place that it takes."""
        if self.act != "add":
            return self.path
        items = document.get(self.path)
        return f"{self.path}[{len(items) if isinstance(items, list) else 0}]"

    def at(self, path: str) -> Change:
        """The same change at another path."""
        return replace(self, path=path)

    def _check(self) -> None:
        """Refuse values that no document can hold, before anything looks into them."""
        match self.act:
            case "answer":
                fits = _is_answer(self.value)
            case "add":
                fits = _is_item(self.value)
            case "items":
                fits = isinstance(self.value, list | tuple) and all(map(_is_item, self.value))
            case _:
                fits = True
        if not fits:
            message = "This is no answer: texts, whole numbers and lists of texts are."
            raise DeclarationError([Problem(message, path=self.path)])


def as_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item of a declaration as the value of a change that adds it: fields of packs by name."""
    flat: dict[str, Any] = {}
    for name, value in item.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{own}": each for own, each in value.items()}
        else:
            flat[name] = value
    return flat


def with_entry(document: Mapping[str, Any], path: str, most: int) -> Mapping[str, Any]:
    """A declaration whose list reaches as far as a path of an older page.

    What that page asks can be read again, although the entry is gone.
    """
    place = parse_path(path)
    if place is None or place.index is None or place.index >= most:
        return document
    items = document.get(place.part)
    there = items if isinstance(items, list) else []
    missing = place.index + 1 - len(there)
    return {**document, place.part: [*there, *({} for _ in range(missing))]}


def added_back(change: Change, item: Mapping[str, Any]) -> Change | None:
    """What an answer to an item that is gone comes to: the item with it, to be added again.

    None for a change that asked for nothing but less.
    """
    place = change.place
    if place is None or change.act not in ("answer", "not_sure"):
        return None
    answer = UNKNOWN if change.act == "not_sure" else change.value
    return Change("add", place.part, {**as_item(item), place.field: answer})


def _is_answer(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, str) or type(value) is int


def _is_item(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and _is_answer(each) for name, each in value.items()
    )
