"""What the ledger keeps about envelopes, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clearslate.envelopes.models import Envelope, Origin
from clearslate.ledger.registry import ERASED, Told, register, register_names
from clearslate.policy.render.words import count
from clearslate.policy.render.words import day as day_words
from clearslate.record.entry import EntryType
from clearslate.record.formats import Choice, Count, Day, Flag, OpaqueId
from clearslate.uses.entries import use_number

_SHOTS = Count(1_000_000)

STANDING_GIVEN = EntryType(
    "standing.given",
    1,
    {
        "number": Count(1_000_000),
        "from": Day(),
        "to": Day(),
        "finals": Flag(),
        "origin": Choice(tuple(Origin.values)),
    },
    ("title", "scope", "note"),
)
STANDING_ENDED = EntryType("standing.ended", 1, {"uses": _SHOTS}, ("reason",))
ENVELOPE_OPENED = EntryType("envelope.opened", 1, {"envelope": OpaqueId()}, ("title", "scope"))
SHOTS_REGISTERED = EntryType(
    "shots.registered", 1, {"shots": _SHOTS, "under": OpaqueId()}, ("shots",)
)
SHOTS_DROPPED = EntryType("shots.dropped", 1, {"shots": _SHOTS, "under": OpaqueId()}, ("shots",))


def _given(told: Told) -> str:
    finals = "it covers finals" if told.body["finals"] is True else "it covers no finals"
    return (
        f"{told.actor} gave the standing approval {told.subject}, {_quoted(told.values['title'])},"
        f" from {_day(told.body['from'])} until {_day(told.body['to'])}; {finals}."
    )


def _ended(told: Told) -> str:
    return f"{told.actor} ended {told.subject}. Reason: {_closed(told.values['reason'])}"


def _opened(told: Told) -> str:
    title = _quoted(told.values["title"])
    return f"{told.actor} set what the go-ahead of {told.subject} covers: {title}."


def _registered(told: Told) -> str:
    return f"{told.actor} registered {_versions(told)}."


def _dropped(told: Told) -> str:
    return f"{told.actor} dropped {_versions(told)}."


def _versions(told: Told) -> str:
    """How many versions of shots, of which use and under what."""
    number = told.body["shots"]
    shots = count(number, "version of shots", "versions of shots") if number != ERASED else ERASED
    under = told.body["under"]
    of = f" of {told.subject}" if told.subject != under else ""
    return f"{shots}{of} under {under}"


def _quoted(text: str) -> str:
    return text if text == ERASED else f"“{text}”"


def _closed(text: str) -> str:
    """A text that somebody wrote, with an end."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _day(day: str) -> str:
    return day if day == ERASED else day_words(day)


def _names(ids: Iterable[str]) -> Mapping[str, str]:
    rows = Envelope.objects.filter(id__in=ids).values_list("id", "number", "use__number")
    return {
        key: standing_number(number)
        if number is not None
        else f"the go-ahead of {use_number(use or 0)}"
        for key, number, use in rows
    }


def standing_number(number: int) -> str:
    """The number of a standing approval as people write it: SA-03."""
    return f"SA-{number:02d}"


def called(envelope: Envelope) -> str:
    """What an envelope is called: a standing approval by its number, another by its use's."""
    if envelope.number is not None:
        return standing_number(envelope.number)
    return f"the go-ahead of {use_number(envelope.use.number)}" if envelope.use else ""


register(STANDING_GIVEN, _given)
register(STANDING_ENDED, _ended)
register(ENVELOPE_OPENED, _opened)
register(SHOTS_REGISTERED, _registered)
register(SHOTS_DROPPED, _dropped)
register_names("envelope", _names)
