"""Which version of a use somebody looked at, so that the page shows what changed since.

A look is no act: it says nothing of the use, so nothing of it goes to the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clearslate.accounts.models import User
from clearslate.clearance.models import Look
from clearslate.productions.selectors import today_in
from clearslate.uses.models import Use


@dataclass(frozen=True)
class Looked:
    """An older version that somebody looked at, and when they last did."""

    version: int
    at: datetime


def look_at(use: Use, person: User, at: datetime) -> Looked | None:
    """Note that somebody looks at the newest version of a use.

    Returns the last older version that they looked at, however often they come back to this one;
    None where there is none.
    """
    newest = int(use.versions_count)
    row, new = Look.objects.get_or_create(
        use=use, user=person, defaults={"version": newest, "at": at}
    )
    if row.version < newest:
        same = Look.objects.filter(pk=row.pk, version=row.version)
        same.update(version=newest, at=at, before=row.version, before_at=row.at)
        return Looked(row.version, row.at)
    if not new and today_in(use.production, row.at) != today_in(use.production, at):
        Look.objects.filter(pk=row.pk).update(at=at)
    return None if row.before is None else Looked(row.before, row.before_at)
