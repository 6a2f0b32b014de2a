"""What a calendar feed holds: locks and deliveries, and what its person has to do by a day.

Whoever finds the address reads it, so it names the production by its code name and a use by its
number, and says nothing of what either is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings

from clearslate.accounts.permissions import Action
from clearslate.duties.ical import Event, calendar
from clearslate.duties.models import Feed, News
from clearslate.duties.todo import Item, todo_of
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.gates import STANDING
from clearslate.productions.models import Milestone, Production
from clearslate.uses.entries import use_number

_WHAT = {
    str(News.Kind.DECISION): "a decision is due",
    str(News.Kind.DUTY): "a duty is due",
    str(News.Kind.EVIDENCE): "evidence is wanted",
}


def feed_text(feed: Feed, at: datetime) -> bytes:
    """The calendar of a feed as it is now."""
    production = feed.production
    events = [*_days(production), *_own(feed, at)]
    events.sort(key=lambda each: (each.day, each.uid))
    return calendar(f"{production.code_name} (Clearslate)", events, at)


def _days(production: Production) -> Iterator[Event]:
    rows = Milestone.objects.filter(production=production, kind__in=STANDING)
    url = _address(f"/p/{production.slug}/calendar/")
    for row in rows.select_related("episode").order_by("day", "id"):
        episode = f" {row.episode.code}" if row.episode else ""
        what = Milestone.Kind(row.kind).label
        # The row of a day is kept when it moves, so that a calendar moves the event with it.
        yield Event(_uid(f"day-{row.pk}"), row.day, f"{production.code_name}{episode}: {what}", url)


def _own(feed: Feed, at: datetime) -> Iterator[Event]:
    party = Party("person", feed.user_id)
    if Action.SEE_USES not in actions_of(party, feed.production):
        return
    for item in todo_of(feed.user_id, feed.production, at):
        if item.due is not None and item.kind in _WHAT:
            yield _event(item, item.due)


def _event(item: Item, due: date) -> Event:
    production, number = item.production, item.use.number
    summary = f"{production.code_name} {use_number(number)}: {_WHAT[item.kind]}"
    at = _address(f"/p/{production.slug}/uses/{number}/")
    return Event(_uid(f"{item.kind}-{item.thing}"), due, summary, at)


def _uid(name: str) -> str:
    return f"{name}@{settings.CLEARSLATE['base_url'].hostname}"


def _address(path: str) -> str:
    return f"{settings.CLEARSLATE['base_url'].geturl().rstrip('/')}{path}"
