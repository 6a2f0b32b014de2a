"""The worlds that random packs and cases are drawn from.

A `World` says which parts and fields there are and which values they take: the real schema, or a
tiny one whose every case can be enumerated.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearslate.policy.declaration.schema import FieldSpec, Part, Schema, core_schema
from clearslate.policy.derived.registry import KINDS, is_evidence
from clearslate.policy.language.ir import Field, Kind, Value

TODAY = date(2026, 11, 24).toordinal()
SEVERAL = ("many", "names")


@dataclass(frozen=True)
class World:
    """The fields of each part, the values each can have, and how long lists are."""

    fields: Mapping[str, tuple[Field, ...]]
    """For each part; the variable of a field is filled in where it is used."""
    values: Mapping[tuple[str, str], tuple[Value, ...]]
    """For each part and field name, the values (of several-valued fields: of the elements)."""
    lists: tuple[str, ...]
    longest: int
    evidence: frozenset[tuple[str, str]] = frozenset()

    @property
    def singles(self) -> tuple[str, ...]:
        """The parts that are one thing."""
        return tuple(part for part in self.fields if part not in self.lists)


def pool(kind: Kind, vocabulary: tuple[str, ...]) -> tuple[Value, ...]:
    """Some values of a field of a kind."""
    match kind:
        case "yesno":
            return (True, False)
        case "one" | "many":
            return vocabulary
        case "text" | "names":
            return ("", "Mara", "Prop “document”", "it's\\n{use.title}")
        case "whole" | "seconds":
            return (0, 1, 2500, 10_000)
        case "date":
            return (TODAY - 1, TODAY, TODAY + 1, TODAY + 400)


def real_world(schema: Schema | None = None) -> World:
    """Every field of the declaration, with the derived facts."""
    schema = schema or core_schema()
    parts = [*schema.declared, schema.parts["production"]]
    fields: dict[str, tuple[Field, ...]] = {"switch": (Field("", "switch", "S4", "one"),)}
    values: dict[tuple[str, str], tuple[Value, ...]] = {("switch", "S4"): ("report", "strict")}
    for part in parts:
        specs = [*part.fields.values(), *_derived(part)]
        fields[part.name] = tuple(
            Field("", part.name, spec.name, spec.kind, spec.vocabulary) for spec in specs
        )
        for spec in specs:
            words = schema.vocabularies[spec.vocabulary] if spec.vocabulary else {}
            values[part.name, spec.name] = pool(spec.kind, tuple(words))
    evidence = {
        (part, field.name)
        for part, own in fields.items()
        for field in own
        if is_evidence(part, field.name)
    }
    lists = tuple(part.name for part in parts if not part.one)
    return World(fields, values, lists, 4, frozenset(evidence))


def _derived(part: Part) -> list[FieldSpec]:
    return [FieldSpec(name, kind, name) for name, kind in KINDS.get(part.name, {}).items()]


def tiny_world() -> World:
    """Two lists and a handful of fields of few values: every completion can be enumerated."""
    kinds: dict[str, dict[str, tuple[Kind, str | None, tuple[Value, ...]]]] = {
        "use": {
            "begun": ("yesno", None, (True, False)),
            "context": ("one", "context", ("fiction", "news")),
            "work_from": ("date", None, (TODAY, TODAY + 1)),
            "labour_agreement": ("yesno", None, (True, False)),
        },
        "production": {},
        "switch": {"S4": ("one", None, ("report", "strict"))},
        "outputs": {
            "fabricates": ("yesno", None, (True, False)),
            "gates": ("many", "gate", ("lock", "delivery")),
        },
        "people": {
            "act": ("one", "act", ("replica", "customary")),
            "recognisable": ("yesno", None, (True, False)),
            "use_consent": ("yesno", None, (True, False)),
        },
    }
    fields = {
        part: tuple(Field("", part, name, kind, words) for name, (kind, words, _) in own.items())
        for part, own in kinds.items()
    }
    values = {
        (part, name): values for part, own in kinds.items() for name, (_, _, values) in own.items()
    }
    evidence = frozenset({("use", "labour_agreement"), ("people", "use_consent")})
    return World(fields, values, ("outputs", "people"), 2, evidence)


def completions(case: Mapping[str, Any], world: World, most: int) -> list[dict[str, Any]]:
    """Every case without unknowns that this one may turn out to be; none if more than `most`."""
    parts = [part for part in case if part != "today"]
    choices = [
        list(_complete_lists(part, case[part], world))
        if part in world.lists
        else list(_complete_items(part, case[part], world))
        for part in parts
    ]
    if math.prod(map(len, choices)) > most:
        return []
    return [
        {"today": case["today"], **dict(zip(parts, chosen, strict=True))}
        for chosen in itertools.product(*choices)
    ]


def _complete_lists(part: str, items: Any, world: World) -> Iterator[list[dict[str, Any]]]:
    if items is None:
        blank = {field.name: None for field in world.fields[part]}
        for length in range(world.longest + 1):
            yield from _complete_lists(part, [blank] * length, world)
        return
    each = [list(_complete_items(part, item, world)) for item in items]
    yield from map(list, itertools.product(*each))


def _complete_items(part: str, item: Any, world: World) -> Iterator[dict[str, Any]]:
    names = [field.name for field in world.fields[part]]
    choices = [
        _all_values(field, world) if item[field.name] is None else (item[field.name],)
        for field in world.fields[part]
    ]
    for chosen in itertools.product(*choices):
        yield dict(zip(names, chosen, strict=True))


def _all_values(field: Field, world: World) -> tuple[Any, ...]:
    values = world.values[field.part, field.name]
    if field.kind not in SEVERAL:
        return values
    sizes = range(len(values) + 1)
    return tuple(chosen for size in sizes for chosen in itertools.combinations(values, size))
