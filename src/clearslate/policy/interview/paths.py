"""Where an answer stands: `use.title`, `inputs[0].owner`, `people` for a list itself.

The same paths name answers in the interview, in messages and in assessments. A field that a pack
adds carries its namespace: `use.house.greenlit`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import NoReturn

from clearslate.policy.declaration.schema import FieldSpec, Part, Schema
from clearslate.policy.errors import DeclarationError, Problem, did_you_mean

_NAME = r"[a-z_][a-z0-9_]*"
_SHAPE = re.compile(rf"({_NAME})(?:\[(0|[1-9][0-9]{{0,3}})\])?(?:\.({_NAME}(?:\.{_NAME})?))?")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one answer: a part, the item of a list, a field of it."""

    part: str
    index: int | None = None
    field: str = ""
    """Empty for the list itself, or for a whole item."""

    def __str__(self) -> str:
        item = self.part if self.index is None else f"{self.part}[{self.index}]"
        return f"{item}.{self.field}" if self.field else item


@functools.lru_cache(maxsize=8192)
def parse_path(path: str) -> Place | None:
    """The place a path names, or None where it has not the shape of one."""
    match = _SHAPE.fullmatch(path)
    if match is None:
        return None
    return Place(match[1], None if match[2] is None else int(match[2]), match[3] or "")


def place_of(path: str) -> Place:
    """The place of a path that is known to be one."""
    place = parse_path(path)
    assert place is not None, path  # noqa: S101
    return place


def answer_place(schema: Schema, path: str) -> tuple[Place, FieldSpec]:
    """The place and the field of one answer of a declaration.

    Raises DeclarationError where the path names no single answer.
    """
    place = parse_path(path)
    declared = {part.name: part for part in schema.declared}
    part = declared.get(place.part) if place else None
    if place is None or part is None:
        name = re.split(r"[.\[]", path, maxsplit=1)[0]
        refuse(path, f"No answer stands here. The parts are {', '.join(declared)}.",
               did_you_mean(name, declared))  # fmt: skip
    if not place.field or part.one != (place.index is None):
        item = part.name if part.one else f"{part.name}[0]"
        refuse(path, f"This is not one answer. Write it like {item}.{next(iter(part.fields))}.")
    spec = part.fields.get(place.field)
    if spec is None:
        hint = did_you_mean(place.field, part.fields)
        refuse(path, f"One {part.singular} has no field “{place.field}”.", hint)
    return place, spec


def list_part(schema: Schema, name: str) -> Part:
    """The list of that name; raises DeclarationError where there is none."""
    lists = {part.name: part for part in schema.declared if not part.one}
    if name not in lists:
        refuse(name, f"There is no such list. The lists are {', '.join(lists)}.",
               did_you_mean(name, lists))  # fmt: skip
    return lists[name]


def refuse(path: str, message: str, suggestion: str = "") -> NoReturn:
    """Raise a DeclarationError about one path."""
    raise DeclarationError([Problem(message, path=path, suggestion=suggestion)])
