"""Turns a declaration, or answers by their path, into the changes that a person's pages make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clearslate.uses.changes import Change, as_item

_UNKNOWN = "unknown"
#: The two ends of one stretch of work are taken back first: one alone may not fit the other.
_WINDOW = ("use.work_from", "use.work_to")


def changes_of(answers: Mapping[str, Any]) -> list[Change]:
    """The changes that give answers by their path."""
    window = [Change("take_back", path) for path in _WINDOW if path in answers]
    return [*window, *(_answer(path, value) for path, value in answers.items())]


def changes_to(document: Mapping[str, Any], before: Mapping[str, Any]) -> list[Change]:
    """The changes that make one declaration into another."""
    return [*_taken_back(document, before), *_given(document)]


def _taken_back(document: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[Change]:
    for part, value in before.items():
        if isinstance(value, Mapping):
            new = document.get(part, {})
            for name in value:
                if name not in new or f"{part}.{name}" in _WINDOW:
                    yield Change("take_back", f"{part}.{name}")
        elif part not in document:
            yield Change("take_back", part)


def _given(document: Mapping[str, Any]) -> Iterator[Change]:
    for part, value in document.items():
        if isinstance(value, Mapping):
            for name, answer in value.items():
                yield _answer(f"{part}.{name}", answer)
        elif isinstance(value, list):
            yield (
                Change("items", part, [as_item(each) for each in value])
                if value
                else Change("none", part)
            )
        elif value == _UNKNOWN:
            yield Change("not_sure", part)


def _answer(path: str, value: Any) -> Change:
    return Change("not_sure", path) if value == _UNKNOWN else Change("answer", path, value)
