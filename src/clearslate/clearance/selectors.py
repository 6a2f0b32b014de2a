"""Reading what surrounds decisions, each for whoever may see it."""

from __future__ import annotations

from collections.abc import Collection

from clearslate.clearance.models import Away, Decision, LegalException, Line, Query
from clearslate.ledger.parties import Party
from clearslate.productions.models import Production
from clearslate.uses.models import Use


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


def with_conditions(ids: Collection[str]) -> frozenset[str]:
    """Which of some uses have a decision that stands under conditions."""
    rows = Decision.objects.filter(
        review__use__in=ids, ended_at=None, verdict=Decision.Verdict.CONDITIONS
    )
    return frozenset(rows.values_list("review__use", flat=True))


def lines_of(use: Use) -> list[Line]:
    """The lines of a use: those that are open first, then as they were opened."""
    rows = Line.objects.filter(use=use).select_related("shown_by", "responded_by", "recorded_by")
    found = rows.prefetch_related("shown_files").order_by("opened_at", "kind")
    return sorted(found, key=lambda line: line.closed_at is not None)


def line_of(use: Use, line_id: str) -> Line | None:
    """One line of a use."""
    found: Line | None = Line.objects.filter(use=use, id=line_id).first()
    return found


def exception_of(use: Use, exception_id: str) -> LegalException | None:
    """One exception of a use."""
    found: LegalException | None = LegalException.objects.filter(use=use, id=exception_id).first()
    return found
