"""The journey through the questions, as immutable values for a page or a terminal to show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from clearslate.policy.language.ir import Kind
from clearslate.policy.pack.model import Card, Outcome, Question


class State(StrEnum):
    """Where a question or a card stands."""

    OPEN = "open"
    """It can be answered now, and the answer can matter."""
    WAITING = "waiting"
    """Whether it is asked hangs on an answer that is still open."""
    ANSWERED = "answered"
    """The declaration holds an answer; “not sure” is one."""
    SETTLED = "settled"
    """It has no answer, and none can matter any more."""
    NOT_APPLICABLE = "not_applicable"
    """An earlier answer rules it out."""


class Option(NamedTuple):
    """A value that can be chosen, and the words for it."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about one subject."""

    question: Question
    path: str
    """Where the answer goes, for example `inputs[0].owner`, or `people` for the list itself."""
    index: int | None
    """The item of the list; None for the use and for a list itself."""
    subject: str
    """The name of the item; empty for the use and for a list itself."""
    kind: Kind | None
    """The type of the answer; None for a list itself."""
    options: tuple[Option, ...]
    state: State
    answer: Any
    """As the file has it; None where there is none yet."""
    on_file: str
    """What the register says in place of an answer, in words; empty where it says nothing."""
    settles: tuple[str, ...]
    """The ids of the rules that wait for this answer."""
    clarifies: bool
    """It can no longer matter to the result, but would make a finding certain."""
    needs_one: bool
    """A list that cannot stay empty."""


@dataclass(frozen=True, slots=True)
class Step:
    """One card, about one item where the card is asked for each."""

    key: str
    """Names the step: the card, and the item where there is one, for example `person_act[0]`."""
    card: Card
    index: int | None
    subject: str
    state: State
    questions: tuple[Asked, ...]
    weight: int
    """How much its open questions would settle; see docs/decisions/0006."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """A finding that no further answer takes away."""

    rule: str
    title: str
    subject: str
    path: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PrincipleSoFar:
    """A principle: `met`, `not_met`, or `not_sure` while a rule behind it is open."""

    id: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class SoFar:
    """What the answers so far give."""

    outcome: Outcome | None
    """The outcome acted on; None when this is certainly no use of generative AI."""
    low: Outcome
    high: Outcome
    findings: tuple[Certainty, ...]
    open_rules: tuple[str, ...]
    """The ids of the rules that are not settled."""
    principles: tuple[PrincipleSoFar, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """The whole interview as it stands after the answers so far."""

    steps: tuple[Step, ...]
    """Every card in its natural order, also those that are answered or not asked."""
    next: Step | None
    """The card to show; None when finished."""
    finished: bool
    """No further answer can matter to the outcome, the reviewers, the conditions or the duties,
    and the notice is complete."""
    remaining: int
    """Cards that can matter and will be asked, as far as is known."""
    possible: int
    """Further cards that an open answer may bring."""
    so_far: SoFar

    def step(self, key: str) -> Step | None:
        """The step of that key, or None."""
        return next((step for step in self.steps if step.key == key), None)

    def asked(self, path: str) -> Asked | None:
        """The question whose answer goes to that path, or None."""
        return next(
            (asked for step in self.steps for asked in step.questions if asked.path == path), None
        )
