"""Suspending one use or all of a production, and ending that again.

`suspend` and `resume` are what a strike, an injunction or an incident calls for. What stands in
their reasons is read by everybody who sees the use: an incident says there no more than that the
work is paused.
"""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.clearance.entries import SUSPENDED, SUSPENSION_ENDED
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.locking import locked_use
from clearslate.clearance.models import Suspension
from clearslate.clearance.suspended import go_on, pause
from clearslate.kit import outbox
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.productions.models import Production
from clearslate.productions.selectors import people_with
from clearslate.uses.attachments import safe_text
from clearslate.uses.entries import use_number
from clearslate.uses.models import Use
from clearslate.uses.reading import ENDED

MOST_REASON = 400


@service(SUSPENDED)
def suspend(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    kind: str,
    reason: str,
    use: Use | None = None,
) -> Suspension:
    """Suspend one use, or every use of a production: also those that are submitted meanwhile.

    Raises `NotAllowedError`, and `ClearanceError` for a use that is over or delivered, or where no
    reason is given.
    """
    row = to_change(actor, Action.SUSPEND, production)
    if kind not in Suspension.Kind.values:
        raise ClearanceError("Choose why: strike, injunction, incident, or another reason.")
    words = _reason(reason)
    subject = locked_use(use.id) if use is not None else None
    if subject is not None:
        _check_goes_on(subject, row)
    paused = pause(row, subject)
    made = Suspension.objects.create(
        production=row, use=subject, kind=kind, reason=words, by_id=actor.id, at=at
    )
    append(
        SUSPENDED,
        actor=actor,
        subject=_party(made),
        at=at,
        scope=row.id,
        body={"suspension": made.id, "kind": kind, "all": subject is None, "uses": paused},
        commit={"reason": words},
    )
    _tell("suspended", made, at)
    return made


@service(SUSPENSION_ENDED)
def resume(*, actor: Party, at: datetime, suspension: Suspension, reason: str) -> Suspension:
    """End a suspension. A use that another one pauses stays paused.

    Raises `NotAllowedError`, `StaleError` where somebody was quicker, and `ClearanceError`.
    """
    production = to_change(actor, Action.SUSPEND, suspension.production)
    words = _reason(reason)
    rows = Suspension.objects.select_for_update(of=("self",)).select_related("production", "use")
    row: Suspension = rows.get(id=suspension.id, production=production)
    if row.ended_at is not None:
        raise StaleError("Somebody ended this suspension already.")
    row.ended_at, row.ended_by_id, row.ended_reason = at, actor.id, words
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    append(
        SUSPENSION_ENDED,
        actor=actor,
        subject=_party(row),
        at=at,
        scope=production.id,
        body={"suspension": row.id, "all": row.use is None, "uses": go_on(row, at)},
        commit={"reason": words},
    )
    _tell("resumed", row, at)
    return row


def _check_goes_on(use: Use, production: Production) -> None:
    number = use_number(use.number)
    if use.production_id != production.id:
        raise ClearanceError("This use belongs to another production.")
    if use.state in ENDED:
        raise ClearanceError(
            f"{number} is {use.get_state_display()}, so there is nothing to pause."
        )
    if use.frozen_at is not None:
        raise ClearanceError(f"{number} is delivered, and stays as it is. Tell legal instead.")


def _party(suspension: Suspension) -> Party:
    if suspension.use_id is None:
        return Party("production", suspension.production_id)
    return Party("use", suspension.use_id)


def _tell(kind: str, suspension: Suspension, at: datetime) -> None:
    """Tell those whose work is paused: who declared the use, or everybody who may declare."""
    production, use = suspension.production, suspension.use
    people: list[User] = people_with(production, Action.GET_NOTICES)
    if use is None:
        people += people_with(production, Action.DECLARE)
    elif use.declared_by.is_active:
        people.append(use.declared_by)
    place = f"/p/{production.slug}/"
    for address in sorted({person.email for person in people}):
        outbox.put(
            channel="email",
            kind=kind,
            recipient=address,
            parameters={
                "code_name": production.code_name,
                "number": use_number(use.number) if use else "",
                "path": f"{place}uses/{use.number}/" if use else f"{place}suspensions/",
            },
            at=at,
        )


def _reason(text: str) -> str:
    words = safe_text(text)
    if not words:
        raise ClearanceError("Give a reason. One sentence will do.")
    if len(words) > MOST_REASON:
        raise ClearanceError(f"The reason has more than {MOST_REASON} characters. Shorten it.")
    return words
