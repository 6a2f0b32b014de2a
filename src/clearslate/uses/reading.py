"""How a use reads on a day: its state, unless something says that it does not hold now.

Two forms of one meaning: a function for one use, and an expression for the database. A use reads as
not cleared from the moment a mark is set or a day is reached, whether or not a worker runs.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, F, Q, Value, When

from clearslate.uses.models import State, Use

SETTLED = (State.NOTICED, State.GO_AHEAD, State.CLEARED, State.NOT_A_USE)
"""States that hold until something they rest on changes."""

ENDED = (State.DECLINED, State.WITHDRAWN)
"""States in which the work is not to be done, so nothing of it can go stale."""

LAPSED = "lapsed"
SUSPENDED = "suspended"
STALE = "stale"

UNSETTLED = (SUSPENDED, STALE, LAPSED)
"""What a settled state may read as instead."""

READINGS: dict[str, str] = {
    str(State.ON_HOLD): "on hold",
    str(State.IN_REVIEW): "in review",
    SUSPENDED: "suspended",
    LAPSED: "lapsed",
    STALE: "to be assessed again",
    str(State.GO_AHEAD): "go-ahead",
    str(State.NOTICED): "noticed",
    str(State.CLEARED): "cleared",
    str(State.NOT_A_USE): "not a use",
    str(State.DECLINED): "declined",
    str(State.WITHDRAWN): "withdrawn",
}
"""Everything that a use may read as, in words; what needs somebody comes first."""


def reading(use: Use, today: date) -> str:
    """How a use reads: a value of `State`, or `suspended`, `stale` or `lapsed`.

    Suspended goes first, since it pauses everything; what is stale waits to be assessed anew; a
    lapsed decision waits to be asked for again.
    """
    if use.state in ENDED:
        return str(use.state)
    if use.suspended:
        return SUSPENDED
    if use.frozen_at is not None or use.state not in SETTLED:
        return str(use.state)
    if use.stale_since is not None or _reached(use.holds_until, today):
        return STALE
    if _reached(use.valid_until, today):
        return LAPSED
    return str(use.state)


def reads(today: date) -> Case:
    """How uses read, for the database: what `reading` says of each."""
    over = Q(stale_since__isnull=False) | Q(holds_until__lte=today)
    return Case(
        When(state__in=ENDED, then=F("state")),
        When(suspended=True, then=Value(SUSPENDED)),
        When(Q(frozen_at__isnull=False) | ~Q(state__in=SETTLED), then=F("state")),
        When(over, then=Value(STALE)),
        When(valid_until__lte=today, then=Value(LAPSED)),
        default=F("state"),
        output_field=CharField(),
    )


def is_stale(use: Use, today: date) -> bool:
    """Whether the newest assessment may no longer be true, in whatever state the use is."""
    if use.frozen_at is not None or use.state in ENDED:
        return False
    return use.stale_since is not None or _reached(use.holds_until, today)


def stale(today: date) -> Q:
    """Uses of which `is_stale` holds."""
    return (
        Q(frozen_at__isnull=True)
        & ~Q(state__in=ENDED)
        & (Q(stale_since__isnull=False) | Q(holds_until__lte=today))
    )


def unsettled(today: date) -> Q:
    """Uses that would be settled, and read as suspended, stale or lapsed."""
    over = Q(stale_since__isnull=False) | Q(holds_until__lte=today) | Q(valid_until__lte=today)
    return Q(state__in=SETTLED) & (Q(suspended=True) | (Q(frozen_at__isnull=True) & over))


def _reached(day: date | None, today: date) -> bool:
    return day is not None and day <= today
