"""How a use stands on a day: the headline answer, what it means, and who decided it.

The page and the paper say the same. What stands behind it, part by part, is in `behind`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clearslate.clearance.acts import Asked as Acts
from clearslate.clearance.acts import acts_asked
from clearslate.clearance.models import Decision, Result, ResultLook, Suspension
from clearslate.clearance.page import Asked, asked_areas
from clearslate.clearance.shown import Batch, batches_of
from clearslate.clearance.suspended import pausing
from clearslate.policy.pack.model import Pack
from clearslate.policy.render.words import count, listed
from clearslate.ui.access import Visit
from clearslate.uses.ground import ground_for
from clearslate.uses.models import Cause, Use, UseVersion, WaitsFor
from clearslate.uses.reading import LAPSED, STALE, SUSPENDED, reading
from clearslate.uses.stored import Stored
from clearslate.uses.turns import (
    CLEARED,
    DECLINED,
    GO_AHEAD,
    IN_REVIEW,
    NOT_A_USE,
    NOTICED,
    ON_HOLD,
    WITHDRAWN,
    Turns,
)

_HEADLINES = {
    NOTICED: ("noticed", "Noticed"),
    IN_REVIEW: ("in_review", "In review: needs approval"),
    ON_HOLD: ("hold", "On hold: evidence missing"),
    GO_AHEAD: ("go_ahead", "Go-ahead given"),
    CLEARED: ("cleared", "Cleared"),
    DECLINED: ("declined", "Declined"),
    WITHDRAWN: ("withdrawn", "Withdrawn"),
    NOT_A_USE: ("not_a_use", "Not a use of generative AI"),
    SUSPENDED: ("suspended", "Suspended"),
    STALE: ("lapsed", "To be assessed again"),
    LAPSED: ("lapsed", "Lapsed"),
}


class Head(NamedTuple):
    """The headline answer: its sign, the words, and what they mean."""

    sign: str
    words: str
    means: str


def head_of(reads: str, outcome: str, means: str) -> Head:
    """The headline of a version: how it reads, and what its assessment means."""
    sign, words = _HEADLINES[reads]
    if reads == IN_REVIEW and outcome == "notify":
        words = "In review: called up"
        means = "By rule it is notify. Somebody asked for a review, so a person decides."
    if reads == NOTICED and outcome != "notify":
        means = "By rule it needs approval, and a standing approval gives that ahead."
    if reads == WITHDRAWN:
        means = "Nobody has to decide on it any more. Its assessment stays as it was made."
    return Head(sign, words, means)


@dataclass(frozen=True)
class Stands:
    """A use in its newest version on a day, and everything it stands on."""

    use: Use
    packs: tuple[Pack, ...]
    turns: Turns
    zone: str
    today: date
    say: Callable[[date], str]
    """A day in words."""

    @cached_property
    def reads(self) -> str:
        """How it reads today."""
        return reading(self.use, self.today)

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """The areas that are asked of it."""
        return asked_areas(self.use)

    @cached_property
    def decisions(self) -> list[Decision]:
        """The decisions that stand, in the order of their areas."""
        return [each.decision for each in self.asked.values() if each.decision is not None]

    @cached_property
    def acts(self) -> Acts:
        """What is asked for beside the decisions."""
        return acts_asked(self.use, self.decisions)

    @cached_property
    def batches(self) -> list[Batch]:
        """The results that were sent."""
        return batches_of(self.use)

    @cached_property
    def pauses(self) -> list[Suspension]:
        """The suspensions that pause it."""
        return pausing(self.use) if self.use.suspended else []

    def head(self, means: str) -> Head:
        """The headline answer; `means` is what the assessment means."""
        usual = head_of(self.reads, self.use.outcome, means)
        more = {
            IN_REVIEW: self._in_review,
            GO_AHEAD: self._go_ahead,
            CLEARED: self._cleared,
            DECLINED: self._declined,
            SUSPENDED: self._suspended,
            STALE: self._stale,
            LAPSED: self._lapsed,
        }.get(self.reads)
        return more(usual) if more else usual

    @property
    def decided(self) -> str:
        """How many areas have decided: “2 of 3 areas decided”."""
        if not self.asked:
            return ""
        done = sum(not each.pending for each in self.asked.values())
        return f"{done} of {count(len(self.asked), 'area')} decided"

    def day(self, at: datetime) -> str:
        """The legal day of an instant, in words."""
        return self.say(at.astimezone(ZoneInfo(self.zone)).date())

    def area(self, area: str) -> str:
        """An area in words."""
        titles = {each.id: each.title for pack in self.packs for each in pack.areas}
        return titles.get(area, area.replace("_", " ")) if area else "Called-up notice"

    def reason(self, reason: str) -> str:
        """A reason of the rules in words."""
        titles = {each.id: each.title for pack in self.packs for each in pack.reasons}
        return titles.get(reason, reason.replace("_", " "))

    def looked(self, state: str) -> Iterator[tuple[Result, ResultLook | None]]:
        """The results in a state, each with the newest look at it."""
        for batch in self.batches:
            yield from (pair for pair in batch.shown if pair[0].state == state)

    def _in_review(self, usual: Head) -> Head:
        if self.use.waits_for == WaitsFor.ANSWER:
            return usual._replace(words="In review: waits for an answer")
        return usual

    def _go_ahead(self, usual: Head) -> Head:
        if self.use.waits_for:
            waits = self.use.get_waits_for_display()
            means = f"The work may be done. Before it may stay in, it waits for {waits}."
        else:
            means = "The work may be done. Its material is temporary and stays out of finals."
        words = "Go-ahead with conditions" if self._with_conditions else usual.words
        return Head(usual.sign, words, means)

    def _cleared(self, usual: Head) -> Head:
        looks = [look for _, look in self.looked(str(Result.State.CLEARED)) if look is not None]
        made: list[ResultLook | Decision] = [*looks] if self.acts.results else [*self.decisions]
        if not made:
            return usual
        by = listed(dict.fromkeys(map(signed, made)))
        on = self.day(max(each.at for each in made))
        what = listed(self.acts.results) if self.acts.results else "what was declared"
        if self._with_conditions:
            usual = Head("conditions", "Cleared with conditions", "")
        return usual._replace(means=f"Cleared by {by}, {on}, for {what}.")

    def _declined(self, usual: Head) -> Head:
        for area, each in self.asked.items():
            if each.decision is not None and not each.decision.approves:
                by, on = signed(each.decision), self.day(each.decision.at)
                means = (
                    f"Declined by {by}, {on}, for {self.area(area)}. It is not to be done as"
                    " declared. Submit a new version, or withdraw it."
                )
                return usual._replace(means=means)
        return usual

    def _suspended(self, usual: Head) -> Head:
        means = "What was decided stands, and counts again once the pause ends."
        if self.pauses:
            first = self.pauses[0]
            means = f"Paused by {first.by}, {self.day(first.at)}. {means}"
        return usual._replace(means=means)

    def _stale(self, usual: Head) -> Head:
        because = str(Cause(self.use.stale_because or Cause.DATE).label)
        means = (
            f"{because[0].upper()}{because[1:]}. It is assessed by itself, and not cleared until"
            " then. What was decided stays where nothing of it changed."
        )
        return usual._replace(means=means)

    def _lapsed(self, usual: Head) -> Head:
        held = f"held until {self.say(self.use.valid_until)}" if self.use.valid_until else "ended"
        if self.use.under:
            means = f"Its standing approval {held}. It is assessed again by itself."
        else:
            means = f"What was decided {held}. Ask for it again; until then it is not cleared."
        return usual._replace(means=means)

    @property
    def _with_conditions(self) -> bool:
        return any(each.conditions for each in self.decisions)


def stands_of(visit: Visit, use: Use, found: Stored, say: Callable[[date], str]) -> Stands:
    """How a use stands today, in its newest version; `say` puts a day into words."""
    packs = tuple(each.loaded.pack for each in found.case.rulebooks)
    turns = ground_for(visit.party, visit.production, visit.at).turns
    return Stands(use, packs, turns, visit.production.zone, visit.today, say)


def how_made(version: UseVersion) -> str:
    """How a version came to be: somebody submitted it, or it was assessed anew by itself."""
    if version.cause == Cause.SUBMITTED:
        return f"submitted by {version.submitted_by}"
    if version.cause == Cause.FINAL:
        return f"temporary became final, by {version.submitted_by}"
    return f"assessed anew: {version.get_cause_display()}"


def signed(row: Decision | ResultLook) -> str:
    """Who did it, and for whom where they stood in."""
    return f"{row.by}, for {row.on_behalf_of}" if row.on_behalf_of else str(row.by)
