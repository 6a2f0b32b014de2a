"""Somebody who decides is away, or delegates: who stands in decides under both names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.clearance.entries import AWAY_ENDED, AWAY_SET
from clearslate.clearance.errors import ClearanceError, NotYoursError, StaleError
from clearslate.clearance.models import Away
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import actions_of, to_change
from clearslate.productions.models import Membership, Production
from clearslate.productions.selectors import today_in

LONGEST = timedelta(days=190)
"""Somebody who is away for longer should hand over the role."""


@service(AWAY_SET)
def set_away(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    delegate: User,
    from_day: date,
    to_day: date,
    areas: Sequence[str] = (),
) -> Away:
    """Let somebody of the production decide for oneself, from a day until before another.

    The delegate need not decide by their own right, but belongs to the production. Raises
    `ClearanceError` for days or a person that do not fit.
    """
    row = to_change(actor, Action.DECIDE, production)
    if not today_in(row, at) <= from_day < to_day <= from_day + LONGEST:
        raise ClearanceError("Choose days from today on, at most half a year, the last one later.")
    if delegate.id == actor.id or not _belongs(row, delegate):
        raise ClearanceError("Choose somebody else who belongs to this production.")
    others = Away.objects.filter(
        production=row, user_id=actor.id, ended_at=None, from_day__lt=to_day, to_day__gt=from_day
    )
    if others.exists():
        raise ClearanceError("Somebody stands in for you in these days already. End that first.")
    away = Away.objects.create(
        production=row,
        user_id=actor.id,
        delegate=delegate,
        areas=sorted(set(areas)),
        from_day=from_day,
        to_day=to_day,
        set_at=at,
    )
    append(
        AWAY_SET,
        actor=actor,
        subject=Party("person", actor.id),
        at=at,
        scope=row.id,
        body={
            "from_day": from_day.isoformat(),
            "to_day": to_day.isoformat(),
            "all_areas": not areas,
            "delegate": Party("person", delegate.id),
        },
        commit={"delegate_name": str(delegate)},
    )
    return away


@service(AWAY_ENDED)
def end_away(*, actor: Party, at: datetime, away: Away) -> Away:
    """Decide oneself again. Raises `NotYoursError` for that of somebody else who is not managed."""
    production = to_change(actor, Action.SEE_PRODUCTION, away.production)
    row: Away = (
        Away.objects.select_for_update(of=("self",)).select_related("delegate").get(id=away.id)
    )
    if row.user_id != actor.id and Action.MANAGE_PEOPLE not in actions_of(actor, production):
        raise NotYoursError("Only they, or who manages people, can end this.")
    if row.ended_at is not None:
        raise StaleError("This was ended already.")
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    append(
        AWAY_ENDED,
        actor=actor,
        subject=Party("person", row.user_id),
        at=at,
        scope=production.id,
        body={"delegate": Party("person", row.delegate_id)},
        commit={"delegate_name": str(row.delegate)},
    )
    return row


def _belongs(production: Production, person: User) -> bool:
    rows = Membership.objects.filter(
        production=production, user=person, ended_at=None, user__is_active=True
    )
    return bool(rows.exists())
