"""Versions of uses: one is added, and what the use says of its newest one follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from clearslate.accounts.models import User
from clearslate.policy.assess.assessment import SEMANTICS
from clearslate.policy.assess.assessment import Assessment as Assessed
from clearslate.policy.case import Case
from clearslate.productions.packs import rules_change
from clearslate.productions.selectors import today_in
from clearslate.uses.answered import Answerers, answered_before
from clearslate.uses.desk import episodes_in
from clearslate.uses.limits import Gates
from clearslate.uses.models import (
    Assessment,
    Cause,
    Dependency,
    FindingRow,
    State,
    Use,
    UseVersion,
    WaitsFor,
)
from clearslate.uses.naming import keep_names
from clearslate.uses.summary import summary_of

STATES = {
    None: State.NOT_A_USE,
    "notify": State.NOTICED,
    "approval": State.IN_REVIEW,
    "hold": State.ON_HOLD,
}
"""Where a use stands by the outcome of its newest version, before anybody has decided."""


@dataclass(frozen=True)
class Made:
    """A version that is about to be added: a case with its assessment, by whom and why."""

    case: Case
    assessed: Assessed
    by: User
    at: datetime
    cause: str = str(Cause.SUBMITTED)
    draft: str = ""
    """The id of the draft that it was, where it was one."""
    answered: Answerers | None = None
    """Who gave which answer; as in the version before where nobody answered anew."""
    declared: Mapping[str, Any] | None = None
    """What was declared, where the case says “not sure” in place of a record that is gone."""


def add_version(use: Use, made: Made) -> UseVersion:
    """Add a version to a use, which is locked or new, and let the use say what it says.

    The assessment is no longer stale then. Where the use stands is by rule alone: whoever calls
    settles it with what was decided.
    """
    show(use, made)
    use.save()
    row = _kept(made)
    use.assessment = row
    use.save(update_fields=["assessment"])
    keep_names(use, made.declared or made.case.declaration, made.case.facts)
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
        for each in made.assessed.findings
    )
    known = {"draft": made.draft} if made.draft else {}
    return UseVersion.objects.create(
        use=use,
        number=use.versions_count,
        case=made.case.canonical,
        case_sha256=made.case.sha256,
        assessment=row,
        submitted_by=made.by,
        submitted_at=made.at,
        state=use.state,
        cause=made.cause,
        answered=answered_before(use) if made.answered is None else made.answered,
        **known,
    )


def submitted_since(use: Use, number: int) -> bool:
    """Whether somebody submitted a version after the one of that number.

    A version that was only assessed anew has the same answers, so it stands in nobody's way.
    """
    newer = use.versions.filter(number__gt=number)
    return bool(newer.filter(cause__in=[Cause.SUBMITTED, Cause.FINAL]).exists())


def show(use: Use, made: Made) -> None:
    """Let a use say what its newest version says; `settle` moves it from there."""
    shown = summary_of(made.case, made.assessed)
    shown["episodes"] = list(episodes_in(use.production, made.case.declaration))
    for name, value in shown.items():
        setattr(use, name, value)
    use.state = _state(use, made.assessed)
    use.waits_for = {
        str(State.ON_HOLD): str(WaitsFor.EVIDENCE),
        str(State.IN_REVIEW): str(WaitsFor.DECISION),
    }.get(use.state, "")
    use.waiting = use.areas if use.state == State.IN_REVIEW else []
    use.asked = []
    use.holds_until = holds_until(use, made.assessed, made.at)
    use.valid_until, use.under = None, ""
    use.stale_since, use.stale_because = None, ""
    use.due_on = _due(use, made.assessed, today_in(use.production, made.at))
    use.changed_at = made.at


def holds_until(use: Use, assessed: Assessed, at: datetime) -> date | None:
    """The first day on which an assessment of a use may differ: by its facts, or by its rules."""
    rules = rules_change(use.production, today_in(use.production, at))
    days = [day for day in (day_of(assessed.holds_until), rules) if day is not None]
    return min(days, default=None)


def day_of(text: str | None) -> date | None:
    """A day as an assessment writes it."""
    return date.fromisoformat(text) if text else None


def working_day(today: date, days: int) -> date:
    """The day so many working days after today."""
    while days:
        today += timedelta(days=1)
        days -= today.weekday() < 5
    return today


def _state(use: Use, assessed: Assessed) -> str:
    """Where a use stands; one that was called up stays in review whatever its answers become."""
    state = STATES[assessed.outcome]
    called_up = not use._state.adding and use.call_ups.exists()
    return str(State.IN_REVIEW if called_up and state != State.ON_HOLD else state)


def _due(use: Use, assessed: Assessed, today: date) -> date | None:
    """When whoever has it should be done.

    Missing evidence is wanted before the work begins. Whoever decides has the longest time limit
    of the areas, in working days.
    """
    if use.state == State.ON_HOLD:
        begins: date | None = use.work_from
        return begins if begins and begins > today else None
    if not assessed.reviewers:
        return None
    limit = working_day(today, max(each.days for each in assessed.reviewers))
    return Gates.of(use.production, today).due(limit, use.episodes)


def _kept(made: Made) -> Assessment:
    """The row that keeps the bytes of an assessment, made where there is none yet."""
    assessed = made.assessed
    row, new = Assessment.objects.get_or_create(
        sha256=assessed.sha256,
        defaults={
            "canonical": assessed.canonical,
            "case_sha256": made.case.sha256,
            "semantics": SEMANTICS,
            "holds_until": day_of(assessed.holds_until),
        },
    )
    if new:
        Dependency.objects.bulk_create(
            Dependency(assessment=row, kind=each.kind, record=each.id, sha256=each.sha256)
            for each in assessed.dependencies
        )
    return row
