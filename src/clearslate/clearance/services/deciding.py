"""Deciding for one area of a use, on exactly what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from clearslate.clearance.acts import acts_asked
from clearslate.clearance.conditions import MOST, Agreed
from clearslate.clearance.entries import DECISION_MADE
from clearslate.clearance.enveloping import open_for
from clearslate.clearance.errors import ClearanceError
from clearslate.clearance.judges import Judge, Judges, the_judge
from clearslate.clearance.lines import ASKED_BY_A_PERSON, open_line_of
from clearslate.clearance.locking import Read, as_read, locked_reviews
from clearslate.clearance.mailing import write_to
from clearslate.clearance.models import Decision, Review
from clearslate.clearance.reasons import chosen, reasons_for
from clearslate.clearance.settling import settle
from clearslate.clearance.telling import Telling, take_back_open
from clearslate.clearance.words import area_title
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.productions.selectors import today_in
from clearslate.uses.attachments import safe_text
from clearslate.uses.models import State, Use, UseVersion

MOST_NOTE = 400

_REASONS_FOR = {
    str(Decision.Verdict.APPROVED): "approve",
    str(Decision.Verdict.CONDITIONS): "conditions",
    str(Decision.Verdict.DECLINED): "decline",
}


@dataclass(frozen=True)
class Verdict:
    """What is decided."""

    verdict: str
    reasons: Sequence[str]
    note: str = ""
    conditions: Sequence[Agreed] = field(default=())
    valid_until: date | None = None
    """The first day on which it no longer holds."""


@service(DECISION_MADE)
def decide(*, actor: Party, at: datetime, review_id: str, read: Read, verdict: Verdict) -> Decision:
    """Decide for one area, by one's own right or for somebody who is away.

    Raises `StaleError` where anything that was read has changed, `NotYoursError` where somebody
    else has to decide, `ClearanceError` for a decision that is not whole.
    """
    return _decide(actor, at, {review_id: read}, verdict)[0]


@service(DECISION_MADE)
def decide_alike(
    *, actor: Party, at: datetime, reads: Mapping[str, Read], verdict: Verdict
) -> list[Decision]:
    """Decide alike for several areas of one use: for all of them, or for none.

    `reads` has what was read by the id of each review. Each area takes of the reasons those that
    are offered for it. Raises as `decide` does.
    """
    return _decide(actor, at, reads, verdict)


def _decide(
    actor: Party, at: datetime, reads: Mapping[str, Read], verdict: Verdict
) -> list[Decision]:
    reviews, use = locked_reviews(reads)
    judges = Judges(use.production, today_in(use.production, at))
    made = []
    for review in reviews:
        judge = the_judge(judges, actor, review.area, use)
        version = as_read(review, use, reads[review.id], at)
        made.append(_made(review, use, version, verdict, judge, at))
    _refuse_strange(verdict, made)
    for decision in made:
        _keep(decision, use, actor, at)
    settle(use, actor=actor, at=at)
    if use.state in (State.GO_AHEAD, State.CLEARED):
        open_for(use, made[-1], actor=actor, at=at)
    _tell_declarant(use, at)
    return made


def _keep(made: Decision, use: Use, actor: Party, at: datetime) -> None:
    """Write a decision down. Questions of its area that are still open are taken back."""
    made.save()
    review = made.review
    take_back_open(Telling(use, review, actor, at), made.version)
    review.state, review.decided_at = Review.State.DECIDED, at
    review.paused_on = None
    review.revision += 1
    review.save()
    _tell(made, use, actor, at)
    _open_lines(use, made, at)


def _refuse_strange(verdict: Verdict, made: Sequence[Decision]) -> None:
    """Raise `ClearanceError` for a reason that no area of the decision is offered."""
    used = {each for decision in made for each in decision.reasons}
    if not used.issuperset(verdict.reasons):
        raise ClearanceError("Choose the reasons from the list.")


def _made(
    review: Review, use: Use, version: UseVersion, verdict: Verdict, judge: Judge, at: datetime
) -> Decision:
    kind = _REASONS_FOR.get(verdict.verdict)
    if kind is None:
        raise ClearanceError("Approve, approve with conditions, or decline.")
    conditions = list(verdict.conditions)
    if (kind == "conditions") != bool(conditions):
        raise ClearanceError("Add a condition, or approve without conditions.")
    if len(conditions) > MOST:
        raise ClearanceError(f"A decision has at most {MOST} conditions.")
    note = safe_text(verdict.note)
    if len(note) > MOST_NOTE:
        raise ClearanceError(f"The note has more than {MOST_NOTE} characters. Shorten it.")
    until = None if kind == "decline" else verdict.valid_until
    if until is not None and until <= today_in(use.production, at):
        raise ClearanceError("The day until which it holds lies in the past. Choose a later one.")
    return Decision(
        review=review,
        version=version.number,
        verdict=verdict.verdict,
        case_sha256=version.case_sha256,
        assessment_sha256=version.assessment_id,
        findings_key=review.findings_key,
        by_id=judge.person_id,
        on_behalf_of_id=judge.on_behalf_of or None,
        reasons=_reasons(review, use, verdict, kind),
        note=note,
        conditions=[each.as_json() for each in conditions],
        valid_until=until,
        at=at,
        asked_at=review.opened_at,
        paused_days=review.paused_days,
    )


def _open_lines(use: Use, made: Decision, at: datetime) -> None:
    """Open the lines that its conditions call for beyond what the rules do."""
    there = set(use.lines.filter(closed_at=None).values_list("kind", flat=True))
    for kind in sorted(acts_asked(use, [made]).lines - there):
        open_line_of(use, kind, key=ASKED_BY_A_PERSON, at=at)


def _reasons(review: Review, use: Use, verdict: Verdict, kind: str) -> list[str]:
    """Those of the reasons that are offered for the area; at least one has to be."""
    offered = reasons_for(use, kind, review.area)
    known = {each.id for each in offered}
    mine = [each for each in verdict.reasons if each in known]
    if verdict.reasons and not mine:
        title = area_title(use, review.area) or "the called-up notice"
        raise ClearanceError(f"Choose a reason that is offered for {title}.")
    return chosen(mine, offered)


def _tell(made: Decision, use: Use, actor: Party, at: datetime) -> None:
    behalf = made.on_behalf_of
    Telling(use, made.review, actor, at).tell(
        DECISION_MADE,
        {
            "case": made.case_sha256,
            "reasons": made.reasons,
            "note": made.note,
            "conditions": made.conditions,
            "on_behalf_of": str(behalf) if behalf else "",
        },
        version=made.version,
        decision=made.id,
        verdict=made.verdict,
        for_another=behalf is not None,
        conditions=len(made.conditions),
    )


def _tell_declarant(use: Use, at: datetime) -> None:
    """Tell whoever declared it once nothing is left to decide, or as soon as it is declined."""
    if use.state == State.IN_REVIEW or not use.declared_by.is_active:
        return
    write_to("decided", use.declared_by.email, use, at, state=use.state, waits_for=use.waits_for)
