"""What people do to duties: give them to somebody, do them, move, waive and reopen them.

A duty of one's own everybody may do, hand on, move and reopen; those of others, and waiving, are
for whoever keeps duties.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.duties.changing import keep_entry, to_keep, words_of
from clearslate.duties.entries import (
    DUTY_ASSIGNED,
    DUTY_DONE,
    DUTY_MOVED,
    DUTY_REOPENED,
    DUTY_WAIVED,
)
from clearslate.duties.errors import DutiesError
from clearslate.duties.models import Duty
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.productions.selectors import people_with, today_in

FURTHEST = timedelta(days=3 * 365)
"""A day that lies further off was mistyped."""


@service(DUTY_ASSIGNED)
def assign_duty(*, actor: Party, at: datetime, duty: Duty, revision: int, to: User) -> Duty:
    """Give an open duty to somebody of the production.

    Raises `NotAllowedError`, `StaleError`, and `DutiesError` for somebody who does not belong.
    """
    row = _open(to_keep(actor, duty, revision))
    if to.id not in {each.id for each in people_with(row.use.production, Action.SEE_USES)}:
        raise DutiesError("Choose somebody who belongs to this production.", "to")
    if row.assigned_id == to.id:
        raise DutiesError(f"{to} has this duty already.", "to")
    row.assigned, row.assigned_at = to, at
    keep_entry(DUTY_ASSIGNED, row, actor, at, body={"to": Party("person", to.id)})
    return row


@service(DUTY_DONE)
def do_duty(*, actor: Party, at: datetime, duty: Duty, revision: int, note: str = "") -> Duty:
    """Mark a duty as done. Raises as `assign_duty` does, and `DutiesError` for a long note."""
    row = _open(to_keep(actor, duty, revision))
    row.note = words_of(note, "note")
    row.state, row.done_at = Duty.State.DONE, at
    row.done_by_id = _person(actor)
    keep_entry(DUTY_DONE, row, actor, at, note=row.note)
    return row


@service(DUTY_REOPENED)
def reopen_duty(*, actor: Party, at: datetime, duty: Duty, revision: int) -> Duty:
    """Open a duty again that was done or waived. Raises as `assign_duty` does."""
    row = to_keep(actor, duty, revision)
    if row.state == Duty.State.OPEN:
        raise DutiesError("This duty is open already.")
    waived = row.state == Duty.State.WAIVED
    if waived:
        row = to_keep(actor, duty, revision, others=True)
    row.state, row.done_at, row.done_by, row.note = Duty.State.OPEN, None, None, ""
    keep_entry(DUTY_REOPENED, row, actor, at, body={"waived": waived})
    return row


@service(DUTY_MOVED)
def move_duty(
    *, actor: Party, at: datetime, duty: Duty, revision: int, to: date, reason: str
) -> Duty:
    """Let another day count for an open duty, until an assessment asks for another one.

    Raises as `assign_duty` does, and `DutiesError` for a day that has passed or no reason.
    """
    row = _open(to_keep(actor, duty, revision))
    words = words_of(reason, "reason", needed="Say why the day changes. One sentence will do.")
    today = today_in(row.use.production, at)
    if not today <= to <= today + FURTHEST:
        raise DutiesError("Choose a day from today on, at most three years ahead.", "to")
    if row.day == to:
        raise DutiesError("That is its day already.", "to")
    row.day, row.moved_because = to, words
    row.moved_by_id = _person(actor)
    keep_entry(DUTY_MOVED, row, actor, at, body={"to": to.isoformat()}, reason=words)
    return row


@service(DUTY_WAIVED)
def waive_duty(*, actor: Party, at: datetime, duty: Duty, revision: int, reason: str) -> Duty:
    """Say that an open duty need not be done, and why. Only for whoever keeps duties."""
    row = _open(to_keep(actor, duty, revision, others=True))
    row.note = words_of(reason, "reason", needed="Say why it need not be done.")
    row.state, row.done_at = Duty.State.WAIVED, at
    row.done_by_id = _person(actor)
    keep_entry(DUTY_WAIVED, row, actor, at, reason=row.note)
    return row


def _open(row: Duty) -> Duty:
    if row.state != Duty.State.OPEN:
        raise DutiesError(f"This duty is {row.get_state_display()}. Open it again first.")
    return row


def _person(actor: Party) -> str:
    """The id of the person who acts: what is done or put off has somebody's name."""
    if actor.kind != "person":
        raise DutiesError("A duty is done by a person. Sign in.")
    return actor.id
