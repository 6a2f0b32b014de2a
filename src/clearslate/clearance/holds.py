"""What holds a use, and which parts of that a named lawyer has lifted for the time being."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clearslate.clearance.asks import Held, held_by, newest
from clearslate.clearance.models import LegalException
from clearslate.uses.models import Use


@dataclass(frozen=True)
class Part:
    """One part of a hold, with the exception that lifts it, if one does."""

    held: Held
    exception: LegalException | None


def holds_of(use: Use, today: date) -> list[Part]:
    """What holds a use by its newest assessment; empty where its outcome is no hold."""
    if use.outcome != "hold":
        return []
    rows = LegalException.objects.filter(use=use, ended_at=None, until__gt=today)
    lifted = {(each.evidence, each.subject): each for each in rows.select_related("granted_by")}
    return [Part(each, lifted.get(each.key)) for each in held_by(newest(use)["findings"])]


def is_held(use: Use, today: date) -> bool:
    """Whether a use is on hold on a day: some part of the hold is not lifted."""
    parts = holds_of(use, today)
    return use.outcome == "hold" and (not parts or any(each.exception is None for each in parts))
