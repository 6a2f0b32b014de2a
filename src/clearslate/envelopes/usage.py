"""What is inside an envelope now: its registered shots, and how far they use its ceiling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from clearslate.envelopes.ceiling import Level, Used, levels
from clearslate.envelopes.models import Envelope, Registered
from clearslate.uses.models import Use


def inside(envelope: Envelope) -> Any:
    """The registered versions of shots that count, as a query.

    Shots of a use are inside whatever the use is inside of now: they stay when another envelope is
    opened for it, and leave a standing approval with it.
    """
    rows = Registered.objects.filter(dropped_at=None)
    if envelope.standing:
        uses = Use.objects.filter(production=envelope.production_id, under=envelope.id)
        return rows.filter(Q(use__in=uses) | Q(use=None, envelope=envelope))
    return rows.filter(use=envelope.use_id)


def used_by(rows: Iterable[Registered]) -> Used:
    """How much some rows use."""
    return Used().beside((row.key, row.seconds) for row in rows)


def used_of(envelope: Envelope, *, but: Use | None = None) -> Used:
    """How much of an envelope is used; without what is of one use, where one is given."""
    rows = inside(envelope).only("key", "seconds")
    return used_by(rows.exclude(use=but) if but else rows)


def levels_now(envelope: Envelope) -> tuple[Level, ...]:
    """How far the ceiling of an envelope is used now; without a ceiling nothing is counted."""
    scope = envelope.scope
    if scope.most_shots is None and not scope.most_seconds:
        return ()
    return levels_of(envelope, used_of(envelope))


def levels_of(envelope: Envelope, used: Used) -> tuple[Level, ...]:
    """How far the ceiling of an envelope is used."""
    scope = envelope.scope
    return levels(used, scope.most_shots, scope.most_seconds)
