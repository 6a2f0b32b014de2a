"""What waits beside a draft: answers that collided, and where they are as lists change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from clearslate.accounts.models import User
from clearslate.uses.changes import Change
from clearslate.uses.merging import Merge, Move, Offer, follow_change
from clearslate.uses.models import Collision, Draft, Question


def collide(draft: Draft, merge: Merge, author: User, at: datetime) -> list[Collision]:
    """Keep what was not made beside what stands; of each answer, the newest of a person counts."""
    found: dict[int, Collision] = {}
    for offer in merge.offers:
        row = _waiting(draft, offer, author) or Collision(draft=draft, offered_by=author)
        value = offer.change.value
        if row.offered and offer.of:
            value = {**row.offered["value"], offer.field: value[offer.field]}
        row.offered = {**offer.change.as_json(), "value": value, "of": offer.of}
        row.path = offer.path
        row.stands_by_id = offer.stands_by
        row.revision = merge.revision
        row.at = at
        row.save()
        found[row.id] = row
    return list(found.values())


def _waiting(draft: Draft, offer: Offer, author: User) -> Collision | None:
    """What the person offered before in place of this."""
    for row in draft.collisions.filter(path=offer.path, offered_by=author):
        if offer.change.act == "add":
            same = row.offered["of"] == offer.of if offer.of else row.offered == _json(offer)
        else:
            same = row.offered["act"] != "add"
        if same:
            return row
    return None


def _json(offer: Offer) -> dict[str, Any]:
    return {**offer.change.as_json(), "of": offer.of}


def settle_answered(draft: Draft, merge: Merge) -> None:
    """Whoever answers a question again that showed both answers has chosen between them."""
    if merge.claimed and draft.collides:
        draft.collisions.filter(path__in=merge.claimed, revision__lte=merge.base).delete()


def follow(draft: Draft, moves: Sequence[Move], new: Sequence[Collision]) -> None:
    """What waits beside a draft goes with the items of its lists."""
    if not moves:
        return
    for collision in draft.collisions.exclude(id__in=[each.id for each in new]):
        following = follow_change(Change.from_json(collision.offered), moves)
        if following is None:
            collision.delete()
            continue
        collision.path = following.path
        collision.offered = {**collision.offered, **following.as_json()}
        collision.save(update_fields=["path", "offered"])
    for question in Question.objects.filter(draft=draft, settled_at=None).exclude(path=""):
        following = follow_change(Change("take_back", question.path), moves)
        question.path = following.path if following else ""
        question.save(update_fields=["path"])
