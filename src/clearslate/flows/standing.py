"""Calling a notice up, and withdrawing a use: its areas are asked, or asked no more."""

from __future__ import annotations

from datetime import datetime

from clearslate.clearance.locking import locked_use
from clearslate.clearance.opening import Opening, ask_areas, drop_areas
from clearslate.clearance.settling import settle
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.uses.entries import NOTICE_CALLED_UP, USE_WITHDRAWN
from clearslate.uses.models import Use
from clearslate.uses.services.standing import call_up_use, withdraw_use
from clearslate.uses.stored import read_back


@service(NOTICE_CALLED_UP)
def call_up(*, actor: Party, at: datetime, use: Use, revision: int, reason: str) -> Use:
    """Ask for a review of a use that was noticed. Raises as `call_up_use` does."""
    call_up_use(actor=actor, at=at, use=use, revision=revision, reason=reason)
    row = locked_use(use.id)
    row.under = ""
    ask_areas(_opening(row, actor, at))
    settle(row, actor=actor, at=at)
    return row


@service(USE_WITHDRAWN)
def withdraw(*, actor: Party, at: datetime, use: Use, revision: int, reason: str) -> Use:
    """Withdraw a use: nobody is asked about it any more. Raises as `withdraw_use` does."""
    withdraw_use(actor=actor, at=at, use=use, revision=revision, reason=reason)
    row = locked_use(use.id)
    drop_areas(_opening(row, actor, at))
    return row


def _opening(use: Use, actor: Party, at: datetime) -> Opening:
    version = use.versions.select_related("assessment").get(number=use.versions_count)
    stored = read_back(use, version)
    return Opening(use, version, stored.case, stored.assessment, actor, at)
