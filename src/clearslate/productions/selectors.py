"""Reading productions, for whoever belongs to them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.ledger.parties import Party
from clearslate.productions.models import Membership, Production


def productions_of(actor: Party) -> list[Production]:
    """The productions that a person belongs to, those at work first."""
    return list(
        Production.objects.filter(
            members__user_id=actor.id, members__ended_at=None, members__user__is_active=True
        )
        .distinct()
        .order_by("archived_at", "code_name")
    )


def production_of(actor: Party, slug: str) -> Production | None:
    """The production at an address, or None where the person does not belong to it."""
    found: Production | None = (
        Production.objects.filter(
            slug=slug,
            members__user_id=actor.id,
            members__ended_at=None,
            members__user__is_active=True,
        )
        .distinct()
        .first()
    )
    return found


def people_with(production: Production, action: Action) -> list[User]:
    """Everybody who may do something in a production: those who stand in come last."""
    rows = (
        Membership.objects.filter(production=production, ended_at=None, user__is_active=True)
        .select_related("user", "role")
        .order_by("stands_in", "since", "id")
    )
    found = {row.user_id: row.user for row in rows if action.value in row.role.actions}
    return list(found.values())


def today_in(production: Production, at: datetime) -> date:
    """The legal date of an instant in the production's time zone."""
    return at.astimezone(ZoneInfo(production.zone)).date()
