"""Reading what surrounds decisions, each for whoever may see it."""

from __future__ import annotations

from clearslate.clearance.models import Away, Query
from clearslate.ledger.parties import Party
from clearslate.productions.models import Production


def query_for(actor: Party, production: Production, query_id: str) -> Query | None:
    """A question that somebody was asked, or None for one that they were not."""
    rows = Query.objects.filter(
        id=query_id, to_id=actor.id, review__use__production=production
    ).select_related("review__use", "asked_by")
    found: Query | None = rows.first()
    return found


def aways_of(production: Production) -> list[Away]:
    """Who stands in for whom, now or from a day on, the first to begin first."""
    rows = Away.objects.filter(production=production, ended_at=None)
    return list(rows.select_related("user", "delegate").order_by("from_day", "set_at"))


def away_of(production: Production, away_id: str) -> Away | None:
    """One of them by its id."""
    rows = Away.objects.filter(production=production, id=away_id)
    found: Away | None = rows.select_related("user", "delegate", "production").first()
    return found
