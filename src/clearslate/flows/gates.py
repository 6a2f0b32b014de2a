"""Passing gates and lifting them: what is temporary is assessed again, what is delivered stays.

A delivery assesses what it freezes first, in the same transaction: nothing is frozen that waits to
be assessed.
"""

from __future__ import annotations

from datetime import datetime

from clearslate.clearance.delivered import delivered, freeze, unfreeze
from clearslate.clearance.reassessing import assess, reassess_uses, tell_moved_uses
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.productions.access import locked
from clearslate.productions.entries import GATE_LIFTED, GATE_PASSED
from clearslate.productions.gates import DELIVERY
from clearslate.productions.models import Episode, Gate, Production
from clearslate.productions.selectors import today_in
from clearslate.productions.services import gates
from clearslate.uses.models import Cause, Use
from clearslate.uses.reading import ENDED, is_stale
from clearslate.uses.staleness import hold_still, live, mark, mark_where_production_differs
from clearslate.uses.temporary import still_temporary

_BECAUSE = str(Cause.GATE)


@service(GATE_PASSED)
def pass_gate(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    episode: Episode | None,
    kind: str,
    number: int,
) -> Gate:
    """Pass a gate; what is still temporary there is stale, and assessed again by a job.

    A delivery freezes the uses all of whose episodes are delivered.
    Raises as `productions.services.gates.pass_gate` does.
    """
    row = locked(production)
    hold_still(row)
    temporary = [use.id for use in still_temporary(row, episode, kind)]
    mark(live(row).filter(id__in=temporary), _BECAUSE, at)
    made = gates.pass_gate(
        actor=actor, at=at, production=row, episode=episode, kind=kind, number=number
    )
    mark_where_production_differs(row, _BECAUSE, at)
    if kind == DELIVERY:
        _deliver(row, actor, at)
    reassess_uses.enqueue(row.id)
    return made


@service(GATE_LIFTED)
def lift_gate(*, actor: Party, at: datetime, gate: Gate, reason: str) -> Gate:
    """Lift a gate; uses of a delivery that is taken back can change again, and are assessed.

    Raises as `productions.services.gates.lift_gate` does.
    """
    row = locked(gate.production)
    hold_still(row)
    made = gates.lift_gate(actor=actor, at=at, gate=gate, reason=reason)
    mark_where_production_differs(row, _BECAUSE, at)
    if gate.kind == DELIVERY:
        found = unfreeze(row, actor=actor, at=at)
        mark(live(row).filter(id__in=[use.id for use in found]), _BECAUSE, at)
    reassess_uses.enqueue(row.id)
    return made


def _deliver(production: Production, actor: Party, at: datetime) -> None:
    today = today_in(production, at)
    uses = [use for use in delivered(production) if use.frozen_at is None]
    for use in uses:
        if is_stale(use, today):
            assess(use, actor=actor, at=at)
    fresh = Use.objects.in_bulk([use.id for use in uses])
    ready = [use for use in uses if not _waits(fresh[use.id], production, at)]
    freeze((fresh[use.id] for use in ready), actor=actor, at=at)
    tell_moved_uses.enqueue(production.id)


def _waits(use: Use, production: Production, at: datetime) -> bool:
    """Whether a use could not be assessed, and so is not frozen as it is."""
    return use.state not in ENDED and is_stale(use, today_in(production, at))
