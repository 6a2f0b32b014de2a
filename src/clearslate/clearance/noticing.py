"""Noticing a use under a standing approval: nobody is asked, and the notice cites it."""

from __future__ import annotations

from datetime import datetime

from clearslate.clearance.entries import NOTICED_UNDER
from clearslate.clearance.models import Decision
from clearslate.clearance.opening import Opening
from clearslate.envelopes.entries import called
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.noticing import fits_of, standing_for, to_register
from clearslate.envelopes.services.shots import register_shots
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.uses.models import Use
from clearslate.uses.notices import Notice, send_notice


def notice_under(opening: Opening, *, tell: bool = True) -> Envelope | None:
    """Notice a use under the standing approval that it fits, if it fits one.

    A use that somebody called up is decided by people, and so is one whose areas have decided.
    Without `tell` no notice is sent: many uses that are assessed again are told of in one letter.
    """
    use = opening.use
    use.under = ""
    decided = Decision.objects.filter(review__use=use, ended_at=None)
    if use.call_ups.exists() or decided.exists():
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
    if tell:
        notice = Notice(use, opening.version.number, opening.assessed, opening.case.rulebooks)
        send_notice(notice, actor=opening.actor, at=opening.at)
    return found


def still_under(use: Use, case: Case, assessed: Assessment, at: datetime) -> bool:
    """Whether the standing approval that a use is noticed under covers a newer case of it."""
    given = (use.production, case, assessed, str(use.declared_by_id), at)
    return any(row.id == use.under and fit.fits for row, fit in fits_of(*given, use=use))


def register_under(opening: Opening, envelope: Envelope) -> None:
    """Register the shots that a declaration lists inside the standing approval it is under.

    Called once the use is settled: only work that may go on has its shots registered.
    """
    shots = to_register(envelope, opening.case, opening.use)
    if shots:
        register_shots(
            actor=opening.actor,
            at=opening.at,
            envelope=envelope,
            shots=shots,
            use=opening.use,
            listed=True,
        )
