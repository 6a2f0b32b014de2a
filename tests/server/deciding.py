"""A series with everybody who decides, and short ways to decide, send and look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.conditions import Agreed
from clearslate.clearance.locking import Read
from clearslate.clearance.models import Decision, Result, ResultBatch, Review
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.services.deciding import Verdict, decide
from clearslate.clearance.services.results import Seen, Sent, look_at_results, send_results
from clearslate.uses.models import Use
from tests.server.databases import made_once
from tests.server.series import APPROVAL, AT, NOTIFY, Series, series

__all__ = ["APPROVAL", "AT", "DAY", "HOLD", "NOTIFY", "Deciding", "deciding"]

DAY = timedelta(days=1)
HOLD = "development-pitch-with-a-star.yaml"
"""A declaration that is on hold, since a consent is missing."""

AREAS = ("data", "creative", "rights", "talent", "ethics", "final_output", "vendor")


@dataclass
class Deciding:
    """The series with one reviewer per area, lawyers of both sides, director, labour and post."""

    series: Series
    reviewers: dict[str, User]
    people: dict[str, User]
    """By role."""

    def read(self, review: Review) -> Read:
        """What the review page shows of a review now."""
        use = Use.objects.get(id=review.use_id)
        version = use.versions.get(number=use.versions_count)
        fresh = Review.objects.get(id=review.id)
        return Read(version.number, version.case_sha256, version.assessment_id, fresh.revision)

    def review(self, use: Use, area: str) -> Review:
        return Review.objects.get(use=use, area=area)

    def decide(
        self,
        use: Use,
        area: str,
        verdict: str = "approved",
        *,
        by: User | None = None,
        at: datetime = AT,
        conditions: Iterable[Agreed] = (),
        read: Read | None = None,
        **more: Any,
    ) -> Decision:
        """Decide one area, as its reviewer unless somebody else is named."""
        review = self.review(use, area)
        kind = {"approved": "approve", "conditions": "conditions", "declined": "decline"}[verdict]
        reasons = more.pop("reasons", [reasons_for(use, kind, area)[0].id])
        return decide(
            actor=party_of(by or self.reviewers[area]),
            at=at,
            review_id=review.id,
            read=read or self.read(review),
            verdict=Verdict(verdict, reasons, conditions=tuple(conditions), **more),
        )

    def approve_all(self, use: Use, *, at: datetime = AT) -> Use:
        """Every area that is asked gives the go-ahead."""
        for review in Review.objects.filter(use=use, state__in=["waiting", "paused"]):
            self.decide(use, review.area, at=at)
        return Use.objects.get(id=use.id)

    def send(self, use: Use, *outputs: str, at: datetime = AT) -> ResultBatch:
        """Send a result of each output, by hash."""
        items = [Sent(output, sha256=f"{place + 1:x}" * 64) for place, output in enumerate(outputs)]
        return send_results(actor=party_of(self.series.coordinator), at=at, use=use, items=items)

    def look(self, use: Use, *, cleared: bool = True, at: datetime = AT, **more: Any) -> Use:
        """Look at every result that waits."""
        rows = Result.objects.filter(use=use, state="waiting")
        seen = {
            "resemblance": "none_found",
            "quality": "passed",
            "human_input": "Repainted by hand.",
            "reasons": [reasons_for(use, "approve" if cleared else "send_back")[0].id],
        } | more
        look_at_results(
            actor=party_of(self.reviewers["final_output"]),
            at=at,
            use=use,
            read=[(row.id, row.revision) for row in rows],
            seen=Seen(cleared=cleared, **seen),
        )
        return Use.objects.get(id=use.id)


@made_once
def deciding(slug: str = "saltbox-s2", **names: str) -> Deciding:
    """The series with the people who decide."""
    made = series(slug, **names)
    reviewers = {
        area: made.member(
            "reviewer", f"{area}@{slug}.example", name=f"{area} reviewer", areas=(area,)
        )
        for area in AREAS
    }
    people = {
        role: made.member(role, f"{role}@{slug}.example", name=role.replace("_", " ").title())
        for role in (
            *("department_lead", "producer", "director", "production_legal", "platform_legal"),
            *("labour_relations", "post_supervisor", "security", "auditor"),
        )
    }
    return Deciding(made, reviewers, people)
