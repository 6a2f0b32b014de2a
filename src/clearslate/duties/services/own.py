"""What people choose for themselves: when to be reminded, and a calendar feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.duties.entries import FEED_ENDED, FEED_MADE, REMINDERS_CHOSEN
from clearslate.duties.errors import DutiesError
from clearslate.duties.feeds import hash_of, token_of
from clearslate.duties.models import Feed, Reminders
from clearslate.kit.ids import new_id
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import require
from clearslate.productions.models import Production


@service(REMINDERS_CHOSEN)
def choose_reminders(*, actor: Party, at: datetime, digest: str) -> Reminders:
    """Choose when to get a digest by mail: `daily`, `due` or `off`. Raises `DutiesError`."""
    if digest not in Reminders.Digest.values:
        raise DutiesError("Choose one of the three.", "digest")
    row, _ = Reminders.objects.update_or_create(
        user=_themselves(actor), defaults={"digest": digest}
    )
    append(REMINDERS_CHOSEN, actor=actor, subject=actor, at=at, body={"digest": digest})
    return row


@service(FEED_MADE)
def make_feed(*, actor: Party, at: datetime, production: Production) -> Feed:
    """Make the actor's calendar feed of a production; the one before ends with it."""
    user = _themselves(actor)
    require(actor, Action.SEE_PRODUCTION, production)
    before = _current(user, production).update(ended_at=at)
    feed_id = new_id()
    row = Feed.objects.create(
        id=feed_id,
        user=user,
        production=production,
        token_sha256=hash_of(token_of(feed_id)),
        made_at=at,
    )
    append(
        FEED_MADE,
        actor=actor,
        subject=actor,
        at=at,
        scope=production.id,
        body={"feed": row.id, "again": bool(before)},
    )
    return row


@service(FEED_ENDED)
def end_feed(*, actor: Party, at: datetime, production: Production) -> None:
    """End the actor's calendar feed of a production: its address answers no more."""
    row = _current(_themselves(actor), production).first()
    if row is None:
        raise DutiesError("You have no calendar feed of this production.")
    Feed.objects.filter(id=row.id).update(ended_at=at)
    append(
        FEED_ENDED,
        actor=actor,
        subject=actor,
        at=at,
        scope=production.id,
        body={"feed": row.id},
    )


def _current(user: User, production: Production) -> Any:
    """The feed that is not ended; whoever makes or ends one holds the person's row."""
    return Feed.objects.filter(user=user, production=production, ended_at=None)


def _themselves(actor: Party) -> User:
    if actor.kind != "person":
        raise DutiesError("Only a person can choose this. Sign in.")
    row: User = User.objects.select_for_update().get(id=actor.id)
    return row
