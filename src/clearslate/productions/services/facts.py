"""Filing facts: what is on file for a production, as one document that replaces the last."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.productions.entries import FACTS_FILED
from clearslate.productions.errors import StaleError, UnchangedError
from clearslate.productions.filing import Filed, read_filing
from clearslate.productions.models import FactSheet, Production
from clearslate.productions.selectors import today_in


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
    """File a facts/1 document; what it leaves out is no longer on file.

    Its `production` part is left out, since the production answers for itself. `after` is the
    number of the filing that was read before: a newer one is not replaced unseen.
    Raises `ProductionsError` with every problem and its line, `UnchangedError`, `StaleError`.
    """
    row = to_change(actor, Action.FILE_FACTS, production)
    newest = FactSheet.objects.filter(production=row).order_by("-number").first()
    if after is not None and after != (newest.number if newest else 0):
        raise StaleError(
            "Somebody filed facts while you had the page open. Nothing was filed. "
            "Look at what is on file now, and file again."
        )
    filed: Filed = read_filing(row, today_in(row, at), data, name)
    if newest is not None and newest.sha256 == filed.sha256:
        raise UnchangedError(f"Exactly this is on file already, as filing {newest.number}.")
    sheet = FactSheet.objects.create(
        production=row,
        number=newest.number + 1 if newest else 1,
        document=filed.document,
        sha256=filed.sha256,
        filed_at=at,
    )
    append(
        FACTS_FILED,
        actor=actor,
        subject=Party("production", row.id),
        at=at,
        scope=row.id,
        body={"number": sheet.number},
        commit={"sha256": sheet.sha256},
    )
    return sheet
