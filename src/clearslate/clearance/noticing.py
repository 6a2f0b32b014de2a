"""Noticing a use under a standing approval: nobody is asked, and the notice cites it."""

from __future__ import annotations

from clearslate.clearance.entries import NOTICED_UNDER
from clearslate.clearance.opening import Opening
from clearslate.envelopes.entries import called
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.noticing import standing_for, to_register
from clearslate.envelopes.services.shots import register_shots
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.uses.notices import Notice, send_notice


def notice_under(opening: Opening) -> Envelope | None:
    """Notice a use under the standing approval that it fits, if it fits one.

    A use that somebody called up is decided by people, and so is one whose areas have decided.
    """
    use = opening.use
    use.under = ""
    if use.call_ups.exists() or use.reviews.filter(decisions__ended_at=None).exists():
        return None
    found = standing_for(
        use.production, opening.case, opening.assessed, use.declared_by_id, opening.at, use=use
    )
    if found is None:
        return None
    use.under, use.valid_until = found.id, found.to_day
    use.save(update_fields=["under", "valid_until"])
    append(
        NOTICED_UNDER,
        actor=opening.actor,
        subject=Party("use", use.id),
        at=opening.at,
        scope=use.production_id,
        body={"version": opening.version.number, "standing": Party("envelope", found.id)},
        commit={"called": called(found)},
    )
    notice = Notice(use, opening.version.number, opening.assessed, opening.case.rulebooks)
    send_notice(notice, actor=opening.actor, at=opening.at)
    return found


def register_under(opening: Opening, envelope: Envelope) -> None:
    """Register the shots that a declaration lists inside the standing approval it is under.

    Called once the use is settled: only work that may go on has its shots registered.
    """
    shots = to_register(envelope, opening.case)
    if shots:
        register_shots(
            actor=opening.actor,
            at=opening.at,
            envelope=envelope,
            shots=shots,
            use=opening.use,
            listed=True,
        )
