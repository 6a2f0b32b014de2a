"""What open uses lack, in words, for many at once: evidence, decisions, results, answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date

from clearslate.clearance.asks import held_by
from clearslate.clearance.models import LegalException
from clearslate.uses.models import Use, WaitsFor
from clearslate.uses.reading import LAPSED, STALE, SUSPENDED
from clearslate.uses.turns import ON_HOLD, Turns

_WAITS = {
    str(WaitsFor.ANSWER): "an answer to a question",
    str(WaitsFor.RESULT): "the result, to be looked at",
    str(WaitsFor.LOOK): "a look at the result",
    str(WaitsFor.LEGAL_REVIEW): "the legal review",
    str(WaitsFor.RIGHTS_CLEARANCE): "the rights clearance",
}
_BROKEN = {
    SUSPENDED: "the end of its suspension",
    STALE: "a new assessment, since what it rests on changed",
    LAPSED: "a new decision, since the last one ended",
}


class Missing:
    """What is missing of some uses; what holds those on hold is read in two queries."""

    def __init__(self, on_hold: Collection[str], turns: Turns, today: date) -> None:
        self._turns = turns
        self._held = _held(on_hold, today)

    def of(self, use: Use, reads: str) -> tuple[str, ...]:
        """What is missing of one use, by how it reads."""
        if reads in _BROKEN:
            return (_BROKEN[reads],)
        if use.state == ON_HOLD:
            return self._held.get(use.pk, ()) or ("evidence",)
        if use.waits_for in _WAITS:
            return (_WAITS[use.waits_for],)
        areas = tuple(self._turns.title(area) for area in use.waiting)
        return tuple(f"a decision: {area}" for area in areas) or ("a decision",)


def _held(on_hold: Collection[str], today: date) -> dict[str, tuple[str, ...]]:
    """What holds each of some uses, without what a named lawyer has lifted for now."""
    rows = LegalException.objects.filter(use__in=on_hold, ended_at=None, until__gt=today)
    lifted = set(rows.values_list("use_id", "evidence", "subject"))
    uses = Use.objects.filter(pk__in=on_hold).values_list("pk", "assessment__canonical")
    found = {}
    for use, canonical in uses.iterator():
        parts = held_by(json.loads(bytes(canonical))["findings"])
        open_ones = (each for each in parts if (use, *each.key) not in lifted)
        found[use] = tuple(_titled((each.title, each.subject) for each in open_ones))
    return found


def _titled(parts: Iterable[tuple[str, str]]) -> Iterable[str]:
    return dict.fromkeys(f"{title} ({about})" if about else title for title, about in parts)
