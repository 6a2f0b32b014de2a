"""Words that several papers share: days, people, how a use reads, and its envelope."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from clearslate.clearance.models import Decision
from clearslate.policy.assess.words import day_words
from clearslate.productions.models import Production
from clearslate.productions.selectors import today_in
from clearslate.ui.access import Visit
from clearslate.ui.listing import signed
from clearslate.ui.shapes import VERDICTS
from clearslate.uses.models import Use, WaitsFor
from clearslate.uses.reading import LAPSED, STALE, SUSPENDED

AT_DELIVERY = "Kept and shown now; checked against the finished cut at delivery."

WAITS = {
    str(WaitsFor.EVIDENCE): "the evidence that is missing",
    str(WaitsFor.DECISION): "a decision",
    str(WaitsFor.ANSWER): "an answer to a question",
    str(WaitsFor.RESULT): "the result, to be looked at",
    str(WaitsFor.LOOK): "a look at the result",
    str(WaitsFor.LEGAL_REVIEW): "the legal review",
    str(WaitsFor.RIGHTS_CLEARANCE): "the rights clearance",
}
"""What a use waits for, as a paper says it."""


def made(visit: Visit) -> str:
    """When a paper was made, and for whom."""
    return f"{day_words(visit.today)}, for {visit.user}"


def on(production: Production, at: datetime | None) -> str:
    """The legal day of an instant, in words."""
    return day_words(today_in(production, at)) if at else ""


def upon(day: date | None) -> str:
    """A day in words; empty for none."""
    return day_words(day) if day else ""


def both(row: Any) -> str:
    """Who did something; both names where somebody stood in."""
    return f"{row.by}, for {row.on_behalf_of}" if row.on_behalf_of_id else str(row.by)


def verdict(decision: Decision) -> tuple[str, str]:
    """A decision as sign and word."""
    if not decision.approves:
        return "declined", "declined"
    conditions = decision.verdict == Decision.Verdict.CONDITIONS
    return "go_ahead", "go-ahead, with conditions" if conditions else "go-ahead"


def reads_as(use: Use, reads: str) -> tuple[str, str]:
    """How a use reads, as sign and word."""
    sign, word = signed(reads)
    return sign, word or VERDICTS[sign].word


def why_not(use: Use, reads: str) -> str:
    """Why a use that was settled does not hold now, in a sentence; empty where it holds."""
    if reads == STALE:
        if use.stale_since is None:
            return f"Its assessment held until before {upon(use.holds_until)}."
        return "What it rests on has changed, and it waits to be assessed again."
    if reads == LAPSED:
        return f"It held until before {upon(use.valid_until)}."
    return "It is suspended." if reads == SUSPENDED else ""
