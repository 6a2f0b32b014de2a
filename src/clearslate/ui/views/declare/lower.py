"""Ways to a lower outcome of what was answered so far."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from clearslate.policy.assess.assess import Assessor
from clearslate.policy.ways import Finder, Ways
from clearslate.uses.desk import Desk, assessor_of

#: Cases looked at for one target: enough for nearly every use, and well under a second.
STEPS = 4_000


def ways_of(desk: Desk, document: Mapping[str, Any]) -> Ways:
    """What would lower the outcome of a declaration, and by how little."""
    finder = _finder(assessor_of(desk.rulebooks))
    return finder.ways(desk.case(document), steps=STEPS)


@functools.lru_cache(maxsize=8)
def _finder(assessor: Assessor) -> Finder:
    return Finder(assessor)
