"""Questions to a named person, which stop the clock, their answers, and remarks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.clearance.entries import (
    QUERY_ANSWERED,
    QUERY_ASKED,
    QUERY_TAKEN_BACK,
    REMARK_MADE,
)
from clearslate.clearance.errors import ClearanceError, NotYoursError, StaleError
from clearslate.clearance.judges import Judges, speaks, the_judge
from clearslate.clearance.limits import set_limit
from clearslate.clearance.locking import Read, as_read, locked_review, locked_use
from clearslate.clearance.mailing import write_to
from clearslate.clearance.models import Query, Remark, Review
from clearslate.clearance.settling import settle
from clearslate.clearance.telling import Telling
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.models import Membership
from clearslate.productions.selectors import today_in
from clearslate.uses.attachments import safe_text
from clearslate.uses.limits import Gates
from clearslate.uses.models import Use
from clearslate.uses.versions import working_day

MOST_QUESTION = 1000
MOST_ANSWER = 2000
MOST_OPEN = 5
"""Questions of one area that are open at once."""


@service(QUERY_ASKED)
def ask(*, actor: Party, at: datetime, review_id: str, read: Read, to: User, text: str) -> Query:
    """Ask somebody of the production about a use. The area's clock stands until they answer.

    Raises as `decide` does, and `ClearanceError` for somebody who does not see uses.
    """
    review, use = locked_review(review_id)
    today = today_in(use.production, at)
    the_judge(Judges(use.production, today), actor, review.area, use)
    version = as_read(review, use, read, at)
    words = _words(text, MOST_QUESTION, "question")
    if to.id == actor.id or not _sees_uses(use, to):
        raise ClearanceError("Ask somebody else of this production who sees its uses.")
    open_ones = Query.objects.filter(review=review, answered_at=None, taken_back_at=None)
    if open_ones.count() >= MOST_OPEN:
        raise ClearanceError(f"{MOST_OPEN} questions wait for answers. Take one back first.")
    query = Query.objects.create(
        review=review,
        version=version.number,
        asked_by_id=actor.id,
        to=to,
        text=words,
        asked_at=at,
    )
    review.state = Review.State.PAUSED
    review.paused_on = review.paused_on or today
    review.revision += 1
    review.save()
    telling = Telling(use, review, actor, at)
    telling.tell(
        QUERY_ASKED,
        {"text": words, "recipient": str(to)},
        version=version.number,
        to=Party("person", to.id),
    )
    write_to("asked_about", to.email, use, at)
    settle(use, actor=actor, at=at)
    return query


@service(QUERY_ANSWERED)
def answer(*, actor: Party, at: datetime, query_id: str, text: str) -> Query:
    """Answer a question that one was asked; it returns to who asked, and the clock goes on.

    Raises `NotYoursError` for somebody who was not asked, `StaleError` where it was answered or
    taken back.
    """
    query, review, use = _locked_query(query_id)
    speaks(actor, use)
    if query.to_id != actor.id:
        raise NotYoursError("Somebody else was asked this question.")
    words = _words(text, MOST_ANSWER, "answer")
    query.answer, query.answered_by_id, query.answered_at = words, actor.id, at
    query.save(update_fields=["answer", "answered_by", "answered_at"])
    _go_on(review, use, at, str(Review.Why.ANSWERED))
    Telling(use, review, actor, at).tell(QUERY_ANSWERED, {"text": words}, version=query.version)
    if query.asked_by.is_active:
        write_to("answered_about", query.asked_by.email, use, at)
    settle(use, actor=actor, at=at)
    return query


@service(QUERY_TAKEN_BACK)
def take_back(*, actor: Party, at: datetime, query_id: str) -> Query:
    """Take back a question that one asked; the clock goes on. Raises as `answer` does."""
    query, review, use = _locked_query(query_id)
    speaks(actor, use)
    judges = Judges(use.production, today_in(use.production, at))
    if query.asked_by_id != actor.id and judges.judge(actor.id, review.area, use) is None:
        raise NotYoursError("Somebody else asked this question.")
    query.taken_back_at = at
    query.save(update_fields=["taken_back_at"])
    _go_on(review, use, at, review.why)
    Telling(use, review, actor, at).tell(QUERY_TAKEN_BACK, {}, version=query.version)
    settle(use, actor=actor, at=at)
    return query


@service(REMARK_MADE)
def remark(*, actor: Party, at: datetime, use: Use, text: str) -> Remark:
    """Say something of a use, for everybody who sees it. It decides nothing."""
    row = locked_use(use.id)
    speaks(actor, row)
    words = _words(text, MOST_ANSWER, "remark")
    made = Remark.objects.create(
        use=row, version=row.versions_count, by_id=actor.id, text=words, at=at
    )
    append(
        REMARK_MADE,
        actor=actor,
        subject=Party("use", row.id),
        at=at,
        scope=row.production_id,
        body={"version": row.versions_count},
        commit={"text": words},
    )
    return made


def _locked_query(query_id: str) -> tuple[Query, Review, Use]:
    """An open question with its review and use, locked, the use first."""
    review_id = Query.objects.filter(id=query_id).values_list("review_id", flat=True).first()
    if review_id is None:
        raise ClearanceError("There is no such question.")
    review, use = locked_review(review_id)
    query: Query = (
        Query.objects.select_for_update(of=("self",)).select_related("asked_by").get(id=query_id)
    )
    if query.answered_at is not None or query.taken_back_at is not None:
        raise StaleError("This question was answered or taken back already.")
    return query, review, use


def _go_on(review: Review, use: Use, at: datetime, why: str) -> None:
    """Let the clock of an area go on, unless another question of it is open.

    The days that it stood are added, so that an answer costs the reviewer nothing.
    """
    if Query.objects.filter(review=review, answered_at=None, taken_back_at=None).exists():
        return
    today = today_in(use.production, at)
    if review.due_on and review.paused_on:
        stood = _working_days(review.paused_on, today)
        limit = working_day(review.limit_on or review.due_on, stood)
        set_limit(review, limit, Gates.of(use.production, today), use.episodes)
        review.paused_days += stood
    review.state, review.why, review.paused_on = Review.State.WAITING, why, None
    review.revision += 1
    review.save()


def _working_days(first: date, last: date) -> int:
    """The working days from one day to another."""
    days = (last - first).days
    return sum((first + timedelta(n)).weekday() < 5 for n in range(1, days + 1))


def _sees_uses(use: Use, person: User) -> bool:
    rows = Membership.objects.filter(
        production_id=use.production_id, user=person, ended_at=None, user__is_active=True
    )
    bundles = rows.values_list("role__actions", flat=True)
    return any(Action.SEE_USES.value in bundle for bundle in bundles)


def _words(text: str, most: int, what: str) -> str:
    words = safe_text(text)
    if not words:
        raise ClearanceError(f"Write the {what}. One sentence will do.")
    if len(words) > most:
        raise ClearanceError(f"The {what} has more than {most} characters. Shorten it.")
    return words
