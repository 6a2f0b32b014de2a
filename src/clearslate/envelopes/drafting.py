"""What an envelope of one use would cover, as its declaration says: a proposal to decide on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from clearslate.envelopes.answers import Answers
from clearslate.envelopes.ceiling import plain
from clearslate.envelopes.in_frame import vocabulary
from clearslate.envelopes.scope import ANYBODY, IN_HOUSE, NAMED, Scope, Tool
from clearslate.policy.case import Case
from clearslate.uses.desk import assessor_of


def draft_envelope(case: Case) -> Scope:
    """The scope that a declaration asks for; what it does not say sets no limit.

    The ceiling comes from the shots that are listed and from the seconds of all outputs. What is
    certainly not in frame is proposed to be kept out.
    """
    answers = Answers(case, assessor_of(case.rulebooks))
    steps = [each for each in answers.items("components") or () if each["technique"] != "not_ai"]
    shots = answers.one("use", "shots")
    return Scope(
        departments=_once([answers.one("use", "department")]),
        media=tuple(answers.one("use", "media") or ()),
        techniques=_once(each["technique"] for each in steps),
        destinations=_once(value for _, value in answers.each("outputs", "destination")),
        tools=_once(
            Tool(each["name"], each["version"] or "", each["tier"] or "")
            for each in steps
            if each["name"]
        ),
        by=_by(steps),
        vendors=_once(each["vendor"] for each in steps if each["performed_by"] == "vendor"),
        most_shots=len(shots) if shots else None,
        most_seconds=_seconds(answers),
        kept_out=_kept_out(answers),
    )


def _by(steps: Iterable[Any]) -> str:
    """Who does it: anybody where a step does not say so, or names no vendor."""
    who = {each["performed_by"] for each in steps}
    named = all(each["vendor"] for each in steps if each["performed_by"] == "vendor")
    if not who or None in who or not named:
        return ANYBODY
    return NAMED if "vendor" in who else IN_HOUSE


def _seconds(answers: Answers) -> str:
    found = [value for _, value in answers.each("outputs", "seconds")]
    if not found or None in found or not sum(found):
        return ""
    return plain(Decimal(sum(found)) / 1000)


def _kept_out(answers: Answers) -> tuple[str, ...]:
    return tuple(
        word
        for word, kept in vocabulary().items()
        if kept.declared is not None and answers.holds(kept.declared)[0] is True
    )


def _once(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(each for each in values if each is not None))
