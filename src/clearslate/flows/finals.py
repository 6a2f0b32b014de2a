"""Temporary becomes final: always assessed again, and decided on as what it is now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.clearance.locking import locked_use
from clearslate.clearance.noticing import notice_under, register_under
from clearslate.clearance.opening import Opening, ask_areas
from clearslate.clearance.settling import settle
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.uses.delivered import refuse_delivered
from clearslate.uses.entries import USE_MADE_FINAL
from clearslate.uses.errors import StaleError, UsesError
from clearslate.uses.finals import Final, final_of
from clearslate.uses.models import Cause, Use, UseVersion
from clearslate.uses.notices import Notice, send_notice
from clearslate.uses.reading import ENDED
from clearslate.uses.versions import Made, add_version


@service(USE_MADE_FINAL)
def make_final(
    *,
    actor: Party,
    at: datetime,
    use: Use,
    revision: int,
    outputs: Mapping[int, str],
    case_sha256: str,
) -> Use:
    """Make outputs final, each by its index with its destination; the use gets a new version.

    `case_sha256` is of the case whose assessment was shown. Raises `StaleError` where the use or
    that case has changed since, `UsesError` for a choice that is none, `CaseError` where the
    answers no longer fit what is on file.
    """
    production = to_change(actor, Action.DECLARE, use.production)
    row = locked_use(use.id)
    row.production = production
    if row.revision != revision:
        raise StaleError("This use has changed since you read it. Look at it again.")
    refuse_delivered(row)
    if row.state in ENDED:
        raise UsesError(f"This use is {row.get_state_display()}. Declare it anew.")
    final = final_of(row, outputs, at)
    if final.case.sha256 != case_sha256:
        raise StaleError("What it would become has changed since you read it. Read it again.")
    was = (str(row.state), str(row.waits_for))
    version = _add(row, final, User.objects.get(id=actor.id), at)
    _tell(row, final, len(outputs), actor, at)
    opening = Opening(row, version, final.case, final.assessed, actor, at)
    envelope = notice_under(opening)
    ask_areas(opening)
    settle(row, actor=actor, at=at, was=was)
    if envelope is not None and not row.suspended:
        register_under(opening, envelope)
    return row


def _add(use: Use, final: Final, author: User, at: datetime) -> UseVersion:
    before = use.versions.get(number=use.versions_count)
    use.versions_count += 1
    use.revision += 1
    made = Made(
        final.case, final.assessed, author, at, cause=str(Cause.FINAL), declared=final.declared
    )
    version = add_version(use, made)
    version.attached.set(before.attached.all())
    return version


def _tell(use: Use, final: Final, outputs: int, actor: Party, at: datetime) -> None:
    append(
        USE_MADE_FINAL,
        actor=actor,
        subject=Party("use", use.id),
        at=at,
        scope=use.production_id,
        body={
            "version": use.versions_count,
            "outcome": final.assessed.outcome or "none",
            "outputs": outputs,
        },
        commit={"case": final.case.sha256, "assessment": final.assessed.sha256},
    )
    if final.assessed.outcome == "notify":
        notice = Notice(use, use.versions_count, final.assessed, final.rulebooks)
        send_notice(notice, actor=actor, at=at)
