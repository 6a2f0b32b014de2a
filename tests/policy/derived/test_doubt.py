"""Answers that contradict each other, or the calendar, are not known."""

from datetime import date
from typing import Any

import pytest

from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.derived import resolve


def resolved(part: str, item: dict[str, Any], **production: str) -> dict[str, Any]:
    facts = {"production": {"id": "HALCYON", **production}}
    on = date(2026, 11, 24)
    case = resolve({part: [item]}, facts, schema=core_schema(), switches={}, on=on)
    found: dict[str, Any] = case[part][0]
    return found


@pytest.mark.parametrize(
    ("act", "as_scripted", "known"),
    [
        ("customary", "no", None),
        ("customary", "yes", "customary"),
        ("customary", "unknown", "customary"),
        ("significant", "no", "significant"),
        ("replica", "no", "replica"),
    ],
)
def test_customary_work_that_is_not_as_scripted(act: str, as_scripted: str, known: Any) -> None:
    assert resolved("people", {"act": act, "as_scripted": as_scripted})["act"] == known


@pytest.mark.parametrize("origin", ["fine_tuned_here", "trained_here", "as_supplied"])
def test_training_on_nothing(origin: str) -> None:
    material = resolved("models", {"origin": origin, "material": []})["material"]
    assert material == (() if origin == "as_supplied" else None)
    assert resolved("models", {"origin": origin, "material": ["own"]})["material"] == ("own",)


@pytest.mark.parametrize(
    ("production", "known"),
    [
        ({}, True),
        ({"picture_lock": "2027-03-02"}, True),
        ({"picture_lock": "2027-03-01"}, False),
        ({"picture_lock": "2027-02-01"}, False),
        ({"picture_lock": "unknown", "delivery": "2027-03-01"}, False),
        ({"picture_lock": "2027-03-02", "delivery": "2027-06-01"}, True),
    ],
)
def test_temporary_material_that_outlasts_the_cut(production: dict[str, str], known: bool) -> None:
    output = {"destination": "temp_in_edit", "replaced_by": "2027-03-01"}
    assert (resolved("outputs", output, **production)["replaced_by"] is not None) == known
