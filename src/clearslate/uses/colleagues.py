"""What a colleague sees who was sent one question of a draft, and what their answer would change.

The link's token is made from the id of the question with the secret key, so neither the row nor
the message in the outbox holds what opens it. Whoever holds the link sees that question and the
production's code name, and nothing else: no other answer, no outcome, no name of an author.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from clearslate.kit import rate
from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.errors import DeclarationError, Problem
from clearslate.policy.interview import Asked, Interview, Option, State, Step
from clearslate.uses.changes import Change
from clearslate.uses.desk import Desk, desk_for
from clearslate.uses.models import Draft, Question

COLLEAGUE = "colleague"
LASTS = timedelta(days=7)
LIST = "list"
"""The kind of a question about a whole list; the others are those of single answers."""


@dataclass(frozen=True)
class AskedColleague:
    """One question, as the page behind its link shows it."""

    id: str
    code_name: str
    ask: str
    help: str
    why: str
    subject: str
    """The item that it is about, by the name it has in the draft; empty where there is none."""
    kind: str
    """`text`, `yesno`, `one`, `many`, `names`, `date`, `seconds`, `whole` or `list`."""
    options: tuple[Option, ...]
    needs_one: bool
    expires_at: datetime
    answer: Any
    """What the colleague answered before: a value as in a file, a list of names or words of a
    checklist, or `unknown`; None where there is no answer yet."""
    note: str


@dataclass(frozen=True)
class Proposal:
    """A question that was sent, for the authors of its draft."""

    question: Question
    title: str
    words: str
    """The answer in words; empty while there is none."""
    state: str
    """`waiting`, `answered`, `settled`, `revoked`, `expired` or `gone` with its entry."""


def question_by_token(token: str, at: datetime) -> AskedColleague | None:
    """The question of a link that may still be answered, or None: nobody learns why not."""
    row: Question | None = (
        _open(at).filter(token_sha256=hash_of(token)).select_related("draft__production").first()
    )
    return None if row is None else asked_colleague(row, at)


def may_look(address: str, at: datetime) -> bool:
    """Whether so many links may be opened from an address; a page asks before it looks."""
    return rate.allow("question.look", address, capacity=60, refill=timedelta(minutes=10), at=at)


def asked_colleague(row: Question, at: datetime) -> AskedColleague | None:
    """The question of a row as its page shows it; None once it is not asked any more."""
    desk = desk_for(row.draft.production, at, draft=row.draft)
    found = find(desk.interview, row.draft.document, row.path)
    if found is None:
        return None
    step, asked = found
    return AskedColleague(
        id=row.id,
        code_name=row.draft.production.code_name,
        ask=asked.question.ask,
        help=asked.question.help,
        why=asked.question.why,
        subject=asked.subject,
        kind=asked.kind or LIST,
        options=_options(desk.interview, step, asked),
        needs_one=asked.needs_one,
        expires_at=row.expires_at,
        answer=None if row.answer is None else row.answer["value"],
        note=row.note,
    )


def changes_of(desk: Desk, document: Mapping[str, Any], path: str, value: Any) -> list[Change]:
    """The changes that an answer of a colleague would make to a draft.

    A list gets the entries that it does not have yet. Raises `DeclarationError` where the answer
    does not fit, or the question is not asked any more.
    """
    found = find(desk.interview, document, path)
    if found is None:
        raise DeclarationError([Problem("This is not asked any more.", path=path)])
    step, asked = found
    if value == UNKNOWN:
        return [Change("not_sure", path)]
    if not _lists(asked):
        return [Change("answer", path, value)]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise DeclarationError([Problem("A list of names is needed, or “not sure”.", path=path)])
    if not value:
        return [Change("none", path)]
    return [Change("add", path, each) for each in _new_items(desk, step, asked, value)]


def checked(desk: Desk, document: Mapping[str, Any], path: str, value: Any) -> list[Change]:
    """The changes of an answer, tried out. Raises `DeclarationError` as `changes_of` does."""
    changes = changes_of(desk, document, path, value)
    for change in changes:
        document = change.on(desk.interview, document)
    return changes


def find(interview: Interview, document: Mapping[str, Any], path: str) -> tuple[Step, Asked] | None:
    """The question at a path with its card, where it is asked as things stand."""
    for step in interview.journey(document).steps:
        for asked in step.questions:
            if asked.path == path and asked.state is not State.NOT_APPLICABLE:
                return step, asked
    return None


def proposals_of(draft: Draft, desk: Desk, at: datetime) -> list[Proposal]:
    """The questions of a draft that were sent to colleagues, the newest first."""
    rows = list(draft.questions.select_related("asked_by").order_by("-asked_at", "-id"))
    if not rows:
        return []
    journey = desk.interview.journey(draft.document)
    by_path = {asked.path: (step, asked) for step in journey.steps for asked in step.questions}
    return [_proposal(row, by_path.get(row.path), desk.interview, at) for row in rows]


def token_of(question_id: str) -> str:
    """The secret part of a question's link."""
    digest = salted_hmac("clearslate.question", question_id, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def link_of(question_id: str) -> str:
    """The whole address of a question's page."""
    base = settings.CLEARSLATE["base_url"].geturl().rstrip("/")
    return f"{base}/q/{token_of(question_id)}"


def _open(at: datetime) -> Any:
    return Question.objects.filter(
        revoked_at=None, settled_at=None, expires_at__gt=at, draft__production__archived_at=None
    ).exclude(path="")


def _lists(asked: Asked) -> bool:
    return asked.kind is None


def _new_items(desk: Desk, step: Step, asked: Asked, names: list[str]) -> Iterator[dict[str, Any]]:
    """The first answers of each entry that is named and not there."""
    part = desk.interview.schema.parts[asked.path]
    lines: dict[str, str] = dict(desk.interview.lines(step.card))
    field = str(step.card.checklist) if lines else str(part.name_field)
    there = {item.get(field) for item in asked.answer} if isinstance(asked.answer, list) else set()
    for name in dict.fromkeys(names):
        if lines and name not in lines:
            message = f"There is no line “{name[:60]}”. There are {', '.join(lines)}."
            raise DeclarationError([Problem(message, path=asked.path)])
        if name not in there:
            yield {field: name, str(part.name_field): lines[name]} if lines else {field: name}


def _options(interview: Interview, step: Step, asked: Asked) -> tuple[Option, ...]:
    return interview.lines(step.card) if _lists(asked) else asked.options


def _proposal(
    row: Question, found: tuple[Step, Asked] | None, interview: Interview, at: datetime
) -> Proposal:
    if found is None:
        return Proposal(row, "", _words(row, {}), _state(row, None, at))
    words = {option.value: option.words for option in _options(interview, *found)}
    return Proposal(row, found[1].question.ask, _words(row, words), _state(row, found[1], at))


def _state(row: Question, asked: Asked | None, at: datetime) -> str:
    if row.settled_at is not None:
        return "settled"
    if row.revoked_at is not None:
        return "revoked"
    if asked is None:
        return "gone"
    if row.answered_at is not None:
        return "answered"
    return "expired" if row.expires_at <= at else "waiting"


def _words(row: Question, words: Mapping[str, str]) -> str:
    if row.answer is None:
        return ""
    value = row.answer["value"]
    if value == UNKNOWN:
        return "not sure"
    if isinstance(value, list):
        return ", ".join(words.get(str(each), str(each)) for each in value) or "none"
    return words.get(str(value), str(value))
