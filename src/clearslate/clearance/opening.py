"""Asking areas: what a new version asks of whom, and which decisions stand for it unchanged.

Called in the transaction of whatever added the version; `settle` follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from clearslate.clearance.acts import acts_asked, packs_of
from clearslate.clearance.asks import findings_key, newest
from clearslate.clearance.conditions import agreed, outside
from clearslate.clearance.entries import (
    AREA_ASKED,
    AREA_DROPPED,
    DECISION_CARRIED,
    DECISION_ENDED,
)
from clearslate.clearance.enveloping import steps_outside
from clearslate.clearance.limits import set_limit
from clearslate.clearance.lines import ASKED_BY_A_PERSON, open_line_of
from clearslate.clearance.models import Carried, Decision, Line, Review
from clearslate.clearance.results import look_again
from clearslate.clearance.settling import CALLED_UP_DAYS
from clearslate.clearance.telling import Telling, take_back_open
from clearslate.ledger.parties import Party
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.productions.selectors import today_in
from clearslate.record.entry import EntryType
from clearslate.uses.limits import Gates
from clearslate.uses.models import Cause, Use, UseVersion
from clearslate.uses.versions import working_day


@dataclass(frozen=True)
class Opening:
    """A version that is to be asked about, by whom it came, and when."""

    use: Use
    version: UseVersion
    case: Case
    assessed: Assessment
    actor: Party
    at: datetime

    @property
    def today(self) -> date:
        """The legal date in the production's zone."""
        return today_in(self.use.production, self.at)

    @cached_property
    def gates(self) -> Gates:
        """The locks and deliveries that lie ahead."""
        return Gates.of(self.use.production, self.today)

    def tell(self, kind: EntryType, review: Review, *, case: bool = False, **body: str) -> None:
        """Append an entry about one area of the use."""
        commit = {"case": self.version.case_sha256} if case else {}
        telling = Telling(self.use, review, self.actor, self.at)
        telling.tell(kind, commit, version=self.version.number, **body)


THEN: list[Callable[[Opening], None]] = []
"""What nouns above this one do with whatever was asked; each adds its own when it is loaded.

So nothing that adds a version, here or in a flow, can forget one of them.
"""


def ask_areas(opening: Opening) -> None:
    """Ask each area that the version's assessment names, unless its decision stands for it.

    Areas that are not named any more are dropped, with their decisions. A use that is noticed
    under a standing approval asks nobody.
    """
    days = {} if opening.use.under else _asked(opening)
    reviews = {each.area: each for each in opening.use.reviews.select_for_update()}
    for area, limit in days.items():
        key = findings_key(opening.case, opening.assessed, area)
        review = reviews.get(area)
        if review is None:
            review = Review(use=opening.use, area=area)
            _ask(opening, review, key, limit, _why_new(area))
        elif review.state == Review.State.CLOSED:
            _ask(opening, review, key, limit, _why_new(area))
        else:
            _again(opening, review, key, limit)
    for area, review in reviews.items():
        if area not in days and review.state != Review.State.CLOSED:
            _drop(opening, review)
    open_lines(opening)
    look_again(opening.use)
    _then(opening)


def drop_areas(opening: Opening) -> None:
    """Ask nobody any more: the use was withdrawn."""
    for review in opening.use.reviews.select_for_update().exclude(state=Review.State.CLOSED):
        _drop(opening, review)
    opening.use.lines.filter(closed_at=None).update(closed_at=opening.at)
    _then(opening)


def ask_again(opening: Opening) -> int:
    """Ask the areas again whose decisions have come to their day. Returns how many."""
    days = _asked(opening)
    asked = 0
    for review in opening.use.reviews.select_for_update().filter(state=Review.State.DECIDED):
        decision = review.decisions.filter(
            ended_at=None, valid_until__isnull=False, valid_until__lte=opening.today
        ).first()
        if decision is not None:
            _end(opening, review, decision, str(Decision.Ended.RENEWED))
            limit = days.get(review.area, CALLED_UP_DAYS)
            _ask(opening, review, review.findings_key, limit, str(Review.Why.RENEWED))
            asked += 1
    return asked


def _then(opening: Opening) -> None:
    for follow in THEN:
        follow(opening)


def _asked(opening: Opening) -> dict[str, int]:
    """The areas that are asked, with their working days; a called-up notice may have none."""
    days = {each.area: each.days for each in opening.assessed.reviewers}
    called_up = opening.use.call_ups.exists()
    return days or ({"": CALLED_UP_DAYS} if called_up else {})


def _why_new(area: str) -> str:
    return str(Review.Why.NEW if area else Review.Why.CALLED_UP)


