"""Who has a use now, and which lock comes next: what its page and its papers say beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from clearslate.accounts.permissions import Action
from clearslate.productions.models import Membership, Milestone
from clearslate.uses.models import Use


def next_lock(use: Use, today: date) -> Milestone | None:
    """The next picture lock of the episodes of a use, or of the production where it names none.

    Where every one of them has passed, the last.
    """
    rows = Milestone.objects.filter(
        production_id=use.production_id, kind=Milestone.Kind.PICTURE_LOCK
    ).select_related("episode")
    codes = set(use.episodes)
    days = [row for row in rows if not codes or (row.episode and row.episode.code in codes)]
    if not days:
        days = [row for row in rows if row.episode is None]
    coming = [row for row in days if row.day >= today]
    if coming:
        return min(coming, key=lambda row: row.day)
    return max(days, key=lambda row: row.day, default=None)


def deciders(use: Use, areas: Iterable[str]) -> dict[str, list[str]]:
    """Who looks after each area in the production, by name; those who stand in come last."""
    wanted = list(areas)
    rows = (
        Membership.objects.filter(
            production_id=use.production_id, ended_at=None, user__is_active=True
        )
        .select_related("user", "role")
        .order_by("stands_in", "since", "id")
    )
    found: dict[str, list[str]] = {area: [] for area in wanted}
    for row in rows:
        if Action.CALL_UP.value not in row.role.actions:
            continue
        for area in wanted:
            if area in row.areas and str(row.user) not in found[area]:
                found[area].append(str(row.user))
    return found
