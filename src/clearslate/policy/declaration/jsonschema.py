"""The JSON Schema of declarations, facts and cases: the published contract (draft 2020-12).

It is built from the same table as the reader and accepts what the reader accepts, except for what
a schema cannot say: that a component named by an output exists, or that a day is in its month.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from clearslate.policy.declaration.check import CASE, DECLARATION, FACTS
from clearslate.policy.declaration.schema import HASH, UNKNOWN, FieldSpec, Part, Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: A part of a schema.
Fragment = dict[str, Any]

_DAY = "^(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_SECONDS = r"^(0|[1-9][0-9]{0,6})(\.[0-9]{1,3})?$"
_UNKNOWN: Fragment = {"const": UNKNOWN, "description": "Not sure."}
_HASH: Fragment = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def schema_text(name: str, schema: Schema) -> str:
    """The JSON Schema of `declaration`, `facts`, `case` or `assessment`, as text."""
    from clearslate.policy.assess.jsonschema import assessment_schema

    builders = {"declaration": declaration_schema, "facts": facts_schema, "case": case_schema}
    document = builders[name](schema) if name in builders else assessment_schema()
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def declaration_schema(schema: Schema) -> Fragment:
    """A declaration, with its facts inline where somebody writes them there."""
    return {
        **_head("declaration", "A declared use of generative AI", schema),
        **_declaration(schema),
    }


def facts_schema(schema: Schema) -> Fragment:
    """A file of facts: what is on file for a production."""
    properties = {"clearslate": {"const": FACTS}, **_parts(schema.facts)}
    return {
        **_head("facts", "What is on file for a production", schema),
        **_object(properties, required=["clearslate"]),
    }


def case_schema(schema: Schema) -> Fragment:
    """A whole case: a declaration with everything its assessment depends on."""
    pin = _object(
        {
            "urn": {"type": "string"},
            "version": {"type": "string"},
            "sha256": _HASH,
            "standing": {"const": "advisory"},
            "adopted_by": {"type": "string"},
        },
        required=["urn", "version", "sha256"],
    )
    properties: dict[str, Fragment] = {
        "clearslate": {"const": CASE},
        "declaration": _declaration(schema, inline_facts=False),
        "facts": _object(_parts(schema.facts)),
        "packs": {"type": "array", "items": pin, "minItems": 1},
        "switches": {"type": "object", "additionalProperties": {"type": "string"}},
        "date": {"type": "string", "pattern": _DAY, "format": "date"},
    }
    title = "A case: a declaration with everything its assessment depends on"
    return {**_head("case", title, schema), **_object(properties, required=list(properties))}


def _head(name: str, title: str, schema: Schema) -> Fragment:
    return {
        "$schema": DIALECT,
        "$id": f"urn:clearslate:schema:{name}:1",
        "title": title,
        "$defs": {key: _vocabulary(words) for key, words in schema.vocabularies.items()},
    }


def _declaration(schema: Schema, *, inline_facts: bool = True) -> Fragment:
    properties: dict[str, Fragment] = {
        "clearslate": {"const": DECLARATION, "description": "What this file is."},
        **_parts(schema.declared),
    }
    if inline_facts:
        facts = _object(_parts(schema.facts))
        properties["facts"] = {**facts, "description": "What is on file, if not in a file apart."}
    return _object(properties, required=["clearslate"])


def _object(properties: Mapping[str, Fragment], *, required: list[str] | None = None) -> Fragment:
    fragment: Fragment = {"type": "object", "properties": dict(properties)}
    if required:
        fragment["required"] = required
    return {**fragment, "additionalProperties": False}


def _parts(parts: tuple[Part, ...]) -> dict[str, Fragment]:
    return {part.name: _part(part) for part in parts}


def _part(part: Part) -> Fragment:
    item = _object(_fields(part))
    if part.one:
        return {"description": part.title, **item}
    listed = {"type": "array", "items": item, "maxItems": part.max}
    return {
        "description": f"{part.title}. [] says that there are none; unknown says “not sure”.",
        "anyOf": [listed, _UNKNOWN],
    }


def _fields(part: Part) -> dict[str, Fragment]:
    """The fields of a part; those of a pack stand in a group of its namespace."""
    properties: dict[str, Fragment] = {}
    for name, spec in part.fields.items():
        namespace, dot, own = name.partition(".")
        if not dot:
            properties[name] = _field(spec)
            continue
        group = properties.setdefault(namespace, _object({}))
        group["properties"][own] = _field(spec)
    return properties


def _field(spec: FieldSpec) -> Fragment:
    return {"description": spec.title, **_value(spec)}


def _value(spec: FieldSpec) -> Fragment:
    vocabulary = {"$ref": f"#/$defs/{spec.vocabulary}"}
    match spec.kind:
        case "yesno":
            return {"enum": ["yes", "no", UNKNOWN]}
        case "one":
            return {"anyOf": [vocabulary, _UNKNOWN]}
        case "many":
            return _several(vocabulary, spec)
        case "names":
            return _several({**_text(120), "not": _UNKNOWN}, spec)
        case "text" if spec.is_hash:
            return {"anyOf": [{"type": "string", "pattern": f"^{HASH}$"}, _UNKNOWN]}
        case "text":
            return _text(spec.max)
        case "whole":
            return {"anyOf": [{"type": "integer"}, _UNKNOWN]}
        case "seconds":
            whole = {"type": "integer", "minimum": 0, "maximum": 9_999_999}
            return {"anyOf": [whole, {"type": "string", "pattern": _SECONDS}, _UNKNOWN]}
        case "date":
            return {"anyOf": [{"type": "string", "pattern": _DAY, "format": "date"}, _UNKNOWN]}


def _several(item: Fragment, spec: FieldSpec) -> Fragment:
    listed = {"type": "array", "items": item, "maxItems": spec.max, "uniqueItems": True}
    return {"anyOf": [listed, _UNKNOWN]}


def _text(longest: int) -> Fragment:
    return {"type": "string", "maxLength": longest, "pattern": r"\S"}


def _vocabulary(words: Mapping[str, str]) -> Fragment:
    listed = "; ".join(f"{value}: {text}" for value, text in words.items())
    return {"enum": list(words), "description": listed, "enumDescriptions": list(words.values())}
