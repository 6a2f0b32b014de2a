"""Asking a colleague one question of a draft, by a link of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from clearslate.accounts.models import User
from clearslate.kit import outbox, rate
from clearslate.kit.ids import new_id
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.uses.attachments import safe_text
from clearslate.uses.colleagues import COLLEAGUE, LASTS, checked, find, hash_of, token_of
from clearslate.uses.desk import desk_for
from clearslate.uses.drafts import own_draft
from clearslate.uses.entries import QUESTION_ANSWERED, QUESTION_ASKED, QUESTION_REVOKED
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Draft, Question

MOST_QUESTIONS = 40
"""Sent from one draft."""


@service(QUESTION_ASKED)
def ask_question(
    *, actor: Party, at: datetime, draft_id: str, path: str, recipient: str
) -> Question:
    """Send a colleague the link to one question. It opens nothing else, and for seven days.

    Raises `UsesError` for an address that is none, or a question that is not asked.
    """
    draft = own_draft(draft_id, actor)
    address = _address(recipient)
    desk = desk_for(draft.production, at, draft=draft)
    if find(desk.interview, draft.document, path) is None:
        raise UsesError("This question is not asked any more. Choose another one.")
    if draft.questions.count() >= MOST_QUESTIONS:
        raise UsesError(f"{MOST_QUESTIONS} questions of this draft were sent, and no more can be.")
    if not rate.allow("question.ask", actor.id, capacity=30, refill=timedelta(hours=1), at=at):
        raise UsesError("You sent many questions in the last hour. Wait a little, then try again.")
    row_id = new_id()
    row: Question = Question.objects.create(
        id=row_id,
        draft=draft,
        path=path,
        recipient=address,
        token_sha256=hash_of(token_of(row_id)),
        asked_by_id=actor.id,
        asked_at=at,
        expires_at=at + LASTS,
    )
    append(
        QUESTION_ASKED,
        actor=actor,
        subject=Party(COLLEAGUE, row.id),
        at=at,
        body={"draft": Party("draft", draft.id)},
        commit={"recipient": address, "path": path},
    )
    outbox.put(
        channel="email",
        kind="question",
        recipient=address,
        parameters={"question": row.id, "code_name": draft.production.code_name},
        at=at,
    )
    return row


@service(QUESTION_REVOKED)
def revoke_question(*, actor: Party, at: datetime, draft_id: str, question_id: str) -> None:
    """Take a question back: its link opens nothing from now on."""
    draft = own_draft(draft_id, actor)
    changed = Question.objects.filter(
        id=question_id, draft=draft, revoked_at=None, settled_at=None
    ).update(revoked_at=at)
    if not changed:
        raise UsesError("This question was taken back or settled already.")
    append(
        QUESTION_REVOKED,
        actor=actor,
        subject=Party(COLLEAGUE, question_id),
        at=at,
        body={"draft": Party("draft", draft.id)},
    )


@service(QUESTION_ANSWERED)
def answer_question(
    *, actor: Party, at: datetime, token: str, value: Any, note: str = ""
) -> Question:
    """Answer the question of a link, or answer it again until an author took the answer over.

    The actor is whoever holds the link: `Party("colleague", id of the question)`. A single answer
    is a value as in a file; a list is names, or words of its checklist; `unknown` is “not sure”.
    Raises `DeclarationError` where it does not fit, `UsesError` where the link opens nothing.
    """
    row = _open_question(actor, token, at)
    draft: Draft = row.draft
    desk = desk_for(draft.production, at, draft=draft)
    checked(desk, draft.document, row.path, value)
    words = safe_text(note)
    if len(words) > 400:
        raise UsesError("The note has more than 400 characters. Shorten it.")
    first = row.answered_at is None
    row.answer, row.note, row.answered_at = {"value": value}, words, at
    row.save(update_fields=["answer", "note", "answered_at"])
    append(
        QUESTION_ANSWERED,
        actor=actor,
        subject=Party("draft", draft.id),
        at=at,
        body={"draft": Party("draft", draft.id)},
        commit={"answer": value},
    )
    if first:
        _tell_asker(row, at)
    return row


def _open_question(actor: Party, token: str, at: datetime) -> Question:
    row: Question | None = (
        Question.objects.select_for_update(of=("self",))
        .filter(token_sha256=hash_of(token), revoked_at=None, settled_at=None, expires_at__gt=at)
        .filter(draft__production__archived_at=None)
        .exclude(path="")
        .select_related("draft__production", "draft__use")
        .first()
    )
    if row is None or actor != Party(COLLEAGUE, row.id):
        raise UsesError("This link opens nothing any more. Ask whoever sent it for another.")
    if not rate.allow("question.answer", row.id, capacity=20, refill=timedelta(hours=1), at=at):
        raise UsesError("This was answered many times. Wait a little, then try again.")
    return row


def _tell_asker(row: Question, at: datetime) -> None:
    asker: User = row.asked_by
    if asker.is_active and row.draft.authors.filter(id=asker.id).exists():
        production = row.draft.production
        outbox.put(
            channel="email",
            kind="answer_in",
            recipient=asker.email,
            parameters={
                "code_name": production.code_name,
                "path": f"/p/{production.slug}/drafts/{row.draft_id}/",
            },
            at=at,
        )


def _address(text: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise UsesError("This is no e-mail address. Write one like ana@example.org.") from None
    if len(address) > 254:
        raise UsesError("This e-mail address is too long. Check it.")
    return address
