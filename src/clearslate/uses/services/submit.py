"""Submitting: the case is frozen with its assessment, and the use gets its state by rule."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import actions_of, require
from clearslate.productions.models import Production
from clearslate.uses.answered import answered_in
from clearslate.uses.delivered import refuse_delivered
from clearslate.uses.desk import desk_for
from clearslate.uses.drafts import own_draft
from clearslate.uses.entries import USE_SUBMITTED
from clearslate.uses.errors import StaleError, SubmittedError, UsesError
from clearslate.uses.finals import whole_case
from clearslate.uses.models import Draft, State, Use, UseVersion
from clearslate.uses.notices import Notice, send_notice
from clearslate.uses.versions import Made, add_version, submitted_since


@service(USE_SUBMITTED)
def submit_use(*, actor: Party, at: datetime, draft_id: str, revision: int) -> Use:
    """Submit what a draft says, exactly as its author read it, and end the draft.

    A noticed use sends its notice in the same transaction. Raises `StaleError` where the draft has
    changed since, `UsesError` where it is gone, `CaseError` where it does not fit.
    """
    draft = _draft(actor, draft_id)
    rows = Production.objects.select_for_update(no_key=True)
    production: Production = rows.get(id=draft.production_id)
    require(actor, Action.DECLARE, production)
    if draft.revision != revision:
        raise StaleError("The draft has changed since you read it. Check the answers again.")
    if draft.use and submitted_since(draft.use, draft.of_version):
        raise StaleError("A newer version was submitted since this draft began. Start from that.")
    if draft.collisions.exists():
        raise StaleError("Two answers to one question wait to be chosen between. Choose first.")
    desk = desk_for(production, at, draft=draft)
    case = whole_case(desk, draft.document)
    assessed = desk.assess(draft.document)
    author = User.objects.get(id=actor.id)
    use = _use(draft, production, author, at)
    answered = answered_in(draft, case.declaration)
    version = add_version(use, Made(case, assessed, author, at, draft=draft.id, answered=answered))
    files = list(draft.attached.select_related("file"))
    version.attached.set(files)
    append(
        USE_SUBMITTED,
        actor=actor,
        subject=Party("use", use.id),
        at=at,
        scope=production.id,
        body={"version": version.number, "outcome": assessed.outcome or "none", "state": use.state},
        commit={
            "case": case.sha256,
            "assessment": assessed.sha256,
            "attached": sorted(each.file.sha256 for each in files),
        },
    )
    if assessed.outcome == "notify":
        send_notice(Notice(use, version.number, assessed, desk.rulebooks), actor=actor, at=at)
    draft.delete()
    return use


def _draft(actor: Party, draft_id: str) -> Draft:
    """The draft of one of its authors, locked; what was submitted already says which use it is."""
    try:
        return own_draft(draft_id, actor)
    except UsesError:
        version = (
            UseVersion.objects.filter(draft=draft_id).select_related("use__production").first()
        )
        if version is not None and Action.SEE_USES in actions_of(actor, version.use.production):
            raise SubmittedError(version.use) from None
        raise


def _use(draft: Draft, production: Production, author: User, at: datetime) -> Use:
    """The use that the draft becomes, or whose next version it is; locked."""
    if draft.use is None:
        production.last_use += 1
        production.save(update_fields=["last_use"])
        return Use(
            production=production,
            number=production.last_use,
            declared_by=author,
            submitted_at=at,
        )
    use: Use = Use.objects.select_for_update(no_key=True).get(id=draft.use_id)
    if use.state == State.WITHDRAWN:
        raise UsesError("This use was withdrawn. Declare it anew.")
    refuse_delivered(use)
    use.production = production
    use.revision += 1
    use.versions_count += 1
    return use
