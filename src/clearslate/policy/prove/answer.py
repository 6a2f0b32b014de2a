"""What the interpreter says of a sample, in the terms the statements use."""

from __future__ import annotations

from typing import NamedTuple

from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.language.logic import Truth3
from clearslate.policy.pack.model import Outcome, Pack, Rule
from clearslate.policy.prove.sample import Resolved


class Answer(NamedTuple):
    """The outcome of one case and its interval; all None where it is "not a use"."""

    outcome: Outcome | None
    low: Outcome | None
    high: Outcome | None

    @property
    def notify(self) -> bool:
        """Telling the contact is enough."""
        return self.outcome is Outcome.NOTIFY

    @property
    def escalates(self) -> bool:
        """Somebody has to approve, at least."""
        return self.outcome is not None and self.outcome > Outcome.NOTIFY


def answer(pack: Pack, case: Resolved) -> Answer:
    """The interpreter's answer."""
    engine = Interpreter(pack)
    if engine.gate(case):
        return Answer(None, None, None)
    bounds = engine.bounds(case)
    return Answer(Outcome(bounds.outcome), Outcome(bounds.low), Outcome(bounds.high))


def word(outcome: Outcome | None) -> str:
    """An outcome as messages say it."""
    return "not a use" if outcome is None else outcome.word


def fired(pack: Pack, case: Resolved, rule: Rule) -> dict[int | None, Truth3]:
    """The subjects, by index, on which a rule holds (True) or may hold (None)."""
    number = pack.rules.index(rule)
    return {hit.index: hit.truth for hit in Interpreter(pack).hits(case) if hit.rule == number}
