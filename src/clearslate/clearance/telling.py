"""Entries about one area of a use: what all of them hold is put together here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clearslate.clearance.entries import QUERY_TAKEN_BACK
from clearslate.clearance.models import Query, Review
from clearslate.clearance.words import area_title
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.record.entry import EntryType
from clearslate.uses.models import Use


@dataclass(frozen=True)
class Telling:
    """Who does something about an area of a use, and when."""

    use: Use
    review: Review
    actor: Party
    at: datetime

    def tell(
        self, kind: EntryType, commit: Mapping[str, object], **body: str | int | bool | Party
    ) -> None:
        """Append an entry, in the caller's transaction."""
        append(
            kind,
            actor=self.actor,
            subject=Party("use", self.use.id),
            at=self.at,
            scope=self.use.production_id,
            body={"review": self.review.id, **body},
            commit={"area": area_title(self.use, self.review.area), **commit},
        )


def take_back_open(telling: Telling, version: int) -> None:
    """Take back the open questions of an area: it was decided, or is asked about anew."""
    open_ones = Query.objects.select_for_update().filter(
        review=telling.review, answered_at=None, taken_back_at=None
    )
    for query in open_ones.order_by("id"):
        query.taken_back_at = telling.at
        query.save(update_fields=["taken_back_at"])
        telling.tell(QUERY_TAKEN_BACK, {}, version=version)
