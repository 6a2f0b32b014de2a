"""Since when a use is decided, as statements about the rules ask it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clearslate.clearance.models import Carried, Decision
from clearslate.productions.models import Production
from clearslate.productions.reach import NEW, UNDECIDED
from clearslate.uses.finals import GIVEN
from clearslate.uses.models import State, Use
from clearslate.uses.staleness import live

DECIDED = (State.GO_AHEAD, State.CLEARED)
"""States in which nobody has still to decide. A notice is no decision: nobody gave one."""


def decided_at(use: Use) -> datetime | None:
    """When the last decision that stands was given; none while anybody has still to decide.

    A decision that stands for a later version that somebody submitted counts from that one on: the
    version was assessed with the rules of its own day.
    """
    if use.state not in DECIDED:
        return None
    standing = Decision.objects.filter(review__use=use, ended_at=None)
    given = list(standing.values_list("at", flat=True))
    versions = use.versions.filter(cause__in=GIVEN).values("number")
    carried = Carried.objects.filter(decision__in=standing, version__in=versions)
    return max([*given, *carried.values_list("at", flat=True)], default=None)


def reached_by(production: Production, reaches: str) -> Any:
    """The uses that are there and that a statement reaches, as a query; none of them is delivered.

    Nobody has decided on what is noticed, so rules for what is not decided reach it as well.
    """
    if reaches == NEW:
        return Use.objects.none()
    uses = live(production)
    return uses.exclude(state__in=DECIDED) if reaches == UNDECIDED else uses
