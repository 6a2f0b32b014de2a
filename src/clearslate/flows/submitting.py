"""Submitting a draft: the use gets a version, its areas are asked, and it stands where it does."""

from __future__ import annotations

from datetime import datetime

from clearslate.clearance.locking import locked_use
from clearslate.clearance.noticing import notice_under, register_under
from clearslate.clearance.opening import Opening, ask_areas
from clearslate.clearance.settling import settle
from clearslate.clearance.suspended import is_paused
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.uses.entries import USE_SUBMITTED
from clearslate.uses.models import Use
from clearslate.uses.services.submit import submit_use
from clearslate.uses.stored import read_back


@service(USE_SUBMITTED)
def submit(*, actor: Party, at: datetime, draft_id: str, revision: int) -> Use:
    """Submit what a draft says; areas whose findings did not change keep their decisions.

    A use that fits a standing approval is noticed under it, and no area is asked.

    Raises as `submit_use` does.
    """
    submitted = submit_use(actor=actor, at=at, draft_id=draft_id, revision=revision)
    use = locked_use(submitted.id)
    version = use.versions.select_related("assessment").get(number=use.versions_count)
    stored = read_back(use, version)
    opening = Opening(use, version, stored.case, stored.assessment, actor, at)
    envelope = notice_under(opening)
    ask_areas(opening)
    use.suspended = is_paused(use)
    settle(use, actor=actor, at=at)
    if envelope is not None and not use.suspended:
        register_under(opening, envelope)
    return use
