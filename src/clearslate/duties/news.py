"""What is new for a person: read from the rows that reminding keeps, and marked as read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, When

from clearslate.duties.models import News
from clearslate.duties.todo import DUTY, ESCALATED
from clearslate.ledger.parties import Party
from clearslate.productions.models import Membership, Production
from clearslate.uses.models import Use

MOST = 1000
"""Rows of the page, the newest first."""


@dataclass
class Told:
    """What a person is told of a use, or a production: all of one kind and reason together."""

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
        # What others should do is told of a production as a whole, in one line.
        whole = (row.kind, row.why) == (DUTY, ESCALATED)
        told = found.setdefault(
            (row.production_id if whole else row.use_id, row.kind, row.why),
            Told(row.production, row.use, row.kind, row.why, [], row.due_on, row.at, []),
        )
        told.things.append(row.thing)
        told.ids.append(row.pk)
        told.due = min((each for each in (told.due, row.due_on) if each), default=None)
    return list(found.values())


def unread(actor: Party) -> int:
    """How many lines `news_of` has, as the menu says."""
    whole = Case(When(kind=DUTY, why=ESCALATED, then=F("production_id")), default=F("use_id"))
    rows = _unread(actor).annotate(of=whole).values("of", "kind", "why")
    return int(rows.distinct().order_by().count())


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
