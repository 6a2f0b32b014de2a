"""A hold is lifted by evidence, or by a named lawyer with a reason and an end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from clearslate.accounts.permissions import Action
from clearslate.clearance.asks import held_by, newest
from clearslate.clearance.entries import EXCEPTION_ENDED, EXCEPTION_GRANTED
from clearslate.clearance.errors import ClearanceError, NotYoursError, StaleError
from clearslate.clearance.judges import declarants
from clearslate.clearance.locking import locked_use
from clearslate.clearance.models import LegalException
from clearslate.clearance.reasons import chosen, reasons_for
from clearslate.clearance.settling import settle
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import require
from clearslate.productions.selectors import today_in
from clearslate.uses.attachments import safe_text
from clearslate.uses.models import State, Use
from clearslate.uses.reading import is_stale

LONGEST = timedelta(days=366)
MOST_NOTE = 400


@service(EXCEPTION_GRANTED)
def grant_exception(
    *,
    actor: Party,
    at: datetime,
    use: Use,
    revision: int,
    missing: tuple[str, str],
    reasons: Sequence[str],
    note: str,
    until: date,
) -> LegalException:
    """Lift one part of a hold; `missing` is the evidence and its subject, `until` is exclusive.

    The outcome stays what it is: what is required is still required. Raises `StaleError` where the
    use changed since it was read, `NotYoursError` for one's own, `ClearanceError` for what does
    not fit.
    """
    row = locked_use(use.id)
    require(actor, Action.GRANT_EXCEPTIONS, row.production)
    today = today_in(row.production, at)
    holds = row.state == State.ON_HOLD and row.frozen_at is None
    if row.revision != revision or not holds or is_stale(row, today):
        raise StaleError("This use has changed since you read it. Look at it again.")
    if actor.id in declarants(row):
        raise NotYoursError("Nobody lifts a hold of what they declared themselves.")
    held = {each.key: each for each in held_by(newest(row)["findings"])}
    if missing not in held:
        raise ClearanceError("This does not hold the use. Choose what is missing.")
    if not today < until <= today + LONGEST:
        raise ClearanceError("Choose a last day after today, at most a year ahead.")
    words = safe_text(note)
    if not words or len(words) > MOST_NOTE:
        raise ClearanceError(f"Say on what grounds, in 1 to {MOST_NOTE} characters.")
    picked = chosen(reasons, reasons_for(row, "exception"))
    LegalException.objects.filter(
        use=row, evidence=missing[0], subject=missing[1], ended_at=None
    ).update(ended_at=at)
    version = row.versions.get(number=row.versions_count)
    made: LegalException = LegalException.objects.create(
        use=row,
        evidence=missing[0],
        subject=missing[1],
        version=version.number,
        case_sha256=version.case_sha256,
        reasons=picked,
        note=words,
        until=until,
        granted_by_id=actor.id,
        at=at,
    )
    append(
        EXCEPTION_GRANTED,
        actor=actor,
        subject=Party("use", row.id),
        at=at,
        scope=row.production_id,
        body={"version": version.number, "exception": made.id, "until": until.isoformat()},
        commit={
            "missing": held[missing].title,
            "subject": missing[1],
            "reasons": picked,
            "note": words,
            "case": version.case_sha256,
        },
    )
    settle(row, actor=actor, at=at)
    return made


@service(EXCEPTION_ENDED)
def end_exception(*, actor: Party, at: datetime, exception: LegalException) -> LegalException:
    """End an exception before its day: what it lifted holds again. Raises `StaleError`."""
    use = locked_use(exception.use_id)
    require(actor, Action.GRANT_EXCEPTIONS, use.production)
    row: LegalException = LegalException.objects.select_for_update().get(id=exception.id)
    if row.ended_at is not None:
        raise StaleError("This exception was ended already.")
    row.ended_at, row.ended_by_id = at, actor.id
    row.save(update_fields=["ended_at", "ended_by"])
    append(
        EXCEPTION_ENDED,
        actor=actor,
        subject=Party("use", use.id),
        at=at,
        scope=use.production_id,
        body={"version": use.versions_count, "exception": row.id},
        commit={"subject": row.subject},
    )
    settle(use, actor=actor, at=at)
    return row
