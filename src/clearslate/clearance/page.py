"""What the pages of a use show of its clearance: each area that is asked, and what it decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from clearslate.clearance.locking import Read
from clearslate.clearance.models import Decision, Query, Result, Review
from clearslate.uses.models import Use, UseVersion


@dataclass(frozen=True)
class Asked:
    """One area that is asked of a use."""

    review: Review
    decision: Decision | None
    """The one that stands."""
    queries: tuple[Query, ...]
    """Its open questions."""
    newest: int
    """The newest version of the use."""

    @property
    def area(self) -> str:
        """Its id; empty for a notice that was called up."""
        return str(self.review.area)

    @property
    def pending(self) -> bool:
        """Whether it has yet to decide."""
        return self.review.state in (Review.State.WAITING, Review.State.PAUSED)

    @property
    def carried(self) -> bool:
        """Whether its decision was made on an older version, and stands for the newest."""
        return self.decision is not None and self.decision.version < self.newest


def asked_areas(use: Use) -> dict[str, Asked]:
    """The areas that are asked of a use, by their ids, in the order in which they were asked."""
    reviews = list(
        use.reviews.exclude(state=Review.State.CLOSED).order_by("opened_at", "area", "id")
    )
    standing = Decision.objects.filter(review__in=reviews, ended_at=None)
    decisions = {row.review_id: row for row in standing.select_related("by", "on_behalf_of")}
    queries: dict[str, list[Query]] = defaultdict(list)
    open_ones = Query.objects.filter(review__in=reviews, answered_at=None, taken_back_at=None)
    for row in open_ones.select_related("to", "asked_by").order_by("asked_at", "id"):
        queries[row.review_id].append(row)
    return {
        review.area: Asked(
            review, decisions.get(review.id), tuple(queries[review.id]), use.versions_count
        )
        for review in reviews
    }


def results_by_state(use: Use) -> dict[str, int]:
    """How many results there are in each state, those that a newer one replaced left out."""
    rows = Result.objects.filter(use=use).exclude(state=Result.State.REPLACED)
    return dict(rows.values_list("state").annotate(Count("pk")).order_by("state"))


def read_of(version: UseVersion, review: Review) -> Read:
    """What somebody who sees this version and this review has read."""
    return Read(version.number, version.case_sha256, version.assessment_id, review.revision)
