"""How a use reads on a day: its state, unless something says that it does not hold now.

Two forms of one meaning: a function for one use, and conditions for the database. A use reads as
not cleared from the moment a mark is set or a day is reached, whether or not a worker runs.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

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
