"""The one thing that a use with its go-ahead waits for, as a button for whoever can do it."""

from __future__ import annotations

from typing import NamedTuple

from clearslate.accounts.permissions import Action
from clearslate.ui.access import Visit
from clearslate.uses.models import Use, WaitsFor
from clearslate.uses.reading import reading
from clearslate.uses.turns import GO_AHEAD


class NextAct(NamedTuple):
    """A button, and where below the use it leads."""

    words: str
    place: str


_NEXT = {
    str(WaitsFor.RESULT): (Action.DECLARE, NextAct("Send a result", "results/")),
    str(WaitsFor.LOOK): (Action.LOOK_AT_RESULTS, NextAct("Look at the results", "results/")),
    str(WaitsFor.LEGAL_REVIEW): (
        Action.REVIEW_LEGALLY,
        NextAct("Answer the legal review", "lines/"),
    ),
    str(WaitsFor.RIGHTS_CLEARANCE): (
        Action.CLEAR_RIGHTS,
        NextAct("Answer the rights clearance", "lines/"),
    ),
}


def next_act(visit: Visit, use: Use) -> NextAct | None:
    """What the person can do for a use that has its go-ahead and is not cleared yet."""
    if reading(use, visit.today) != GO_AHEAD or use.frozen_at is not None:
        return None
    action, act = _NEXT.get(str(use.waits_for), (None, None))
    return act if action is not None and visit.may(action) else None
