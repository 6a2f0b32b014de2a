"""Drafts: starting one, and keeping each answer as it is given.

Keeping an answer is no act, so nothing here writes to the ledger. An answer is on disk when the
call returns. Two authors who answer one question at once are both told: the first answer stands,
the second is kept beside it until somebody chooses. See docs/explanation/drafts-and-answers.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action
from clearslate.kit.ids import LENGTH
from clearslate.ledger.parties import Party
from clearslate.policy.interview import blank
from clearslate.productions.access import require
from clearslate.productions.models import Production
from clearslate.uses.changes import Change
from clearslate.uses.collisions import collide, follow, settle_answered
from clearslate.uses.desk import Desk, desk_for
from clearslate.uses.errors import UsesError
from clearslate.uses.files import forget_files
from clearslate.uses.fitting import knows_all, ordered
from clearslate.uses.merging import MOST_MOVES, Merge, Move, Refused, is_news
from clearslate.uses.models import Collision, Draft, Use

_GONE = "This draft is gone: it was submitted or dropped."
MOST_CHANGES = 400
"""In one call; a page has fewer questions."""


Reading = Callable[[Desk, Mapping[str, Any]], Sequence[Change]]
"""Reads changes out of what a page sent, by the questions of the draft as it is."""


@dataclass(frozen=True)
class Answered:
    """What somebody else answered since a page was made."""

    path: str
    by: User
    at: datetime


@dataclass(frozen=True)
class Kept:
    """What became of some changes: the draft as it is now, and what did not go in.

    A page that shows all of it shows `draft.revision` from then on.
    """

    draft: Draft
    desk: Desk
    before: Mapping[str, Any]
    collisions: tuple[Collision, ...] = ()
    """What collided just now; all that wait are `draft.collisions`."""
    problems: tuple[Refused, ...] = ()
    """Changes that do not fit; the others are kept."""
    others: tuple[Answered, ...] = ()
    """What others have answered since the revision that the page showed."""


def start(
    *,
    author: User,
    production: Production,
    at: datetime,
    document: Mapping[str, Any] | None = None,
    use: Use | None = None,
) -> Draft:
    """Start a draft: blank, or from a declaration that was read and checked.

    `starting` makes declarations of earlier uses, templates and files. With a use, the draft is to
    become its next version. Raises `NotAllowedError`.
    """
    require(party_of(author), Action.DECLARE, production)
    return begun(author, production, at, document=document, use=use)


def begun(
    author: User,
    production: Production,
    at: datetime,
    *,
    document: Mapping[str, Any] | None = None,
    use: Use | None = None,
) -> Draft:
    """A new draft, for callers that have checked who may."""
    with transaction.atomic():
        draft: Draft = Draft.objects.create(
            production=production,
            use=use,
            of_version=use.versions_count if use else 0,
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
    changes: Sequence[Change] | Reading,
    paths_of_now: bool = False,
) -> Kept:
    """Carry out changes that were made on a page which shows revision `base` of the draft.

    Paths are as that revision has them, or as the draft is now with `paths_of_now`. `page` names
    the open page: its own earlier answers do not collide with it, and an item that it adds twice,
    because it did not hear of the first time, is added once. Changes that do not fit are in
    `problems`, the others are kept.
    Raises `UsesError` where the draft is gone.
    """
    seen = _read_draft(draft_id, party_of(author), at, changes)
    with transaction.atomic():
        draft = _locked(draft_id, author.id)
        draft.production, draft.use = seen.draft.production, seen.draft.use
        if draft.revision != seen.draft.revision:
            seen = _read(draft, at, changes)
        desk = seen.desk
        merge = _merge(draft, desk, author, at, base, page)
        merge.paths_of_now = paths_of_now
        before = draft.document
        known = len(merge.moves)
        for change in seen.changes:
            merge.apply(change)
        others = merge.others()
        collisions = tuple(collide(draft, merge, author, at))
        settle_answered(draft, merge)
        follow(draft, merge.moves[known:], collisions)
        if merge.changed or collisions:
            _save(draft, merge, at)
    return Kept(draft, desk, before, collisions, tuple(merge.refused), _answered(others))


def answered_since(draft: Draft, *, base: int, author: User, page: str) -> tuple[Answered, ...]:
    """What others, or other pages of the same person, have answered since a revision."""
    return _answered(
        {
            path: stamp
            for path, stamp in draft.stamps.items()
            if is_news(stamp, base=base, user=author.id, page=page)
        }
    )


def settle(
    *, draft_id: str, author: User, at: datetime, collision_id: int, take: bool, page: str
) -> Kept:
    """Choose between two answers that collided: take the one set aside, or keep what stands.

    Where the one set aside no longer fits, it is in `problems` and still waits.
    """
    with transaction.atomic():
        draft = own_draft(draft_id, party_of(author))
        collision = draft.collisions.filter(id=collision_id).first()
        if collision is None:
            raise UsesError("Somebody has chosen already. The page shows what stands now.")
        kept = keep(
            draft_id=draft_id,
            author=author,
            at=at,
            base=draft.revision,
            page=page,
            changes=[Change.from_json(collision.offered)] if take else [],
        )
        if not kept.problems:
            draft.collisions.filter(id=collision_id).delete()
    return kept


def drop(*, draft_id: str, author: User) -> bool:
    """Throw a draft away with everything that only it has. Whether there was one."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(id=draft_id, authors=author).first()
        if draft is None:
            return False
        attached = list(draft.attached.filter(versions=None))
        draft.attached.filter(id__in=[each.id for each in attached]).delete()
        forget_files(file for each in attached for file in (each.file_id, each.preview_id))
        draft.delete()
    return True


