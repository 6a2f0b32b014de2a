"""What the ledger keeps about duties, reminders and feeds, and how it is told."""

from __future__ import annotations

from clearslate.duties.models import Duty, Reminders
from clearslate.ledger.registry import Told, register
from clearslate.record.entry import EntryType
from clearslate.record.formats import Choice, Day, Flag, Format, OpaqueId
from clearslate.uses.entries import ended

_KIND = Choice(tuple(Duty.Kind.values))
_DUTY: dict[str, Format] = {"duty": OpaqueId(), "kind": _KIND}

DUTY_ASSIGNED = EntryType("duty.assigned", 1, {**_DUTY, "to": OpaqueId()}, ("text",))
DUTY_DONE = EntryType("duty.done", 1, _DUTY, ("text", "note"))
DUTY_REOPENED = EntryType("duty.reopened", 1, {**_DUTY, "waived": Flag()}, ("text",))
DUTY_MOVED = EntryType("duty.moved", 1, {**_DUTY, "to": Day()}, ("text", "reason"))
DUTY_WAIVED = EntryType("duty.waived", 1, _DUTY, ("text", "reason"))
REMINDERS_CHOSEN = EntryType(
    "reminders.chosen", 1, {"digest": Choice(tuple(Reminders.Digest.values))}
)
FEED_MADE = EntryType("feed.made", 1, {"feed": OpaqueId(), "again": Flag()})
FEED_ENDED = EntryType("feed.ended", 1, {"feed": OpaqueId()})


def _of(told: Told) -> str:
    return f"a duty of {told.subject} ({told.values['text'].rstrip('.')})"


def _assigned(told: Told) -> str:
    return f"{told.actor} gave {told.body['to']} {_of(told)}."


def _done(told: Told) -> str:
    note = told.values["note"]
    return f"{told.actor} marked {_of(told)} as done." + (f" Note: {ended(note)}" if note else "")


def _reopened(told: Told) -> str:
    was = "was waived" if told.body["waived"] is True else "was done"
    return f"{told.actor} opened {_of(told)} again, which {was}."


def _moved(told: Told) -> str:
    head = f"{told.actor} moved {_of(told)} to {told.body['to']}"
    return f"{head}. Reason: {ended(told.values['reason'])}"


def _waived(told: Told) -> str:
    return f"{told.actor} waived {_of(told)}. Reason: {ended(told.values['reason'])}"


def _chosen(told: Told) -> str:
    words = {
        "daily": "daily",
        "due": "only when something is due or late",
        "off": "never",
    }.get(told.body["digest"], "")
    return f"{told.actor} chose when to be reminded by mail: {words}."


def _feed_made(told: Told) -> str:
    if told.body["again"] is True:
        return f"{told.actor} made a new calendar feed; the one before ended."
    return f"{told.actor} made a calendar feed."


def _feed_ended(told: Told) -> str:
    return f"{told.actor} ended a calendar feed."


for _kind, _tell in (
    (DUTY_ASSIGNED, _assigned),
    (DUTY_DONE, _done),
    (DUTY_REOPENED, _reopened),
    (DUTY_MOVED, _moved),
    (DUTY_WAIVED, _waived),
    (REMINDERS_CHOSEN, _chosen),
    (FEED_MADE, _feed_made),
    (FEED_ENDED, _feed_ended),
):
    register(_kind, _tell)
