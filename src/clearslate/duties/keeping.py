"""Keeping duties: the rows follow the newest assessment, and what people did to them stays.

Called in the transaction of whatever added the version, with the use locked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from clearslate.clearance.acts import packs_of
from clearslate.clearance.asks import newest
from clearslate.clearance.opening import Opening
from clearslate.duties.days import numbers
from clearslate.duties.models import Duty
from clearslate.policy.assess.assessment import Assessment, DutyDue
from clearslate.uses.models import State, Use, UseVersion
from clearslate.uses.versions import day_of

Key = tuple[str, str, str]
"""The id of a duty in its pack, where its subject stands, and the name of the subject."""


def keep(opening: Opening) -> None:
    """Keep the duties of a version whose areas were asked, or drop those of a withdrawn use."""
    if opening.use.state == State.WITHDRAWN:
        drop_duties(opening.use, str(Duty.Dropped.WITHDRAWN), opening.at)
    else:
        keep_duties(opening.use, opening.version, opening.assessed, opening.at)


def keep_duties(use: Use, version: UseVersion, assessed: Assessment, at: datetime) -> None:
    """Let the duties of a use be those of its newest assessment.

    A duty of the same id and subject is the same duty: who has it, and whether it is done, stays.
    One that is no longer asked is dropped, and comes back as it was when it is asked again.
    """
    there = list(Duty.objects.select_for_update().filter(use=use))
    told = (each for each in assessed.duties if _is_told(each))
    asked = {(each.id, each.path, each.subject): each for each in _earliest_last(told)}
    kinds = {each.id: each.kind for pack in packs_of(newest(use)) for each in pack.duties}
    rows = _matched(there, asked)
    new = []
    for key, due in asked.items():
        row = rows.get(key) or Duty(
            use=use, assigned_id=use.declared_by_id, assigned_at=at, created_at=at
        )
        moved = row.key != key
        row.name, row.path, row.subject = key
        changed = _say(row, due, kinds.get(due.id, str(Duty.Kind.OTHER)), assessed)
        back = row.state == Duty.State.DROPPED
        if back:
            row.state, row.was = row.was or Duty.State.OPEN, ""
            row.dropped_at, row.dropped_because = None, ""
        row.version = version.number
        if row.name in numbers().done_by_notice and use.state == State.NOTICED:
            _done_by_notice(row, version, at)
        if row._state.adding:
            new.append(row)
        else:
            row.revision += changed or back or moved
            row.save()
    Duty.objects.bulk_create(new)
    kept = {row.pk for row in rows.values()}
    gone = [row.pk for row in there if row.pk not in kept]
    drop_duties(use, str(Duty.Dropped.NOT_ASKED), at, only=gone)


def _done_by_notice(row: Duty, version: UseVersion, at: datetime) -> None:
    """The notice of this version went out in this transaction, so this is done with it."""
    if row.state == Duty.State.OPEN:
        row.state, row.done_at, row.note = Duty.State.DONE, at, "The notice went out by e-mail."
        row.done_by_id = version.submitted_by_id


def _matched(there: Iterable[Duty], asked: Collection[Key]) -> dict[Key, Duty]:
    """Which row is which duty: its subject may stand elsewhere in its list than before.

    A name moves only where it is not in doubt: one row of it is left, and one duty.
    """
    found = {row.key: row for row in there if row.key in asked}
    left: dict[tuple[str, str], list[Duty]] = {}
    for row in there:
        if row.key not in found and row.subject:
            left.setdefault((row.name, row.subject), []).append(row)
    wanted: dict[tuple[str, str], list[Key]] = {}
    for key in asked:
        if key not in found:
            wanted.setdefault((key[0], key[2]), []).append(key)
    for named, keys in wanted.items():
        rows = left.get(named, [])
        if len(keys) == len(rows) == 1:
            found[keys[0]] = rows[0]
    return found


def drop_duties(use: Use, because: str, at: datetime, *, only: Iterable[str] | None = None) -> None:
    """Ask for duties no more, all of a use or some; what was done is still told."""
    rows = Duty.objects.select_for_update().filter(use=use).exclude(state=Duty.State.DROPPED)
    for row in rows if only is None else rows.filter(pk__in=list(only)):
        row.was, row.state = row.state, Duty.State.DROPPED
        row.dropped_at, row.dropped_because = at, because
        row.revision += 1
        row.save()


def _is_told(due: DutyDue) -> bool:
    """Whether a duty is about something that is there; one about an open list may only arise."""
    return due.path == "use" or "[" in due.path


def _say(row: Duty, due: DutyDue, kind: str, assessed: Assessment) -> bool:
    """Let a row say what the assessment says. Returns whether anything changed."""
    day = _day(row, due, assessed)
    given = {
        "text": due.text,
        "owner": due.owner,
        "kind": kind,
        "due_on": day,
        "due_words": due.words,
        "certain": due.certain,
    }
    changed = any(getattr(row, name) != value for name, value in given.items())
    if row._state.adding or row.due_on != day:
        # A day that somebody chose was chosen against the one that the assessment gave then.
        row.day, row.moved_because, row.moved_by = day, "", None
    for name, value in given.items():
        setattr(row, name, value)
    return changed


def _day(row: Duty, due: DutyDue, assessed: Assessment) -> date | None:
    """The day a duty is due; “today” is the day on which it was first asked for."""
    day = day_of(due.due)
    counted = due.due == assessed.date and not row._state.adding
    if counted and row.due_on is not None and day is not None and row.due_on < day:
        return row.due_on
    return day


def _earliest_last(duties: Iterable[DutyDue]) -> list[DutyDue]:
    """The duties with the earliest of several days of one last, so that it is what counts."""
    return sorted(duties, key=lambda each: each.due or "9999", reverse=True)
