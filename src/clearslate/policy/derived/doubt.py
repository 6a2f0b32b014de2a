"""Answers that cannot be so beside another answer or the calendar: nobody can rely on them.

What a person says of one thing twice, and differently, is not known, as where the register differs
from the declaration. Doubt then escalates; nothing is refused and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearslate.policy.derived.normal import Item

#: Answers that another one in the same item, or the calendar, can put in doubt or out of it.
DOUBTED = (
    "people.act",
    "people.as_scripted",
    "models.origin",
    "models.material",
    "outputs.replaced_by",
)


def put_in_doubt(resolved: dict[str, Any]) -> None:
    """Make unknown what is contradicted, in a resolved case that is still being made."""
    for person in resolved["people"] or ():
        _act(person)
    for model in resolved["models"] or ():
        _material(model)
    end = cut_ends(resolved["production"])
    for output in resolved["outputs"] or ():
        _replaced_by(output, end)


def cut_ends(production: Mapping[str, Any]) -> int | None:
    """The day from which whatever is in the cut stays in it, as far as it is on file."""
    days = (production["picture_lock"], production["delivery"])
    return min((day for day in days if day is not None), default=None)


def _act(person: Item) -> None:
    """Customary work stays as scripted, performed or recorded; what does not is more (N5, N11)."""
    if person["act"] == "customary" and person["as_scripted"] is False:
        person["act"] = None


def _material(model: Item) -> None:
    """A model that is trained is trained on something (D3)."""
    if model["origin"] in ("fine_tuned_here", "trained_here") and model["material"] == ():
        model["material"] = None


def _replaced_by(output: Item, end: int | None) -> None:
    """What is replaced at picture lock or later is in the cut until then (P4)."""
    day = output["replaced_by"]
    if day is not None and end is not None and day >= end:
        output["replaced_by"] = None
