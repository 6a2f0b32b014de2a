"""Days and particulars of a production: they are among the facts of every case of it."""

from __future__ import annotations

from datetime import datetime

from clearslate.clearance.limits import follow_calendar
from clearslate.clearance.reassessing import reassess_uses
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.productions.access import locked
from clearslate.productions.calendar import GivenCalendar
from clearslate.productions.entries import CALENDAR_SET, PRODUCTION_EDITED
from clearslate.productions.models import Production
from clearslate.productions.particulars import Particulars
from clearslate.productions.services import calendar
from clearslate.productions.services import production as particulars
from clearslate.uses.models import Cause
from clearslate.uses.staleness import hold_still, mark_where_production_differs


@service(CALENDAR_SET)
def set_calendar(
    *, actor: Party, at: datetime, production: Production, revision: int, given: GivenCalendar
) -> Production:
    """Make the calendar what is given, move the days of decisions with it, and mark the uses.

    Raises as `productions.services.calendar.set_calendar` does.
    """
    hold_still(locked(production))
    row = calendar.set_calendar(
        actor=actor, at=at, production=production, revision=revision, given=given
    )
    follow_calendar(row, at)
    _mark(row, at)
    return row


@service(PRODUCTION_EDITED)
def edit_production(
    *, actor: Party, at: datetime, production: Production, revision: int, given: Particulars
) -> Production:
    """Change particulars, and mark the uses that rest on them.

    Raises as `productions.services.production.edit_production` does.
    """
    hold_still(locked(production))
    row = particulars.edit_production(
        actor=actor, at=at, production=production, revision=revision, given=given
    )
    _mark(row, at)
    return row


def _mark(production: Production, at: datetime) -> None:
    if mark_where_production_differs(production, str(Cause.CALENDAR), at):
        reassess_uses.enqueue(production.id)
