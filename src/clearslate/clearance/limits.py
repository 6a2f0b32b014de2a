"""The days by which areas decide: the time limit, kept short by the calendar of the production."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from clearslate.clearance.models import Review
from clearslate.productions.models import Production
from clearslate.productions.selectors import today_in
from clearslate.uses.limits import Gates, gate_words
from clearslate.uses.models import State, Use, WaitsFor

PENDING = (Review.State.WAITING, Review.State.PAUSED)


def set_limit(review: Review, limit: date, gates: Gates, episodes: Iterable[str]) -> None:
    """Let a time limit count for a review, and the day that the calendar leaves of it."""
    review.limit_on = limit
    review.due_on = gates.due(limit, tuple(episodes))


def follow_calendar(production: Production, at: datetime) -> int:
    """Let every area that has yet to decide be due as the calendar says. Returns how many moved.

    Called in the transaction that changed the calendar, with the uses locked.
    """
    gates = Gates.of(production, today_in(production, at))
    pending = Review.objects.filter(use__production=production, state__in=PENDING)
    moved = []
    for review in pending.filter(limit_on__isnull=False).select_related("use"):
        before = review.due_on
        set_limit(review, review.limit_on, gates, review.use.episodes)
        if review.due_on != before:
            moved.append(review)
    Review.objects.bulk_update(moved, ["due_on"], batch_size=500)
    show_latest({review.use_id for review in moved})
    return len(moved)


def show_latest(ids: Iterable[str]) -> None:
    """Let uses that wait for a decision be due when the last of their areas is."""
    running = Review.objects.filter(use__in=list(ids), state=Review.State.WAITING)
    latest: dict[str, date] = {}
    for use_id, day in running.filter(due_on__isnull=False).values_list("use_id", "due_on"):
        latest[use_id] = max(day, latest.get(use_id, day))
    waits = {"state": State.IN_REVIEW, "waits_for": WaitsFor.DECISION}
    uses = list(Use.objects.filter(id__in=list(latest), **waits).only("id", "due_on"))
    for use in uses:
        use.due_on = latest[use.id]
    Use.objects.bulk_update(uses, ["due_on"], batch_size=500)


def shortened_by(use: Use, day: date, today: date) -> str:
    """What made a day of a use earlier than its time limit: “101 locks”; empty for nothing."""
    running = use.reviews.filter(state__in=PENDING, due_on=day, limit_on__gt=day)
    if not running.exists():
        return ""
    gate = Gates.of(use.production, today).next_for(use.episodes)
    return gate_words(gate) if gate else ""
