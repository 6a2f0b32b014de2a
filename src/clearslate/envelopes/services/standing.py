"""Giving a standing approval for a production, and ending it before its day."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from clearslate.accounts.permissions import Action
from clearslate.envelopes.entries import STANDING_ENDED, STANDING_GIVEN
from clearslate.envelopes.errors import EnvelopesError, refuse
from clearslate.envelopes.giving import Wanted, flaws
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.under import lapse_under
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.productions.models import Production
from clearslate.productions.packs import rulebooks_on
from clearslate.productions.selectors import today_in
from clearslate.uses.attachments import safe_text

MOST_REASON = 400


@service(STANDING_GIVEN)
def give_standing(
    *, actor: Party, at: datetime, production: Production, wanted: Wanted
) -> Envelope:
    """Approve a kind of work ahead, until a day.

    Raises `NotAllowedError`, and `EnvelopesError` with every flaw by its field.
    """
    row = to_change(actor, Action.GIVE_STANDING, production)
    today = today_in(row, at)
    given = wanted.cleaned()
    refuse(flaws(given, rulebooks_on(row, max(today, given.from_day)), today))
    newest = Envelope.objects.filter(production=row).aggregate(newest=Max("number"))["newest"]
    made = Envelope.objects.create(
        production=row,
        number=(newest or 0) + 1,
        origin=given.origin,
        title=given.title,
        content=given.scope.as_json(),
        from_day=given.from_day,
        to_day=given.to_day,
        note=given.note,
        given_by_id=actor.id,
        given_at=at,
    )
    append(
        STANDING_GIVEN,
        actor=actor,
        subject=Party("envelope", made.id),
        at=at,
        scope=row.id,
        body={
            "number": made.number,
            "from": made.from_day.isoformat(),
            "to": given.to_day.isoformat(),
            "finals": given.scope.covers_finals,
            "origin": given.origin,
        },
        commit={"title": made.title, "scope": made.content, "note": made.note},
    )
    return made


@service(STANDING_ENDED)
def end_standing(*, actor: Party, at: datetime, envelope: Envelope, reason: str) -> Envelope:
    """End a standing approval at once; uses noticed under it lapse, and are asked again.

    Raises `NotAllowedError`, and `EnvelopesError` where it ended before or no reason is given.
    """
    production = to_change(actor, Action.GIVE_STANDING, envelope.production)
    row: Envelope = Envelope.objects.select_for_update(no_key=True).get(id=envelope.id, use=None)
    words = safe_text(reason)
    if not words:
        refuse([("reason", "Say why, in one or two sentences.")])
    if len(words) > MOST_REASON:
        refuse([("reason", f"Write at most {MOST_REASON} characters.")])
    today = today_in(production, at)
    if row.ended_at is not None or row.to_day is None or row.to_day <= today:
        raise EnvelopesError("It has ended already. The page shows when.")
    row.ended_at, row.ended_by_id, row.ended_reason = at, actor.id, words
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    append(
        STANDING_ENDED,
        actor=actor,
        subject=Party("envelope", row.id),
        at=at,
        scope=row.production_id,
        body={"uses": lapse_under(row, today)},
        commit={"reason": words},
    )
    return row
