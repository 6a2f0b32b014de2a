"""What time and changes have done to a use: why it does not hold now, and what it needs to last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from clearslate.accounts.permissions import Action
from clearslate.clearance.models import Suspension
from clearslate.clearance.suspended import pausing
from clearslate.policy.case import Case
from clearslate.policy.release import made_before, release_gaps
from clearslate.ui.access import Visit
from clearslate.ui.seen import seen
from clearslate.uses.desk import assessor_of
from clearslate.uses.models import Cause, Use
from clearslate.uses.reading import ENDED, is_stale, reading


class Times(NamedTuple):
    """What a page says of a use as time goes by."""

    reads: str
    paused_by: list[Suspension]
    stale: str
    """Why it is to be assessed again; empty where it is not."""
    delivered: date | None
    holds_until: date | None
    valid_until: date | None
    may_ask_again: bool


def times_of(visit: Visit, use: Use) -> Times:
    """What time and changes have done to a use."""
    today = visit.today
    moves = use.state not in ENDED and use.frozen_at is None
    return Times(
        reads=reading(use, today),
        paused_by=pausing(use) if use.suspended else [],
        stale=_why(use) if is_stale(use, today) else "",
        delivered=use.frozen_at,
        holds_until=use.holds_until,
        valid_until=use.valid_until,
        may_ask_again=moves and visit.may(Action.DECLARE) and not use.under,
    )


def release_of(visit: Visit, case: Case) -> dict[str, list[str]]:
    """What has to last until the release, and what ended once it was made, as of today."""
    now = replace(case, date=visit.today)
    assessor = assessor_of(case.rulebooks)
    return {
        "gaps": [seen(each.sentence) for each in release_gaps(now, assessor)],
        "made": [seen(each.sentence) for each in made_before(now, assessor)],
    }


def _why(use: Use) -> str:
    """What changed; a day that has come needs no mark."""
    return str(Cause(use.stale_because or Cause.DATE).label)
