"""Which uses may be decided together: craft work and background, and never anybody's performance.

What no standing approval may cover is read and decided by itself, and so is what is in doubt.
"""

from __future__ import annotations

from clearslate.policy.standing import is_craft_work, limits_crossed
from clearslate.uses.desk import assessor_of
from clearslate.uses.errors import DamagedError
from clearslate.uses.models import Use, UseVersion
from clearslate.uses.stored import read_back

_PEOPLE = "talent"


def may_go_together(use: Use, version: UseVersion) -> bool:
    """Whether a use, by its newest version, may be decided together with others of its kind."""
    if _PEOPLE in use.areas or use.outcome == "hold" or use.high == "hold":
        return False
    try:
        found = read_back(use, version)
    except DamagedError:
        return False
    assessor = assessor_of(found.case.rulebooks)
    if limits_crossed(found.case, assessor):
        return False
    outputs = found.case.declaration.get("outputs")
    background = isinstance(outputs, list) and all(
        each.get("position") == "background" and each.get("story_role") == "none"
        for each in outputs
    )
    return (bool(outputs) and background) or is_craft_work(found.case, assessor)
