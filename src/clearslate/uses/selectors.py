"""Reading uses and drafts, each for whoever may see it."""

from __future__ import annotations

from typing import Any

from clearslate.accounts.permissions import Action
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.models import Production
from clearslate.uses.models import Draft, Use


def uses_of(actor: Party, production: Production) -> Any:
    """The uses of a production as a query; none for somebody who may not see them."""
    if Action.SEE_USES not in actions_of(actor, production):
        return Use.objects.none()
    return Use.objects.filter(production=production)


def use_of(actor: Party, production: Production, number: int) -> Use | None:
    """The use of that number, or None."""
    found: Use | None = uses_of(actor, production).filter(number=number).first()
    return found


def drafts_of(actor: Party, production: Production) -> list[Draft]:
    """The drafts that somebody is an author of, the newest first."""
    rows = Draft.objects.filter(production=production, authors=actor.id)
    return list(rows.select_related("use").order_by("-changed_at"))


def draft_of(actor: Party, production: Production, draft_id: str) -> Draft | None:
    """A draft, for one of its authors only."""
    rows = Draft.objects.filter(production=production, authors=actor.id, id=draft_id)
    found: Draft | None = rows.select_related("use", "production").first()
    return found
