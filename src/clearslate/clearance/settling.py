"""Where a use stands: the one place that moves it, from everything that is on file.

No service sets a state by itself. Each changes its own rows and calls `settle`, so that the state
follows from the rows whatever was done last, and the ledger has an entry for each move.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clearslate.clearance.acts import acts_asked
from clearslate.clearance.asks import newest
from clearslate.clearance.entries import USE_MOVED
from clearslate.clearance.holds import holds_of, is_held
from clearslate.clearance.limits import set_limit
from clearslate.clearance.models import Decision, Line, Query, Result, Review
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.selectors import today_in
from clearslate.uses.limits import Gates
from clearslate.uses.models import State, Use, WaitsFor
from clearslate.uses.turns import (
    CLEARED,
    DECLINED,
    GO_AHEAD,
    IN_REVIEW,
    NOT_A_USE,
    NOTICED,
    ON_HOLD,
)
from clearslate.uses.versions import working_day

CALLED_UP_DAYS = 3
"""Working days for a notice that was called up and has no area; ours, as all limits are."""

PENDING = (Review.State.WAITING, Review.State.PAUSED)
_LINES = {
    str(Line.Kind.LEGAL_REVIEW): str(WaitsFor.LEGAL_REVIEW),
    str(Line.Kind.RIGHTS_CLEARANCE): str(WaitsFor.RIGHTS_CLEARANCE),
}
AGREED = (Line.Response.AGREED, Line.Response.WITH_CHANGES, Line.Response.NOT_NEEDED)


@dataclass
class _Standing:
    """Where a use stands, while that is being found."""

    state: str
    waits_for: str = ""
    waiting: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    due_on: date | None = None
    valid_until: date | None = None


def settle(use: Use, *, actor: Party, at: datetime, was: tuple[str, str] | None = None) -> None:
    """Move a use, locked by the caller, to where everything on file puts it.

    `was` is its state and what it waited for where the caller has moved it already, by a version
    whose own entry does not say where it stands.
    """
    if use.state == State.WITHDRAWN or use.frozen_at is not None:
        return
    found = _standing(use, today_in(use.production, at))
    was = was or (str(use.state), str(use.waits_for))
    if was[0] == ON_HOLD and found.state == IN_REVIEW:
        found.due_on = _start_clocks(use, today_in(use.production, at))
    use.state, use.waits_for = str(found.state), str(found.waits_for)
    use.waiting, use.asked = list(found.waiting), list(found.asked)
    use.due_on, use.valid_until = found.due_on, found.valid_until
    use.revision += 1
    use.changed_at = at
    use.save()
    if was != (use.state, use.waits_for):
        append(
            USE_MOVED,
            actor=actor,
            subject=Party("use", use.id),
            at=at,
            scope=use.production_id,
            body={
                "version": use.versions_count,
                "state": use.state,
                "waits_for": use.waits_for or "nothing",
            },
        )


def _standing(use: Use, today: date) -> _Standing:
    if is_held(use, today):
        begins = use.work_from
        due = begins if begins and begins > today else None
        return _Standing(ON_HOLD, str(WaitsFor.EVIDENCE), due_on=due)
    until = [each.exception.until for each in holds_of(use, today) if each.exception]
    places = {area: place for place, area in enumerate(use.areas)}
    reviews = list(use.reviews.exclude(state=Review.State.CLOSED))
    reviews.sort(key=lambda each: places.get(each.area, len(places)))
    if use.under or not reviews:
        state = NOTICED if use.outcome else NOT_A_USE
        return _Standing(state, valid_until=use.valid_until if use.under else None)
    decisions = list(Decision.objects.filter(review__in=reviews, ended_at=None))
    if any(not each.approves for each in decisions):
        return _Standing(DECLINED)
    pending = [each for each in reviews if each.state in PENDING]
    if pending:
        return _in_review(pending)
    until += [each.valid_until for each in decisions if each.valid_until]
    found = _approved(use, decisions)
    found.valid_until = min(until, default=None)
    return found


def _in_review(pending: Sequence[Review]) -> _Standing:
    """Some area has yet to decide; with all of them paused it is the turn of who was asked."""
    open_queries = Query.objects.filter(
        review__in=pending, answered_at=None, taken_back_at=None
    ).order_by("asked_at", "id")
    asked = tuple(dict.fromkeys(open_queries.values_list("to_id", flat=True)))
    running = [each for each in pending if each.state == Review.State.WAITING]
    return _Standing(
        IN_REVIEW,
        str(WaitsFor.DECISION) if running else str(WaitsFor.ANSWER),
        tuple(each.area for each in pending if each.area),
        asked,
        _latest(each.due_on for each in running),
    )


def _start_clocks(use: Use, today: date) -> date | None:
    """Once a hold is lifted, whoever decides has the whole time. Returns the latest day."""
    days = {each["area"]: each["days"] for each in newest(use)["reviewers"]}
    waiting = list(use.reviews.filter(state=Review.State.WAITING))
    gates = Gates.of(use.production, today)
    for review in waiting:
        limit = working_day(today, days.get(review.area, CALLED_UP_DAYS))
        set_limit(review, limit, gates, use.episodes)
        review.save(update_fields=["limit_on", "due_on"])
    return _latest(review.due_on for review in waiting)


def _approved(use: Use, decisions: Sequence[Decision]) -> _Standing:
    """Every area gave the go-ahead: temporary material needs no more, a final may."""
    if use.final is False:
        return _Standing(GO_AHEAD)
    asked = acts_asked(use, decisions)
    if asked.results and not results_cleared(use, asked.results):
        looking = use.results.filter(state=Result.State.WAITING).exists()
        return _Standing(GO_AHEAD, str(WaitsFor.LOOK if looking else WaitsFor.RESULT))
    answered = dict(use.lines.filter(closed_at=None).values_list("kind", "response"))
    for kind, waits_for in _LINES.items():
        if kind in answered and answered[kind] not in AGREED:
            return _Standing(GO_AHEAD, waits_for)
    return _Standing(CLEARED)


def results_cleared(use: Use, outputs: Iterable[str]) -> bool:
    """Whether each of these outputs has a result that was cleared, and none that was not."""
    rows = use.results.exclude(state=Result.State.REPLACED).values_list("output", "state")
    states: dict[str, set[str]] = {}
    for output, state in rows:
        states.setdefault(output, set()).add(state)
    return all(states.get(output) == {str(Result.State.CLEARED)} for output in outputs)


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)
