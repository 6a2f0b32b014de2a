"""Whether an envelope holds on a day, and whether shots can be registered inside it now."""

from __future__ import annotations

from datetime import date

from clearslate.envelopes.entries import called
from clearslate.envelopes.errors import EndedError
from clearslate.envelopes.models import Envelope
from clearslate.policy.render.words import day as day_words
from clearslate.uses.entries import use_number
from clearslate.uses.models import State, Use
from clearslate.uses.reading import reading

IN_FORCE, TO_COME, OVER, ENDED = "in_force", "to_come", "over", "ended"
"""How an envelope stands on a day."""

_OPEN = (State.NOTICED, State.GO_AHEAD, State.CLEARED)
"""How a use reads while its work may go on."""


def stands(envelope: Envelope, today: date) -> str:
    """How an envelope stands on a day: in force, to come, over, or ended before its day."""
    if envelope.ended_at is not None:
        return ENDED
    if today < envelope.from_day:
        return TO_COME
    return OVER if envelope.to_day is not None and envelope.to_day <= today else IN_FORCE


def check_holds(envelope: Envelope, use: Use | None, today: date) -> None:
    """Raise `EndedError` unless shots can be registered inside it now."""
    name = called(envelope)
    match stands(envelope, today):
        case "ended":
            raise EndedError(f"{_first(name)} was ended, so nothing is registered under it.")
        case "to_come":
            raise EndedError(f"{_first(name)} begins on {day_words(str(envelope.from_day))}.")
        case "over":
            raise EndedError(f"{_first(name)} held until {day_words(str(envelope.to_day))}.")
    if use is None:
        return
    number = use_number(use.number)
    if envelope.standing and use.under != envelope.id:
        raise EndedError(f"{number} is not noticed under {name}, so its shots are not part of it.")
    if reading(use, today) not in map(str, _OPEN):
        raise EndedError(
            f"The work of {number} may not go on now, so no shot is registered. Its page says why."
        )


def _first(name: str) -> str:
    """A name as it begins a sentence."""
    return name[:1].upper() + name[1:]