@dataclass(frozen=True)
class _Seen:
    """A draft as it was read, its desk, and what a page changes in it."""

    draft: Draft
    desk: Desk
    changes: Sequence[Change]


def _read_draft(
    draft_id: str, actor: Party, at: datetime, changes: Sequence[Change] | Reading
) -> _Seen:
    """Read a draft before it is locked: what takes long need not keep others waiting."""
    rows = Draft.objects.filter(id=draft_id, authors=actor.id)
    draft: Draft | None = next(iter(rows.select_related("production")), None)
    if draft is None:
        raise UsesError(_GONE)
    require(actor, Action.DECLARE, draft.production)
    return _read(draft, at, changes)


def _read(draft: Draft, at: datetime, changes: Sequence[Change] | Reading) -> _Seen:
    desk = desk_for(draft.production, at, draft=draft)
    made = changes(desk, draft.document) if callable(changes) else changes
    if len(made) > MOST_CHANGES:
        raise UsesError(f"More than {MOST_CHANGES} answers at once. Send them in parts.")
    desk.interview  # noqa: B018 - made here, where nobody waits for it
    return _Seen(draft, desk, made)


def own_draft(draft_id: str, actor: Party) -> Draft:
    """A draft of somebody who may work on it, locked until the transaction ends.

    Raises `UsesError` where it is gone, and `NotAllowedError`.
    """
    draft = _locked(draft_id, actor.id)
    require(actor, Action.DECLARE, draft.production)
    return draft


def _locked(draft_id: str, author_id: str) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",)).filter(id=draft_id, authors=author_id)
    collides = Exists(Collision.objects.filter(draft=OuterRef("pk")))
    draft: Draft | None = next(iter(rows.annotate(collides=collides)), None)
    if draft is None:
        raise UsesError(_GONE)
    return draft


def _merge(draft: Draft, desk: Desk, author: User, at: datetime, base: int, page: str) -> Merge:
    schema = desk.interview.schema
    document = draft.document
    if not knows_all(document, schema):
        document = ordered(document, schema)
    return Merge(
        interview=desk.interview,
        document=document,
        stamps=dict(draft.stamps),
        moves=[Move.from_json(each) for each in draft.moves.get("list", ())],
        forgotten=draft.moves.get("forgotten", 0),
        revision=draft.revision + 1,
        base=min(max(base, 0), draft.revision),
        user=author.id,
        page=page[:LENGTH],
        at=at,
    )


def _save(draft: Draft, merge: Merge, at: datetime) -> None:
    dropped, moves = merge.moves[:-MOST_MOVES], merge.moves[-MOST_MOVES:]
    draft.document = merge.document
    draft.stamps = merge.stamps
    draft.moves = {
        "forgotten": dropped[-1].revision if dropped else merge.forgotten,
        "list": [each.as_json() for each in moves],
    }
    draft.revision = merge.revision
    draft.changed_at = at
    draft.save(update_fields=["document", "stamps", "moves", "revision", "changed_at"])


def _answered(others: Mapping[str, Mapping[str, Any]]) -> tuple[Answered, ...]:
    if not others:
        return ()
    people = User.objects.in_bulk({stamp["user"] for stamp in others.values()})
    return tuple(
        Answered(path, people[stamp["user"]], datetime.fromisoformat(stamp["at"]))
        for path, stamp in sorted(others.items(), key=lambda each: each[1]["revision"])
        if stamp["user"] in people
    )
