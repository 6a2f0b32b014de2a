"""Random declarations near the shipped pack's examples, to look for ways in."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.declaration.schema import UNKNOWN, FieldSpec, Schema

_SEED = 20261124
#: The most answers that are changed in one declaration.
_MOST = 12
#: Names that refer to records on file: they stay, so that the references hold.
_KEPT = frozenset(("terms", "agreement", "record", "who", "name", "made_for"))


def generated(examples: list[Case], books: list[Rulebook], schema: Schema) -> Iterator[Case]:
    """Cases without end: an example with answers changed, opened or taken out, items doubled."""
    random = Random(_SEED)
    while True:
        start = random.choice(examples)
        declaration = copy.deepcopy(dict(start.declaration))
        for _ in range(random.randint(1, _MOST)):
            _change(random, declaration, schema)
        yield make_case(
            declaration,
            rulebooks=books,
            on=start.date,
            facts=start.facts,
            switches=start.switches,
        )


def _change(random: Random, declaration: dict[str, Any], schema: Schema) -> None:
    parts = [part for part in schema.declared if declaration.get(part.name)]
    if not parts:
        return
    part = random.choice(parts)
    if not part.one and random.random() < 0.15:
        _change_list(random, declaration, part.name, part.max)
        return
    if declaration[part.name] == UNKNOWN:
        return
    item = declaration[part.name] if part.one else random.choice(declaration[part.name])
    names = [name for name in part.fields if name not in _KEPT]
    spec = part.fields[random.choice(names)]
    value = _value(random, spec, schema)
    if value is None:
        item.pop(spec.name, None)
    else:
        item[spec.name] = value


def _change_list(random: Random, declaration: dict[str, Any], name: str, longest: int) -> None:
    items = declaration[name]
    how = random.random()
    if how < 0.2:
        declaration[name] = UNKNOWN
    elif how < 0.4:
        declaration[name] = []
    elif items != UNKNOWN and len(items) < longest:
        declaration[name] = [*items, copy.deepcopy(random.choice(items))]


def _value(random: Random, spec: FieldSpec, schema: Schema) -> Any:
    """Another answer as a file has it; None for none."""
    how = random.random()
    if how < 0.1:
        return UNKNOWN
    if how < 0.2:
        return None
    words = list(schema.vocabularies[spec.vocabulary]) if spec.vocabulary else ["yes", "no"]
    match spec.kind:
        case "one" | "yesno":
            return random.choice(words)
        case "many":
            return random.sample(words, random.randint(0, min(3, len(words))))
        case "date":
            return random.choice(("2026-06-01", "2026-11-24", "2026-12-15", "2027-12-01"))
        case "seconds":
            return random.randint(1, 20)
        case "names":
            return []
    return "Something"
