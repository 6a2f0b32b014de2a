"""What is inside an envelope now: its registered shots, and how far they use its ceiling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clearslate.envelopes.ceiling import Level, Used, levels
from clearslate.envelopes.models import Envelope, Registered
from clearslate.uses.models import Use


def inside(envelope: Envelope) -> Any:
    """The registered versions of shots that count, as a query.

    Those of a use stay inside when another envelope is opened for it.
    """
    rows = Registered.objects.filter(dropped_at=None)
    if envelope.standing:
        return rows.filter(envelope=envelope)
    return rows.filter(envelope__use=envelope.use_id)


def used_by(rows: Iterable[Registered]) -> Used:
    """How much some rows use."""
    return Used().beside((row.key, row.seconds) for row in rows)


def used_of(envelope: Envelope, *, but: Use | None = None) -> Used:
    """How much of an envelope is used; without what is of one use, where one is given."""
    rows = inside(envelope).only("key", "seconds")
    return used_by(rows.exclude(use=but) if but else rows)


def levels_of(envelope: Envelope, used: Used) -> tuple[Level, ...]:
    """How far the ceiling of an envelope is used."""
    scope = envelope.scope
    return levels(used, scope.most_shots, scope.most_seconds)
