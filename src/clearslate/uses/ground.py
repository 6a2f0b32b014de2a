"""What the table and the home rest on: areas, people, calendar, and what stands alike."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from clearslate.ledger.parties import Party
from clearslate.policy.case import Rulebook
from clearslate.policy.pack.model import Area
from clearslate.productions.models import Membership, Milestone, Production
from clearslate.productions.packs import rulebooks_on
from clearslate.productions.selectors import today_in
from clearslate.uses.locks import DELIVERY, LOCK, Alike, Calendar, Day, blocks
from clearslate.uses.matching import Ground, columns
from clearslate.uses.turns import turns_among


def areas_in(rulebooks: Iterable[Rulebook]) -> tuple[Area, ...]:
    """The areas of the rulebooks in force, each once."""
    found: dict[str, Area] = {}
    for book in rulebooks:
        for area in book.loaded.pack.areas:
            found.setdefault(area.id, area)
    return tuple(found.values())


def ground_for(actor: Party, production: Production, at: datetime) -> Ground:
    """Who asks, when, and who looks after what."""
    today = today_in(production, at)
    members = list(
        Membership.objects.filter(production=production)
        .select_related("user", "role")
        .order_by("stands_in", "since", "id")
    )
    turns = turns_among(members, areas_in(rulebooks_on(production, today)))
    # Memberships are ended and never deleted, so whoever declared a use is among them.
    people = {row.user_id: str(row.user) for row in members}
    return Ground(actor.id, production.id, today, at, turns, people)


def episode_codes(production: Production) -> list[str]:
    """The codes of the episodes, in their order; none for a film."""
    return list(production.episodes.order_by("code").values_list("code", flat=True))


def calendar_of(production: Production, today: date) -> Calendar:
    """The locks and deliveries of a production."""
    rows = Milestone.objects.filter(production=production, kind__in=[LOCK, DELIVERY])
    days = rows.values_list("day", "kind", "episode__code")
    return Calendar.of((Day(day, kind, code or "") for day, kind, code in days), today)


def alike(uses: Any, ground: Ground, **counts: Any) -> list[tuple[Alike, dict[str, int]]]:
    """The uses of a query, counted by what decides how they stand, with further counts of each."""
    rows = (
        uses.annotate(**columns(ground))
        .values("reads", "final", "episodes_text", "waits_for")
        .order_by()
        .annotate(count=Count("pk"), **counts)
    )
    return [
        (
            Alike(
                row["reads"],
                row["final"],
                tuple(json.loads(row["episodes_text"])),
                row["waits_for"],
                row["count"],
            ),
            {name: row[name] for name in counts},
        )
        for row in rows
    ]


def blocking(day: Day, stands: Iterable[Alike], calendar: Calendar) -> Q:
    """The uses that block a lock or a delivery, as a condition on rows with `columns`."""
    episodes: dict[tuple[str, bool | None, str], list[str]] = defaultdict(list)
    for use in stands:
        if day in blocks(use, calendar):
            episodes[(use.reads, use.final, use.waits_for)] += _texts(use.episodes)
    found = Q(pk__in=[])
    for (reading, final, waits_for), texts in episodes.items():
        condition = Q(reads=reading, waits_for=waits_for, episodes_text__in=texts)
        condition &= Q(final__isnull=True) if final is None else Q(final=final)
        found |= condition
    return found


def _texts(episodes: tuple[str, ...]) -> set[str]:
    """How the databases may write a list as text."""
    return {json.dumps(list(episodes)), json.dumps(list(episodes), ensure_ascii=False)}
