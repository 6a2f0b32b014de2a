"""What is new for a person: read from the rows that reminding keeps, and marked as read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from clearslate.duties.models import News
from clearslate.ledger.parties import Party
from clearslate.productions.models import Membership, Production
from clearslate.uses.models import Use

MOST = 200
"""Rows of the page, the newest first."""


@dataclass
class Told:
    """What a person is told of one use: everything of one kind and reason together."""

    production: Production
    use: Use
    kind: str
    why: str
    things: list[str]
    due: date | None
    at: datetime
    ids: list[int]


def news_of(actor: Party) -> list[Told]:
    """What is unread, the newest first, in productions that the person belongs to."""
    rows = _unread(actor).select_related("production", "use").order_by("-at", "-id")
    found: dict[tuple[str, str, str], Told] = {}
    for row in rows[:MOST]:
        key = (row.use_id, row.kind, row.why)
        told = found.setdefault(
            key, Told(row.production, row.use, row.kind, row.why, [], row.due_on, row.at, [])
        )
        told.things.append(row.thing)
        told.ids.append(row.pk)
        told.due = min((each for each in (told.due, row.due_on) if each), default=None)
    return list(found.values())


def unread(actor: Party) -> int:
    """How many lines `news_of` has, as the menu says."""
    return int(_unread(actor).values("use", "kind", "why").distinct().order_by().count())


def mark_read(actor: Party, ids: Iterable[int] | None, *, at: datetime) -> int:
    """Mark some of one's news as read, or all. Returns how many. It is no act of the record."""
    rows = News.objects.filter(user_id=actor.id, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return int(rows.update(read_at=at))


def _unread(actor: Party) -> Any:
    member = Membership.objects.filter(
        user_id=actor.id, production=OuterRef("production"), ended_at=None
    )
    rows = News.objects.filter(user_id=actor.id, read_at=None, production__archived_at=None)
    return rows.filter(Exists(member))
