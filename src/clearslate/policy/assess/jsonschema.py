"""The JSON Schema of an assessment, made from its classes so that the two cannot differ."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from clearslate.policy.assess import assessment as values
from clearslate.policy.assess.assessment import FORMAT, MADE_BY, SEMANTICS, STATES, Assessment

_OUTCOME = ["notify", "approval", "hold"]
#: What the types of the classes do not say, by class and field.
_NARROWER: dict[tuple[str, str], dict[str, Any]] = {
    ("Assessment", "case"): {"pattern": "^[0-9a-f]{64}$"},
    ("Assessment", "date"): {"format": "date"},
    ("Assessment", "outcome"): {"enum": [*_OUTCOME, None]},
    ("Assessment", "interval"): {
        "prefixItems": [{"enum": _OUTCOME}, {"enum": _OUTCOME}],
        "minItems": 2,
        "maxItems": 2,
    },
    ("Unknown", "state"): {"enum": list(STATES)},
    ("Finding", "outcome"): {"enum": _OUTCOME},
    ("Finding", "at_worst"): {"enum": _OUTCOME},
    ("Finding", "basis"): {"enum": ["report", "page", "ours"]},
    ("PrincipleState", "state"): {"enum": ["met", "not_met", "not_sure"]},
    ("PackUsed", "standing"): {"enum": ["adopted", "advisory"]},
}
_WORDS = {
    ("Assessment", "case"): "SHA-256 of the canonical bytes of the case.",
    ("Assessment", "outcome"): "What is required; null when this is no use of generative AI.",
    ("Assessment", "not_a_use"): "The reason, where the outcome is null; else empty.",
    ("Assessment", "interval"): "The lowest and the highest outcome that is still possible.",
    ("Assessment", "holds_until"): "The first day on which a record it rests on changes, or null.",
    ("Assessment", "unanswered"): "Mandatory answers that are not known.",
    ("Finding", "certain"): "False while an answer is open that decides whether it holds.",
    ("Finding", "outcome"): "The outcome it acts as.",
    ("Finding", "at_worst"): "What it may become as answers come.",
    ("DutyDue", "due"): "The date, or null while the date it counts from is not known.",
}


def assessment_schema() -> dict[str, Any]:
    """The JSON Schema of `Assessment.as_json()` (draft 2020-12)."""
    hints = typing.get_type_hints(Assessment)
    names = [name for name in _names(Assessment) if name != "semantics"]
    number = {
        "type": "integer",
        "minimum": 1,
        "maximum": SEMANTICS,
        "description": "The meaning the engine gave the rules.",
    }
    properties = {
        "clearslate": {"const": FORMAT},
        "semantics": number,
        **{name: _field(Assessment, name, hints[name]) for name in names},
        "made_by": {"const": MADE_BY},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:clearslate:schema:assessment:1",
        "title": "An assessment: the result for one case",
        **closed(properties),
        "$defs": {each.__name__: _class(each) for each in _classes()},
    }


def _classes() -> list[type]:
    found = [each for each in vars(values).values() if dataclasses.is_dataclass(each)]
    return [each for each in found if isinstance(each, type) and each is not Assessment]


def _class(of: type) -> dict[str, Any]:
    hints = typing.get_type_hints(of)
    properties = {name: _field(of, name, hints[name]) for name in _names(of)}
    return {"description": (of.__doc__ or "").split("\n")[0], **closed(properties)}


def _names(of: type) -> list[str]:
    return [field.name for field in dataclasses.fields(of)]


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _field(of: type, name: str, hint: Any) -> dict[str, Any]:
    key = (of.__name__, name)
    if name == "switches":
        words = "The readings it depends on."
        return {"description": words, **_map({"type": "string"})}
    words_ = {"description": _WORDS[key]} if key in _WORDS else {}
    return {**words_, **_type(hint), **_NARROWER.get(key, {})}


def _map(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value}


def _type(hint: Any) -> dict[str, Any]:
    simple = {str: "string", bool: "boolean", int: "integer", types.NoneType: "null"}
    if hint in simple:
        return {"type": simple[hint]}
    if typing.get_origin(hint) is types.UnionType:
        return {"type": [_type(each)["type"] for each in typing.get_args(hint)]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _type(typing.get_args(hint)[0])}
    return {"$ref": f"#/$defs/{hint.__name__}"}
