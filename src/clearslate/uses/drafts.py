"""Drafts: starting one, and keeping each answer as it is given.

Keeping an answer is no act, so nothing here writes to the ledger. An answer is on disk when the
call returns. Two authors who answer one question at once are both told: the first answer stands,
the second is kept beside it until somebody chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from clearslate.accounts.models import User
from clearslate.policy.interview import blank
from clearslate.productions.models import Production
from clearslate.uses.changes import Change, overlap
from clearslate.uses.desk import Desk, desk_for
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Collision, Draft, Stamp, Use


@dataclass(frozen=True)
class Kept:
    """What became of some changes: the draft as it is now, and what collided just now."""

    draft: Draft
    desk: Desk
    before: Mapping[str, Any]
    collisions: tuple[Collision, ...]


def start(
    *,
    author: User,
    production: Production,
    at: datetime,
    document: Mapping[str, Any] | None = None,
    use: Use | None = None,
) -> Draft:
    """Start a draft: blank, from a declaration that was read and checked, or from a use."""
    with transaction.atomic():
        draft = Draft.objects.create(
            production=production,
            use=use,
            document=dict(document or blank()),
            created_at=at,
            changed_at=at,
        )
        draft.authors.add(author)
    return draft


def keep(
    *,
    draft_id: str,
    author: User,
    at: datetime,
    base: int,
    page: str,
    changes: Sequence[Change],
) -> Kept:
    """Carry out changes that were made on a page which shows revision `base` of the draft.

    `page` names the open page, so that its own earlier answers do not collide with it. Raises
    `UsesError` where the draft is gone, and `DeclarationError` where an answer does not fit; then
    nothing is kept.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(id=draft_id, authors=author).first()
        if draft is None:
            raise UsesError("This draft is gone: it was submitted or dropped. Open it again.")
        desk = desk_for(draft.production, at, draft=draft)
        interview = desk.interview
        before, document = draft.document, draft.document
        newer = [
            stamp
            for stamp in draft.stamps.filter(revision__gt=base).select_related("user")
            if stamp.page != page
        ]
        collisions: list[Collision] = []
        revision = draft.revision + 1
        for change in changes:
            after = change.on(interview, document)
            met = next((each for each in newer if overlap(each.path, change.claims)), None)
            if met is None or after == document:
                document = after
                _stamp(draft, change.claims, revision, author, page, at)
            else:
                collisions.append(_collide(draft, change, author, met, at))
        if document != before or collisions:
            draft.document = document
            draft.revision = revision
            draft.changed_at = at
            draft.save(update_fields=["document", "revision", "changed_at"])
    return Kept(draft, desk, before, tuple(collisions))


def settle(
    *, draft_id: str, author: User, at: datetime, collision_id: int, take: bool, page: str
) -> Kept:
    """Choose between two answers that collided: take the one set aside, or keep what stands."""
    with transaction.atomic():
        collision = (
            Collision.objects.select_for_update()
            .filter(id=collision_id, draft_id=draft_id, draft__authors=author)
            .first()
        )
        if collision is None:
            raise UsesError("Somebody has chosen already. The page shows what stands now.")
        change = Change.from_json(collision.offered)
        collision.delete()
        draft = Draft.objects.get(id=draft_id)
        changes = [change] if take else []
        return keep(
            draft_id=draft_id,
            author=author,
            at=at,
            base=draft.revision,
            page=page,
            changes=changes,
        )


def drop(*, draft_id: str, author: User) -> bool:
    """Throw a draft away with everything that only it has. Whether there was one."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(id=draft_id, authors=author).first()
        if draft is None:
            return False
        draft.attached.filter(versions=None).delete()
        draft.delete()
    return True


def _stamp(draft: Draft, path: str, revision: int, author: User, page: str, at: datetime) -> None:
    Stamp.objects.update_or_create(
        draft=draft,
        path=path,
        defaults={"revision": revision, "user": author, "page": page, "at": at},
    )


def _collide(draft: Draft, change: Change, author: User, met: Stamp, at: datetime) -> Collision:
    return Collision.objects.create(
        draft=draft,
        path=change.claims,
        offered=change.as_json(),
        offered_by=author,
        stands_by=met.user,
        at=at,
    )
