"""Assessing a use anew from the same answers, because something around them changed.

A version is added only where the assessment says something else than before, apart from its day.
Otherwise the newest version stays, and with it everything that was decided on it; only the day
until which it holds moves.

Called in a transaction in which the production and then the use were locked, before any entry was
appended.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearslate.accounts.permissions import Action
from clearslate.clearance.decided import decided_at
from clearslate.clearance.noticing import notice_under, register_under, still_under
from clearslate.clearance.opening import Opening, ask_areas
from clearslate.clearance.settling import settle
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.policy.assess.assess import schema_of
from clearslate.productions.selectors import people_with
from clearslate.uses.desk import Desk, assessor_of, desk_of, episodes_in
from clearslate.uses.entries import USE_REASSESSED
from clearslate.uses.errors import NobodyToldError
from clearslate.uses.finals import submitted_last
from clearslate.uses.fitting import fitting
from clearslate.uses.models import Cause, State, Use, UseVersion
from clearslate.uses.same import same_but_for_the_day
from clearslate.uses.stored import declared_in
from clearslate.uses.versions import Made, add_version, holds_until


@dataclass(frozen=True)
class Anew:
    """A use that was assessed anew, and how it stood before."""

    use: Use
    because: str
    was_state: str
    was_outcome: str
    version: UseVersion | None
    """The version that was added; none where its assessment says the same as before."""

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than before, or needs something else."""
        return (self.was_state, self.was_outcome) != (self.use.state, self.use.outcome)


def assess_anew(use: Use, *, actor: Party, at: datetime, because: str = "") -> Anew:
    """Assess a use again with the facts, rules and readings of now, and let it stand accordingly.

    `because` is the cause, where it is not that of its mark. Raises `NobodyToldError` where it
    comes to a notice that nobody would get, and `DamagedError` as `read_back` does.
    """
    was = (str(use.state), use.outcome)
    why = because or use.stale_because or str(Cause.DATE)
    decided = decided_at(use)
    version = _again(use, actor, at, why, decided)
    if decided is not None and decided_at(use) is None:
        # It is not decided any more, so rules that reach only such uses reach it from now on.
        version = _again(use, actor, at, why, None) or version
    return Anew(use, version.cause if version else why, *was, version)


def _again(
    use: Use, actor: Party, at: datetime, why: str, decided: datetime | None
) -> UseVersion | None:
    newest: UseVersion = use.versions.select_related("assessment", "submitted_by").get(
        number=use.versions_count
    )
    made = _made(use, newest, at, why, decided)
    before = json.loads(bytes(newest.assessment.canonical))
    if same_but_for_the_day(before, made.assessed.as_json()):
        _keep(use, made)
        _tell(use, made, actor, changed=False)
        if use.under and not still_under(use, made.case, made.assessed, at):
            _ask(use, newest, made, actor)
        elif use.outcome == "hold" and use.state != State.ON_HOLD:
            settle(use, actor=actor, at=at)  # the exception that lifted it may have ended
        return None
    _check_somebody_is_told(use, made)
    was = (str(use.state), str(use.waits_for))
    version = _add(use, newest, made)
    _tell(use, made, actor, changed=True)
    _ask(use, version, made, actor, was)
    return version


def _made(use: Use, newest: UseVersion, at: datetime, why: str, decided: datetime | None) -> Made:
    """The version that a use would get now, from the answers that were submitted last."""
    declared = declared_in(submitted_last(use))
    desk = desk_of(use, declared, at, decided_at=decided)
    pins = json.loads(bytes(newest.case))
    case = desk.case(_fitted(declared, desk, pins))
    if (case.document["packs"], case.document["switches"]) != (pins["packs"], pins["switches"]):
        why = str(Cause.RULES)
    assessed = assessor_of(desk.rulebooks).assess(case)
    return Made(case, assessed, newest.submitted_by, at, cause=why, declared=declared)


def _fitted(declared: dict[str, Any], desk: Desk, pins: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the rules of now know them; under the same rules they fit as they are."""
    used = [each["sha256"] for each in pins["packs"]]
    if used == [book.loaded.pack.sha256 for book in desk.rulebooks]:
        return declared
    return fitting(declared, schema_of(desk.rulebooks))[0]


def _keep(use: Use, made: Made) -> None:
    """The newest version stays; the use holds until the day of what was found now."""
    use.holds_until = holds_until(use, made.assessed, made.at)
    use.stale_since, use.stale_because = None, ""
    use.episodes = list(episodes_in(use.production, made.case.declaration))
    use.revision += 1
    use.save(update_fields=["holds_until", "stale_since", "stale_because", "episodes", "revision"])


def _add(use: Use, newest: UseVersion, made: Made) -> UseVersion:
    use.versions_count += 1
    use.revision += 1
    version = add_version(use, made)
    version.attached.set(newest.attached.all())
    return version


def _check_somebody_is_told(use: Use, made: Made) -> None:
    becomes_notice = made.assessed.outcome == "notify" and use.outcome != "notify"
    if becomes_notice and not people_with(use.production, Action.GET_NOTICES):
        raise NobodyToldError(
            "Nobody gets notices in this production. Ask a coordinator to add the contact."
        )


def _ask(
    use: Use,
    version: UseVersion,
    made: Made,
    actor: Party,
    was: tuple[str, str] | None = None,
) -> None:
    """Ask the areas that a version names, unless a standing approval covers it, and settle."""
    opening = Opening(use, version, made.case, made.assessed, actor, made.at)
    envelope = notice_under(opening, tell=False)
    ask_areas(opening)
    settle(use, actor=actor, at=made.at, was=was)
    if envelope is not None and not use.suspended:
        register_under(opening, envelope)


def _tell(use: Use, made: Made, actor: Party, *, changed: bool) -> None:
    append(
        USE_REASSESSED,
        actor=actor,
        subject=Party("use", use.id),
        at=made.at,
        scope=use.production_id,
        body={
            "version": use.versions_count,
            "outcome": made.assessed.outcome or "none",
            "changed": changed,
            "because": made.cause,
        },
        commit={"case": made.case.sha256, "assessment": made.assessed.sha256},
    )
