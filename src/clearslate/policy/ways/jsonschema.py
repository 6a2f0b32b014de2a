"""The JSON Schema of the ways document."""

from __future__ import annotations

from typing import Any

from clearslate.policy.assess.assessment import STATES
from clearslate.policy.assess.jsonschema import closed
from clearslate.policy.ways.document import FORMAT

_OUTCOME = {"enum": ["notify", "approval", "hold"]}
_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}


def ways_schema() -> dict[str, Any]:
    """The JSON Schema of `Ways.as_json()` (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:clearslate:schema:ways:1",
        "title": "Ways to a lower outcome of one case",
        **_object(
            clearslate={"const": FORMAT},
            case={
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 of the canonical bytes of the case.",
            },
            outcome={
                "enum": [*_OUTCOME["enum"], None],
                "description": "The outcome as it is; null when this is no use of generative AI.",
            },
            targets=_list("Target", "Each lower outcome, the nearest first."),
        ),
        "$defs": {
            "Target": _target(),
            "Way": _way(),
            "Change": _change(),
            "Standing": {
                "description": "A finding that no change takes away: it rests on facts.",
                **_object(rule=_TEXT, title=_TEXT, subject=_TEXT, path=_TEXT),
            },
            "Unknown": {
                "description": "An answer in the way that nobody can choose.",
                **_object(
                    path=_TEXT,
                    state={"enum": list(STATES)},
                    title=_TEXT,
                    who=_TEXT,
                ),
            },
        },
    }


def _target() -> dict[str, Any]:
    return _object(
        to={"enum": ["notify", "approval"]},
        ways=_list("Way", "The smallest sets of changes, all of one size."),
        more=_said("boolean", "There may be further ways of the same size."),
        by_evidence={
            "description": "The smallest way that only puts evidence on file; null where `ways`"
            " holds one, or there is none.",
            "anyOf": [{"$ref": "#/$defs/Way"}, {"type": "null"}],
        },
        complete=_said("boolean", "No smaller way exists, or none at all, of any size."),
        searched={**_COUNT, "description": "Every set of up to so many changes was tried."},
        steps={**_COUNT, "description": "Cases that were looked at."},
        rests_on=_list("Standing", "Where there is no way: the findings that rest on facts."),
        depends_on=_list("Unknown", "Unknown answers in the way; they have to be found out."),
    )


def _way() -> dict[str, Any]:
    return _object(
        changes={**_list("Change", "All of them are needed."), "minItems": 1},
        outcome={**_OUTCOME, "description": "The outcome of the changed case, assessed anew."},
        interval={
            "type": "array",
            "prefixItems": [_OUTCOME, _OUTCOME],
            "minItems": 2,
            "maxItems": 2,
            "description": "The lowest and the highest outcome that is then still possible.",
        },
    )


def _change() -> dict[str, Any]:
    return _object(
        path=_said("string", "Where it changes; items are counted as they now are."),
        kind={"enum": ["answer", "evidence", "remove"]},
        title=_TEXT,
        subject=_said("string", "The name of the item it is about; empty for the use."),
        **{
            "from": {
                "type": ["string", "null"],
                "description": "The answer now; null where there is none yet.",
            },
            "to": {
                "type": ["string", "array", "null"],
                "items": _TEXT,
                "description": "The answer then; null where something is left out.",
            },
        },
        also={
            "type": "array",
            "items": _TEXT,
            "description": "Other values that do as well as `to`.",
        },
        words=_TEXT,
    )


def _said(kind: str, words: str) -> dict[str, Any]:
    return {"type": kind, "description": words}


def _list(of: str, words: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{of}"}, "description": words}


def _object(**properties: Any) -> dict[str, Any]:
    return closed(properties)
