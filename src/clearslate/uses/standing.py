"""What a use's page says beside its assessment: the next lock, and who called it up."""

from __future__ import annotations

from datetime import date

from clearslate.productions.models import Milestone
from clearslate.uses.models import CallUp, Use


def next_lock(use: Use, today: date) -> Milestone | None:
    """The next picture lock of the episodes of a use; the last one where all have passed.

    A use that names no episode belongs to the last lock of all.
    """
    rows = Milestone.objects.filter(
        production_id=use.production_id, kind=Milestone.Kind.PICTURE_LOCK
    ).select_related("episode")
    days = list(rows.order_by("day", "id"))
    own = [row for row in days if row.episode and row.episode.code in use.episodes]
    if not own:
        return days[-1] if days else None
    return next((row for row in own if row.day >= today), own[-1])


def call_ups_of(use: Use) -> list[CallUp]:
    """Who called a use up for review, and why, the latest first."""
    return list(use.call_ups.select_related("by").order_by("-at", "-id"))
