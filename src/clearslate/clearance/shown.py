"""What pages show of the results of a use."""

from __future__ import annotations

from dataclasses import dataclass

from clearslate.clearance.models import Decision, Result, ResultBatch, ResultLook
from clearslate.uses.models import Use


@dataclass(frozen=True)
class Batch:
    """A batch with its results, each with the newest look."""

    batch: ResultBatch
    rows: tuple[Result, ...]
    looks: dict[str, ResultLook]

    @property
    def shown(self) -> list[tuple[Result, ResultLook | None]]:
        """Each result with the newest look at it."""
        return [(row, self.looks.get(row.id)) for row in self.rows]


def batches_of(use: Use) -> list[Batch]:
    """Everything that was sent, the newest first."""
    rows: dict[str, list[Result]] = {}
    for row in Result.objects.filter(use=use).select_related("batch").order_by("output", "shot"):
        rows.setdefault(row.batch_id, []).append(row)
    looks: dict[str, ResultLook] = {}
    for look in (
        ResultLook.objects.filter(result__use=use)
        .select_related("by", "on_behalf_of")
        .order_by("at")
    ):
        looks[look.result_id] = look
    batches = use.batches.select_related("sent_by").order_by("-number")
    return [
        Batch(
            batch,
            tuple(rows.get(batch.id, ())),
            {row.id: looks[row.id] for row in rows.get(batch.id, ()) if row.id in looks},
        )
        for batch in batches
    ]


def result_of(use: Use, result_id: str) -> Result | None:
    """One result of a use by its id."""
    found: Result | None = (
        Result.objects.filter(use=use, id=result_id).select_related("preview").first()
    )
    return found


def standing_decisions(use: Use) -> list[Decision]:
    """The decisions that stand for a use now."""
    rows = Decision.objects.filter(review__use=use, ended_at=None)
    return list(rows.select_related("review", "by", "on_behalf_of").order_by("at"))
