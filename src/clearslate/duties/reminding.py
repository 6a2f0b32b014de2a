"""Reminding: each person is told once what is new, due or late, and has one digest a day by mail.

What was told stands in rows, written together with the message, one transaction per person. So a
chore that is killed, or runs twice at once, loses nothing and tells nothing twice.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from clearslate.accounts.models import User
from clearslate.duties.days import numbers
from clearslate.duties.models import Digest, News, Reminders
from clearslate.duties.todo import DUE, DUTY, ESCALATED, LATE, NEW, Item, Todo
from clearslate.kit import outbox
from clearslate.ledger.parties import Party
from clearslate.productions.models import Membership
from clearslate.productions.selectors import all_productions
from clearslate.uses.entries import use_number

MOST_LINES = 40
"""Lines of a digest; the page has the rest."""

_ORDER = {LATE: 0, DUE: 1, ESCALATED: 2, NEW: 3}


def remind(*, at: datetime) -> int:
    """The chore: work out who is told what, and tell it. Returns how many digests go out."""
    found: dict[str, list[Item]] = defaultdict(list)
    for production in all_productions():
        if production.archived_at is None:
            for item in Todo(production, at).items():
                if item.why:
                    found[item.user_id].append(item)
    people = {*found, *News.objects.filter(read_at=None).values_list("user_id", flat=True)}
    return sum(tell(person, found[person], at=at) for person in sorted(people))


def tell(person_id: str, items: Sequence[Item], *, at: datetime) -> bool:
    """Keep what one person is told, and write their digest where one is due. Returns whether."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(id=person_id, is_active=True).first()
        if user is None:
            return False
        _keep(user, items, at)
        return _digest(user, items, at)


def _keep(user: User, items: Iterable[Item], at: datetime) -> None:
    """A row for whatever is told for the first time; what is over needs no reading any more."""
    now = {item.key: item for item in items}
    rows = News.objects.filter(user=user, thing__in={item.thing for item in items})
    told = set(rows.values_list("thing", "why", "about"))
    News.objects.bulk_create(
        News(
            user=user,
            production=item.production,
            use=item.use,
            kind=item.kind,
            why=item.why,
            thing=item.thing,
            about=item.about,
            due_on=item.due,
            at=at,
        )
        for key, item in now.items()
        if key not in told
    )
    unread = News.objects.filter(user=user, read_at=None)
    over = [row.pk for row in unread if (row.thing, row.why, row.about) not in now]
    News.objects.filter(pk__in=over).update(read_at=at)


def _digest(user: User, items: Sequence[Item], at: datetime) -> bool:
    """Write the digest of today, unless there is one, or nothing to say."""
    local = _local(user, at)
    if local is None or local.weekday() >= 5 or local.hour < numbers().hour:
        return False
    wanted = Reminders.objects.filter(user=user).values_list("digest", flat=True).first()
    if wanted == Reminders.Digest.OFF:
        return False
    if Digest.objects.filter(user=user, day=local.date()).exists():
        return False
    untold = set(News.objects.filter(user=user, digest=None).values_list("thing", "why", "about"))
    said = [each for each in items if each.why in (DUE, LATE) or each.key in untold]
    if not said or (wanted == Reminders.Digest.DUE and all(each.why == NEW for each in said)):
        return False
    row = Digest.objects.create(user=user, day=local.date(), sent_at=at)
    News.objects.filter(user=user, digest=None).update(digest=row)
    outbox.put(
        channel="email", kind="digest", recipient=user.email, parameters=_parameters(said), at=at
    )
    return True


def _local(user: User, at: datetime) -> datetime | None:
    """The time where a person works: in the zone of the production they joined first."""
    rows = Membership.objects.filter(user=user, ended_at=None, production__archived_at=None)
    zone = rows.order_by("since", "id").values_list("production__zone", flat=True).first()
    return at.astimezone(ZoneInfo(zone)) if zone else None


def _parameters(items: Sequence[Item]) -> dict[str, str]:
    """What the letter is made from: code names, numbers, words of ours and days."""
    many = Counter(_line(each) for each in items)
    lines = sorted(many, key=lambda each: (_ORDER[each[0]], each[4] or "9999", each[1:4]))
    counts = Counter(each.why for each in items)
    return {
        "lines": json.dumps([[*each, many[each]] for each in lines[:MOST_LINES]]),
        "more": str(max(len(lines) - MOST_LINES, 0)),
        **{why: str(counts[why]) for why in _ORDER},
    }


def _line(item: Item) -> tuple[str, str, str, str, str]:
    production = item.production
    due = item.due.isoformat() if item.due else ""
    if (item.kind, item.why) == (DUTY, ESCALATED):
        return (item.why, production.code_name, "", item.kind, "")
    return (item.why, production.code_name, use_number(item.use.number), item.kind, due)


def reminded(actor: Party) -> str:
    """When a person gets a digest: a value of `Reminders.Digest`."""
    rows = Reminders.objects.filter(user_id=actor.id)
    chosen = rows.values_list("digest", flat=True).first()
    return str(chosen or Reminders.Digest.DAILY)
