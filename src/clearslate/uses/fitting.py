"""Declarations of yesterday under the rules of today.

A pack that is no longer in force takes its own fields with it. An answer to one of them could be
neither seen nor taken back, and would stand in the way of submitting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from clearslate.policy.declaration.schema import Part, Schema
from clearslate.policy.errors import DeclarationError, DocumentError
from clearslate.policy.intake import read

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_ROUNDS = 5


def ordered(document: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """A declaration in the order of the schema, without what the schema does not know."""
    found: dict[str, Any] = {"clearslate": document["clearslate"]}
    for part in schema.declared:
        if part.name in document:
            value = document[part.name]
            if isinstance(value, list):
                found[part.name] = [_item(item, part) for item in value]
            else:
                found[part.name] = _item(value, part) if isinstance(value, Mapping) else value
    return found


def knows_all(document: Mapping[str, Any], schema: Schema) -> bool:
    """Whether the schema has every field that the declaration answers."""
    for name, value in document.items():
        part = schema.parts.get(name)
        for item in value if isinstance(value, list) else (value,):
            if part is not None and isinstance(item, Mapping) and _item(item, part) != item:
                return False
    return True


def fitting(document: Mapping[str, Any], schema: Schema) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A declaration that fits the schema, and the paths of the answers that did not."""
    found = ordered(document, schema)
    gone = [path for path in _paths(document) if path not in set(_paths(found))]
    for _ in range(_ROUNDS):
        try:
            read(found, "declaration", schema)
        except (DeclarationError, DocumentError) as error:
            for problem in error.problems:
                if _remove(found, problem.path):
                    gone.append(problem.path)
            continue
        break
    return found, tuple(dict.fromkeys(gone))


def _item(item: Mapping[str, Any], part: Part) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for name in part.fields:
        namespace, dot, own = name.partition(".")
        group = item.get(namespace)
        if not dot and name in item:
            known[name] = item[name]
        elif dot and isinstance(group, Mapping) and own in group:
            known.setdefault(namespace, {})[own] = group[own]
    return known


def _paths(document: Mapping[str, Any]) -> list[str]:
    """The path of every answer."""
    found: list[str] = []
    for part, value in document.items():
        if part == "facts":  # on file, and no answer
            continue
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, item in items:
            if not isinstance(item, Mapping):
                continue
            place = part if index is None else f"{part}[{index}]"
            for name, answer in item.items():
                group = answer if isinstance(answer, Mapping) else {}
                found += [f"{place}.{name}.{own}" for own in group] or [f"{place}.{name}"]
    return found


def _remove(document: dict[str, Any], path: str) -> bool:
    """Take away the answer at a path, or the whole list where only that is named."""
    steps = [key if key else int(index) for key, index in _STEP.findall(path)]
    # A value within an answer, such as one of several words, takes the answer with it.
    while steps and isinstance(steps[-1], int) and len(steps) > 2:
        steps.pop()
    found: Any = document
    for step in steps[:-1]:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return False
    if isinstance(found, dict) and steps and steps[-1] in found:
        del found[steps[-1]]
        return True
    return False
