"""Filing facts: what rests on the records that differ is stale from that moment on."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.clearance.delivered import open_items
from clearslate.clearance.reassessing import reassess_uses
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.productions.access import to_change
from clearslate.productions.entries import FACTS_FILED
from clearslate.productions.facts import filed_facts
from clearslate.productions.filing import read_filing
from clearslate.productions.models import FactSheet, Production
from clearslate.productions.selectors import today_in
from clearslate.productions.services import facts
from clearslate.uses.models import Cause, Use
from clearslate.uses.staleness import changed, live, mark, resting_on


@service(FACTS_FILED)
def file_facts(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    data: bytes | dict[str, object],
    name: str = "facts",
    after: int | None = None,
) -> FactSheet:
    """File a facts/1 document, and mark the uses that what differs can matter to.

    Nothing of delivered uses moves: legal gets one item for each that is concerned.
    Raises as `productions.services.facts.file_facts` does.
    """
    row = to_change(actor, Action.FILE_FACTS, production)
    filed = read_filing(row, today_in(row, at), data, name)
    concerned = resting_on(changed(filed_facts(row), filed.document))
    if mark(live(row).filter(concerned), str(Cause.FACTS), at):
        reassess_uses.enqueue(row.id)
    frozen = Use.objects.filter(concerned, production=row)
    open_items(frozen, str(Cause.FACTS), actor=actor, at=at)
    return facts.file_facts(actor=actor, at=at, production=row, data=data, name=name, after=after)