def _ask(opening: Opening, review: Review, key: str, days: int, why: str) -> None:
    """Ask an area, anew or for the first time: its clock starts."""
    review.state, review.why = Review.State.WAITING, why
    review.version = opening.version.number
    review.findings_key = key
    review.opened_at = opening.at
    set_limit(review, working_day(opening.today, days), opening.gates, opening.use.episodes)
    review.paused_on, review.decided_at = None, None
    review.paused_days = 0
    review.revision = 1 if review._state.adding else review.revision + 1
    review.save()
    opening.tell(AREA_ASKED, review, why=why)


def _again(opening: Opening, review: Review, key: str, days: int) -> None:
    """A newer version of something that an area was asked about before."""
    decision = review.decisions.filter(ended_at=None).first()
    changed = review.findings_key != key
    if decision is not None and not changed and _stands(opening, decision):
        _carry(opening, review, decision)
        return
    if decision is not None:
        _end(opening, review, decision, str(Decision.Ended.CHANGED))
        _ask(opening, review, key, days, str(Review.Why.CHANGED))
        return
    _take_back(opening, review)
    if changed or review.state == Review.State.PAUSED:
        why = Review.Why.CHANGED if changed else Review.Why.ANSWERED
        _ask(opening, review, key, days, str(why))
        return
    review.version = opening.version.number
    review.revision += 1
    review.save()


def _stands(opening: Opening, decision: Decision) -> bool:
    """Whether a decision whose findings did not change stands for the version.

    An approval does unless the version breaks a condition of it, or steps outside the envelope and
    the area decided on outputs. A refusal does unless somebody submitted the version: they may
    have mended what no finding speaks of.
    """
    if not decision.approves:
        return opening.version.cause not in (Cause.SUBMITTED, Cause.FINAL)
    if outside(agreed(decision.conditions), opening.case):
        return False
    on_outputs = any(
        each.path.startswith("outputs")
        for each in opening.assessed.findings
        if each.area == decision.review.area
    )
    return not on_outputs or not steps_outside(opening.use, opening.case)


def _carry(opening: Opening, review: Review, decision: Decision) -> None:
    Carried.objects.create(
        decision=decision,
        version=opening.version.number,
        case_sha256=opening.version.case_sha256,
        at=opening.at,
    )
    review.version = opening.version.number
    review.revision += 1
    review.save()
    opening.tell(DECISION_CARRIED, review, case=True, decision=decision.id)


def _end(opening: Opening, review: Review, decision: Decision, because: str) -> None:
    decision.ended_at, decision.ended_because = opening.at, because
    decision.save(update_fields=["ended_at", "ended_because"])
    opening.tell(DECISION_ENDED, review, decision=decision.id, because=because)


def _take_back(opening: Opening, review: Review) -> None:
    """Questions about an older version are answered by the newer one, or asked again."""
    telling = Telling(opening.use, review, opening.actor, opening.at)
    take_back_open(telling, opening.version.number)


def _drop(opening: Opening, review: Review) -> None:
    decision = review.decisions.filter(ended_at=None).first()
    if decision is not None:
        _end(opening, review, decision, str(Decision.Ended.NOT_ASKED))
    _take_back(opening, review)
    review.state = Review.State.CLOSED
    review.paused_on = review.due_on = review.limit_on = None
    review.revision += 1
    review.save()
    opening.tell(AREA_DROPPED, review)


def open_lines(opening: Opening) -> None:
    """Open the lines that the conditions and duties call for; what was answered stays answered.

    A line is replaced once the findings have changed on which it was answered; one that a person
    asked for stays.
    """
    use = opening.use
    kinds = set() if use.under else {*acts_asked(use, ()).lines, *_consulted(opening)}
    key = findings_key(opening.case, opening.assessed, "")
    there = {each.kind: each for each in use.lines.filter(closed_at=None)}
    for kind, line in there.items():
        if line.findings_key == ASKED_BY_A_PERSON:
            kinds.discard(kind)
        elif kind not in kinds or (line.response and line.findings_key != key):
            line.closed_at = opening.at
            line.save(update_fields=["closed_at"])
        else:
            kinds.discard(kind)
    for kind in sorted(kinds):
        open_line_of(use, kind, key=key, at=opening.at)


def _consulted(opening: Opening) -> Iterator[str]:
    """The consultations that the duties of the assessment name."""
    lines = {each.id: each.line for pack in packs_of(newest(opening.use)) for each in pack.duties}
    for duty in opening.assessed.duties:
        if line := lines.get(duty.id):
            yield str(Line.Kind(line))
