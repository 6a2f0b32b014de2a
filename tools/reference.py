"""The reference pages of the declaration and the facts, from the schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from clearslate.policy.declaration.schema import FieldSpec, Part, Schema, core_schema
from clearslate.policy.derived.registry import EVIDENCE, FACTS
from clearslate.policy.pack import shipped_pack
from tools.pages import REFERENCE, filled

#: What each derived fact says; evidence has its words in the platform pack.
DERIVED = {
    "component.onboarded": (
        "Under an enterprise agreement in force over the whole work, with this production onboarded"
    ),
    "component.agreement_lapsed": (
        "The terms on file, or the agreement they rest on, do not hold over the whole work"
    ),
    "model.reused": (
        "Serves another production than the one it was made for, or a pitch or concept"
    ),
}


def _type(spec: FieldSpec) -> str:
    vocabulary = f"[{spec.vocabulary}](#{spec.vocabulary})"
    match spec.kind:
        case "text" if spec.is_hash:
            return "SHA-256, 64 digits from 0 to 9 and a to f"
        case "text":
            return f"text, at most {spec.max:,}"
        case "yesno":
            return "yes or no"
        case "one":
            return f"one word of {vocabulary}"
        case "many":
            return f"words of {vocabulary}, at most {spec.max}"
        case "names":
            return f"names, at most {spec.max}"
        case "whole":
            return "whole number"
    return spec.kind


def _parts(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        yield f"### {part.title}\n"
        if part.one:
            yield f"`{part.name}` is one group of answers.\n"
        else:
            named = f"`{part.name}` is a list of at most {part.max}, named by `{part.name_field}`."
            called = "" if part.is_fact else f" Conditions call one of them `{part.variable}`."
            yield f"{named}{called}\n"
        yield "| field | what it says | type |"
        yield "| --- | --- | --- |"
        for spec in part.fields.values():
            yield f"| `{spec.name}` | {spec.title} | {_type(spec)} |"
        yield ""


def _vocabularies(schema: Schema, parts: Iterable[Part]) -> Iterator[str]:
    used = {spec.vocabulary for part in parts for spec in part.fields.values()}
    for name, words in schema.vocabularies.items():
        if name in used:
            yield f"### {name}\n"
            yield "| word | means |"
            yield "| --- | --- |"
            yield from (f"| `{word}` | {title} |" for word, title in words.items())
            yield ""


def _derived(schema: Schema) -> Iterator[str]:
    yield "| field | what it says | nature |"
    yield "| --- | --- | --- |"
    words = {text.field: text.title for text in shipped_pack().pack.evidence} | DERIVED
    for nature, names in (("evidence", EVIDENCE), ("fact", FACTS)):
        for part, fields in names.items():
            for field in fields:
                name = f"{schema.parts[part].variable}.{field}"
                yield f"| `{name}` | {words[name]} | {nature} |"


def pages() -> dict[Path, str]:
    """Both pages, with their text."""
    schema = core_schema()
    declaration = {
        "parts": _parts(schema.declared),
        "vocabularies": _vocabularies(schema, schema.declared),
    }
    facts = {
        "parts": _parts(schema.facts),
        "derived": _derived(schema),
        "vocabularies": _vocabularies(schema, schema.facts),
    }
    return {
        REFERENCE / "declaration.md": filled("declaration.md", declaration),
        REFERENCE / "facts.md": filled("facts.md", facts),
    }
