"""Submitting: the case is frozen with its assessment, and the use gets its state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.kit import outbox
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.assess.assessment import SEMANTICS
from clearslate.policy.assess.assessment import Assessment as Assessed
from clearslate.policy.case import Case
from clearslate.policy.errors import CaseError, PolicyError
from clearslate.policy.intake import read
from clearslate.productions.access import actions_of, require
from clearslate.productions.models import Production
from clearslate.productions.selectors import people_with, today_in
from clearslate.uses.desk import Desk, desk_for, episodes_in
from clearslate.uses.drafts import own_draft
from clearslate.uses.entries import NOTICE_SENT, USE_SUBMITTED, use_number
from clearslate.uses.errors import NobodyToldError, StaleError, SubmittedError, UsesError
from clearslate.uses.models import Assessment, Dependency, Draft, FindingRow, State, Use, UseVersion
from clearslate.uses.summary import summary_of

STATES = {
    None: State.NOT_A_USE,
    "notify": State.NOTICED,
    "approval": State.IN_REVIEW,
    "hold": State.ON_HOLD,
}
"""Where a use stands by the outcome of its newest version."""


@service(USE_SUBMITTED)
def submit_use(*, actor: Party, at: datetime, draft_id: str, revision: int) -> Use:
    """Submit what a draft says, exactly as its author read it, and end the draft.

    A noticed use sends its notice in the same transaction. Raises `StaleError` where the draft has
    changed since, `UsesError` where it is gone, `CaseError` where it does not fit.
    """
    draft = _draft(actor, draft_id)
    production: Production = Production.objects.select_for_update().get(id=draft.production_id)
    require(actor, Action.DECLARE, production)
    if draft.revision != revision:
        raise StaleError("The draft has changed since you read it. Check the answers again.")
    if draft.use and draft.use.versions_count != draft.of_version:
        raise StaleError("A newer version was submitted since this draft began. Start from that.")
    if draft.collisions.exists():
        raise StaleError("Two answers to one question wait to be chosen between. Choose first.")
    desk = desk_for(production, at, draft=draft)
    case = _case(desk, draft)
    assessed = desk.assess(draft.document)
    author = User.objects.get(id=actor.id)
    use = _use(draft, production, author, assessed, case, at)
    version = _version(use, draft, case, assessed, author, at)
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
        _send_notice(use, version, assessed, desk, actor, at)
    draft.delete()
    return use


def _case(desk: Desk, draft: Draft) -> Case:
    """The case, held to what a file may hold, so that it reads the same wherever it goes."""
    case = desk.exact(draft.document)
    try:
        read(case.document, "case", schema_of(desk.rulebooks))
    except PolicyError as error:
        raise CaseError(error.problems) from None
    return case


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


def _use(
    draft: Draft, production: Production, author: User, assessed: Assessed, case: Case, at: datetime
) -> Use:
    shown = summary_of(case, assessed)
    shown["episodes"] = list(episodes_in(production, case.declaration))
    shown["state"] = _state(draft.use, assessed)
    shown["due_on"] = _due(shown, assessed, today_in(production, at))
    if draft.use is None:
        production.last_use += 1
        production.save(update_fields=["last_use"])
        use = Use(
            production=production,
            number=production.last_use,
            declared_by=author,
            submitted_at=at,
        )
    else:
        use = Use.objects.select_for_update().get(id=draft.use_id)
        if use.state == State.WITHDRAWN:
            raise UsesError("This use was withdrawn. Declare it anew.")
        use.revision += 1
        use.versions_count += 1
    for name, value in shown.items():
        setattr(use, name, value)
    use.changed_at = at
    use.save()
    return use


def _version(
    use: Use, draft: Draft, case: Case, assessed: Assessed, author: User, at: datetime
) -> UseVersion:
    row, made = Assessment.objects.get_or_create(
        sha256=assessed.sha256,
        defaults={
            "canonical": assessed.canonical,
            "case_sha256": case.sha256,
            "semantics": SEMANTICS,
            "holds_until": date.fromisoformat(assessed.holds_until)
            if assessed.holds_until
            else None,
        },
    )
    if made:
        Dependency.objects.bulk_create(
            Dependency(assessment=row, kind=each.kind, record=each.id, sha256=each.sha256)
            for each in assessed.dependencies
        )
    FindingRow.objects.filter(use=use).delete()
    FindingRow.objects.bulk_create(
        FindingRow(
            use=use,
            rule=each.rule,
            area=each.area,
            principle=each.principle or "",
            outcome=each.outcome,
            certain=each.certain,
        )
        for each in assessed.findings
    )
    return UseVersion.objects.create(
        use=use,
        number=use.versions_count,
        case=case.canonical,
        case_sha256=case.sha256,
        assessment=row,
        submitted_by=author,
        submitted_at=at,
        state=use.state,
        draft=draft.id,
    )


def _state(use: Use | None, assessed: Assessed) -> str:
    """Where a use stands; one that was called up stays in review whatever its answers become."""
    state = STATES[assessed.outcome]
    called_up = use is not None and use.call_ups.exists()
    return str(State.IN_REVIEW if called_up and state != State.ON_HOLD else state)


def _due(shown: dict[str, Any], assessed: Assessed, today: date) -> date | None:
    """When whoever has it should be done.

    Missing evidence is wanted before the work begins. Whoever decides has the longest time limit
    of the areas, in working days.
    """
    if shown["state"] == State.ON_HOLD:
        begins: date | None = shown["work_from"]
        return begins if begins and begins > today else None
    days = max((each.days for each in assessed.reviewers), default=0)
    due = today
    while days:
        due += timedelta(days=1)
        days -= due.weekday() < 5
    return due if assessed.reviewers else None


def _send_notice(
    use: Use, version: UseVersion, assessed: Assessed, desk: Desk, actor: Party, at: datetime
) -> None:
    """Tell everybody who gets notices, in words that nobody wrote into the declaration."""
    production = use.production
    areas = {each.id: each.title for book in desk.rulebooks for each in book.loaded.pack.areas}
    named = dict.fromkeys(areas[each.area] for each in assessed.findings)
    parameters = {
        "code_name": production.code_name,
        "number": use_number(use.number),
        "department": use.department,
        "outcome": use.outcome,
        "areas": ", ".join(named),
        "path": f"/p/{production.slug}/uses/{use.number}/",
        "version": str(version.number),
        "state": use.state,
    }
    people = people_with(production, Action.GET_NOTICES)
    if not people:
        raise NobodyToldError(
            "Nobody gets notices in this production. Ask a coordinator to add the contact."
        )
    for person in people:
        outbox.put(
            channel="email", kind="notice", recipient=person.email, parameters=parameters, at=at
        )
        append(
            NOTICE_SENT,
            actor=actor,
            subject=Party("use", use.id),
            at=at,
            scope=production.id,
            body={"version": version.number, "to": Party("person", person.id)},
            commit={"recipient": person.email},
        )
