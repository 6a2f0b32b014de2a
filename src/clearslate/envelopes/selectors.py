"""Reading envelopes and what is registered inside, each for whoever may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from clearslate.accounts.permissions import Action
from clearslate.envelopes.ceiling import Level
from clearslate.envelopes.entries import called
from clearslate.envelopes.holding import IN_FORCE, stands
from clearslate.envelopes.models import Envelope, Origin, Registered
from clearslate.envelopes.under import counts_under, under
from clearslate.envelopes.usage import inside, levels_of, used_by
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.models import Milestone, Production
from clearslate.uses.models import Use

_OPEN_FIRST = F("ended_at").desc(nulls_first=True)

MOST_SHOWN = 2000
"""Versions of shots on one page."""


@dataclass(frozen=True)
class Standing:
    """A standing approval as the list shows it on a day."""

    envelope: Envelope
    called: str
    stands: str
    levels: tuple[Level, ...]
    shots: int
    uses: int


def standing_list(actor: Party, production: Production, today: date) -> list[Standing]:
    """Every standing approval of a production: those in force first, then the newest."""
    rows = list(_standing(actor, production).select_related("given_by", "ended_by"))
    registered: dict[str, list[Registered]] = {row.id: [] for row in rows}
    there = Registered.objects.filter(envelope__production=production, dropped_at=None)
    of_uses = there.filter(use__isnull=False).annotate(now=F("use__under"))
    for each in [*of_uses, *there.filter(use=None).annotate(now=F("envelope_id"))]:
        registered.get(each.now, []).append(each)
    uses = counts_under(production)
    found = [_shown(row, registered[row.id], uses[row.id], today) for row in rows]
    return sorted(found, key=lambda each: (each.stands != IN_FORCE, -(each.envelope.number or 0)))


def standing_numbered(actor: Party, production: Production, number: int) -> Envelope | None:
    """The standing approval of that number, or None."""
    found: Envelope | None = (
        _standing(actor, production)
        .filter(number=number)
        .select_related("given_by", "ended_by", "production")
        .first()
    )
    return found


def standing_shown(envelope: Envelope, today: date) -> Standing:
    """One standing approval as the list would show it."""
    return _shown(envelope, list(inside(envelope)), under(envelope).count(), today)


def uses_under(actor: Party, envelope: Envelope) -> list[Use]:
    """The uses noticed under a standing approval, for whoever may see uses."""
    if Action.SEE_USES not in actions_of(actor, envelope.production):
        return []
    return list(under(envelope).select_related("declared_by").order_by("number"))


def envelope_for(use: Use) -> Envelope | None:
    """The envelope that a use is inside of: its own, or the standing approval it is noticed under.

    Its own stays the one even after it was ended, until another is opened.
    """
    rows = Envelope.objects.select_related("production", "use", "given_by")
    if use.under:
        found: Envelope | None = rows.filter(production=use.production_id, id=use.under).first()
        return found
    own: Envelope | None = rows.filter(use=use).order_by(_OPEN_FIRST, "-given_at").first()
    return own


def registered_in(envelope: Envelope, use: Use | None = None) -> list[Registered]:
    """The versions of shots inside an envelope, of one use where it is given."""
    return _rows(inside(envelope), use)


def shots_of(use: Use) -> int:
    """How many shots of a use are registered."""
    rows = Registered.objects.filter(use=use, dropped_at=None)
    return int(rows.order_by().values("key").distinct().count())


def dropped_from(envelope: Envelope, use: Use | None = None) -> list[Registered]:
    """What was dropped from an envelope, the latest first."""
    rows = Registered.objects.filter(dropped_at__isnull=False)
    rows = rows if use is not None else rows.filter(envelope=envelope)
    return _rows(rows.order_by("-dropped_at", "key", "version"), use)


def has_craft_list(production: Production, today: date) -> bool:
    """Whether a craft list was given that still holds, or will."""
    rows = Envelope.objects.filter(production=production, use=None, origin=Origin.CRAFT_LIST)
    return bool(rows.filter(ended_at=None, to_day__gt=today).exists())


def last_delivery(production: Production) -> date | None:
    """The last delivery of a production, as its calendar has it."""
    rows = Milestone.objects.filter(production=production, kind=Milestone.Kind.DELIVERY)
    day: date | None = rows.order_by("-day").values_list("day", flat=True).first()
    return day


def _standing(actor: Party, production: Production) -> Any:
    if Action.SEE_USES not in actions_of(actor, production):
        return Envelope.objects.none()
    return Envelope.objects.filter(production=production, use=None)


def _shown(row: Envelope, registered: list[Registered], uses: int, today: date) -> Standing:
    used = used_by(registered)
    return Standing(
        row, called(row), stands(row, today), levels_of(row, used), len(used.shots), uses
    )


def _rows(rows: Any, use: Use | None) -> list[Registered]:
    if use is not None:
        rows = rows.filter(use=use)
    return list(rows.select_related("registered_by", "dropped_by", "use")[:MOST_SHOWN])
