"""What becomes of a colleague's answer: an author takes it over, or sets it aside."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.uses.colleagues import changes_of
from clearslate.uses.desk import desk_for
from clearslate.uses.drafts import Kept, keep, own_draft
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Draft, Question


def take(
    *, draft_id: str, author: User, at: datetime, question_id: str, page: str, base: int
) -> Kept:
    """Answer the draft as the colleague proposed, on a page that shows revision `base`.

    What does not fit any more is in `problems`, what others answered since in `collisions`.
    Raises `DeclarationError` where the question is not asked any more, `UsesError` where there is
    no answer to take.
    """
    with transaction.atomic():
        draft = own_draft(draft_id, party_of(author))
        row = _answered(draft, question_id)
        desk = desk_for(draft.production, at, draft=draft)
        answer = row.answer or {}
        kept = keep(
            draft_id=draft_id,
            author=author,
            at=at,
            base=base,
            page=page,
            paths_of_now=True,  # questions follow their entries
            changes=changes_of(desk, draft.document, row.path, answer["value"]),
        )
        if not kept.problems:
            Question.objects.filter(id=row.id).update(settled_at=at)
    return kept


def set_aside(*, draft_id: str, author: User, at: datetime, question_id: str) -> None:
    """Leave the draft as it is; the question is settled. Raises `UsesError` as `take` does."""
    with transaction.atomic():
        row = _answered(own_draft(draft_id, party_of(author)), question_id)
        row.settled_at = at
        row.save(update_fields=["settled_at"])


def _answered(draft: Draft, question_id: str) -> Question:
    row: Question | None = (
        Question.objects.select_for_update()
        .filter(id=question_id, draft=draft, settled_at=None, revoked_at=None)
        .exclude(path="")
        .first()
    )
    if row is None or row.answer is None:
        raise UsesError("There is no answer to take over. The page shows what there is.")
    return row
