"""Stating packs and readings: the uses that a statement reaches are stale once it holds.

A statement for a later day lets their assessments hold until that day, so that they read as not
cleared from then on even while no worker runs.
"""

from __future__ import annotations

from datetime import date, datetime

from clearslate.clearance.decided import reached_by
from clearslate.clearance.reassessing import reassess_uses
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.policy.pack.load import Loaded
from clearslate.productions.access import locked
from clearslate.productions.entries import PACK_SET, SWITCH_SET
from clearslate.productions.models import KeptPack, PackInForce, Production, SwitchSetting
from clearslate.productions.reach import NEW
from clearslate.productions.selectors import today_in
from clearslate.productions.services import packs, switches
from clearslate.uses.models import Cause
from clearslate.uses.staleness import hold_until, mark


@service(PACK_SET)
def put_pack_in_force(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    pack: Loaded | KeptPack,
    standing: str,
    from_day: date,
    reaches: str = NEW,
    adopted_by: str = "",
) -> PackInForce:
    """State that a pack applies from a day on, and mark the uses that it reaches.

    Raises as `productions.services.packs.put_pack_in_force` does.
    """
    row = locked(production)
    _reach(row, reaches, from_day, at)
    return packs.put_pack_in_force(
        actor=actor,
        at=at,
        production=row,
        pack=pack,
        standing=standing,
        from_day=from_day,
        reaches=reaches,
        adopted_by=adopted_by,
    )


@service(PACK_SET)
def end_pack(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    urn: str,
    from_day: date,
    reaches: str = NEW,
) -> PackInForce:
    """State that a pack applies no more from a day on, and mark the uses that it reaches.

    Raises as `productions.services.packs.end_pack` does.
    """
    row = locked(production)
    _reach(row, reaches, from_day, at)
    return packs.end_pack(
        actor=actor, at=at, production=row, urn=urn, from_day=from_day, reaches=reaches
    )


@service(SWITCH_SET)
def set_switch(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    switch: str,
    value: str,
    from_day: date,
    reaches: str = NEW,
) -> SwitchSetting:
    """Choose a reading from a day on, and mark the uses that it reaches.

    Raises as `productions.services.switches.set_switch` does.
    """
    row = locked(production)
    _reach(row, reaches, from_day, at)
    return switches.set_switch(
        actor=actor,
        at=at,
        production=row,
        switch=switch,
        value=value,
        from_day=from_day,
        reaches=reaches,
    )


def _reach(production: Production, reaches: str, from_day: date, at: datetime) -> None:
    """Mark what a statement reaches of the uses that are there, or will on its day."""
    uses = reached_by(production, reaches)
    if from_day > today_in(production, at):
        hold_until(uses, from_day)
    elif mark(uses, str(Cause.RULES), at):
        reassess_uses.enqueue(production.id)
