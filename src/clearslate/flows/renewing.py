"""Asking again for a use whose decision has come to its day."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.clearance.entries import AREA_ASKED, DECISION_ENDED
from clearslate.clearance.locking import locked_use
from clearslate.clearance.opening import Opening, ask_again
from clearslate.clearance.settling import settle
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.productions.access import to_change
from clearslate.productions.selectors import today_in
from clearslate.uses.errors import StaleError, UsesError
from clearslate.uses.models import Use
from clearslate.uses.reading import LAPSED, reading
from clearslate.uses.stored import read_back


@service(DECISION_ENDED, AREA_ASKED)
def renew(*, actor: Party, at: datetime, use: Use, revision: int) -> Use:
    """Ask the areas again whose decisions held until a day that has come; the others keep theirs.

    Raises `StaleError` where the use changed since it was read, `UsesError` where nothing of it
    has lapsed.
    """
    production = to_change(actor, Action.DECLARE, use.production)
    row = locked_use(use.id)
    row.production = production
    if row.revision != revision:
        raise StaleError("This use has changed since you read it. Look at it again.")
    if reading(row, today_in(production, at)) != LAPSED:
        raise UsesError("Nothing of this use has lapsed. Its page shows how it stands.")
    version = row.versions.select_related("assessment").get(number=row.versions_count)
    stored = read_back(row, version)
    if not ask_again(Opening(row, version, stored.case, stored.assessment, actor, at)):
        raise UsesError("What has lapsed is no decision. It is assessed again by itself.")
    settle(row, actor=actor, at=at)
    return row
