"""The fields a declaration, its facts and a case can have.

One table serves the reader, the JSON Schema, the condition language, the interview and every
engine. It is read from `packs/declaration/fields.yaml` and widened by the fields that packs add
under their own namespace.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from clearslate import packs
from clearslate.policy.documents import plain, read_text
from clearslate.policy.language.ir import Kind

#: The SHA-256 of a document, as every tool that computes one can write it.
HASH = "[0-9a-f]{64}"
#: The word that means "not sure" wherever an answer can stand.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its type, its bound and, for chosen values, its vocabulary."""

    name: str
    kind: Kind
    title: str
    vocabulary: str | None = None
    max: int = 0
    """Longest text in characters, or most values of `many` and `names`."""
    is_hash: bool = False
    """Whether the text is the SHA-256 of a document."""


@dataclass(frozen=True, slots=True)
class Part:
    """A group of answers (`one`) or a list of them, bounded in length."""

    name: str
    title: str
    singular: str
    variable: str
    one: bool
    max: int
    name_field: str | None
    fields: Mapping[str, FieldSpec]
    is_fact: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """All parts and vocabularies in force."""

    parts: Mapping[str, Part]
    vocabularies: Mapping[str, Mapping[str, str]]

    @property
    def declared(self) -> tuple[Part, ...]:
        """The parts of a declaration, in the order of the file."""
        return tuple(part for part in self.parts.values() if not part.is_fact)

    @property
    def facts(self) -> tuple[Part, ...]:
        """The parts of the facts, in the order of the file."""
        return tuple(part for part in self.parts.values() if part.is_fact)

    def by_variable(self, variable: str) -> Part | None:
        """The list whose items the condition language calls `variable`."""
        return next((part for part in self.parts.values() if part.variable == variable), None)

    def words(self, spec: FieldSpec, value: str) -> str:
        """A vocabulary value in the words people read."""
        if spec.vocabulary is None:
            return value
        return self.vocabularies[spec.vocabulary].get(value, value)

    def extended(
        self,
        namespace: str,
        fields: Mapping[str, Mapping[str, FieldSpec]],
        vocabularies: Mapping[str, Mapping[str, str]],
    ) -> Schema:
        """This schema with the fields of one pack, named `namespace.field`."""
        parts = dict(self.parts)
        for part_name, added in fields.items():
            part = parts[part_name]
            own = {f"{namespace}.{name}": spec for name, spec in added.items()}
            parts[part_name] = replace(part, fields={**part.fields, **own})
        return Schema(parts, {**self.vocabularies, **vocabularies})

    def joined(self, other: Schema) -> Schema:
        """This schema with whatever fields and vocabularies another one adds."""
        parts = {
            name: replace(part, fields={**part.fields, **other.parts[name].fields})
            for name, part in self.parts.items()
        }
        return Schema(parts, {**self.vocabularies, **other.vocabularies})


def field_spec(name: str, raw: Mapping[str, Any]) -> FieldSpec:
    """A field from its entry in a fields file."""
    return FieldSpec(
        name=name,
        kind=raw["type"],
        title=raw.get("title", name),
        vocabulary=raw.get("of"),
        max=raw.get("max", 0),
        is_hash=raw.get("hash") == "yes",
    )


def _part(name: str, raw: Mapping[str, Any], *, is_fact: bool) -> Part:
    one = raw.get("one") == "yes"
    return Part(
        name=name,
        title=raw["title"],
        singular=raw.get("singular", name),
        variable=raw.get("variable", name),
        one=one,
        max=1 if one else raw["max"],
        name_field=raw.get("name"),
        fields={key: field_spec(key, value) for key, value in raw["fields"].items()},
        is_fact=is_fact,
    )


@functools.cache
def core_schema() -> Schema:
    """The core fields of version 1, without any pack's own."""
    raw = plain(read_text(packs.read("declaration/fields.yaml"), name="fields.yaml"))
    parts = {key: _part(key, value, is_fact=False) for key, value in raw["parts"].items()}
    facts = {key: _part(key, value, is_fact=True) for key, value in raw["facts"].items()}
    return Schema({**parts, **facts}, raw["vocabularies"])
