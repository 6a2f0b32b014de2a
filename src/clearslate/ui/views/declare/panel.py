"""The panel beside the questions: what the answers so far give, and what can still change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from clearslate.policy.assess.assessment import MADE_BY, Assessment, Finding, Missing
from clearslate.policy.interview import Asked, Journey, State
from clearslate.policy.render.words import HEADLINES, SIGNS, count, counted, words_of
from clearslate.ui.shapes import VERDICTS

#: Findings that are written out; the others are counted, and stand in full with the answers.
_MOST = 8


class StillOpen(NamedTuple):
    """A question without an answer, and where it stands."""

    number: str
    ask: str
    path: str
    step: str
    id: str


@dataclass(frozen=True)
class Panel:
    """What the answers so far give."""

    assessed: Assessment
    on: date
    left: int
    may_bring: bool
    """Whether an answer may bring further questions."""
    deciding: Sequence[StillOpen]
    """Open questions that a rule still waits for."""
    adding: int
    """Open questions that only add to the notice."""
    certain: Sequence[tuple[Finding, str]]
    """Findings that no answer takes away, each with its area in words."""
    doubtful: Sequence[Finding]
    more: int
    """Findings that are not written out."""
    made_by: str = MADE_BY

    @property
    def outcome(self) -> str:
        """The name of the outcome that holds."""
        return self.assessed.outcome or "not_a_use"

    @property
    def headline(self) -> str:
        """The outcome as a headline."""
        return HEADLINES[self.outcome]

    @property
    def tone(self) -> str:
        """The colour of the outcome."""
        return VERDICTS[self.outcome].tone

    @property
    def low(self) -> str:
        """The lowest outcome that is still possible."""
        return self.assessed.interval[0]

    @property
    def high(self) -> str:
        """The highest outcome that is still possible."""
        return self.assessed.interval[1]

    @property
    def settled(self) -> bool:
        """Whether no answer can change the outcome any more."""
        return self.assessed.outcome is None or self.low == self.high

    @property
    def sticks(self) -> str:
        """Open while the outcome can still change."""
        return "closed" if self.settled else "open"

    @property
    def principles_title(self) -> str:
        """How many principles there are, as a heading."""
        return counted(len(self.assessed.principles), "principle")

    @property
    def says(self) -> str:
        """Outcome and bounds in a sentence, for whoever hears the page."""
        if self.assessed.outcome is None:
            return "Not a use of generative AI. No further answer is needed."
        now = f"As answered so far: {SIGNS[self.outcome].word}."
        if self.low == self.high:
            return f"{now} No other outcome is possible now."
        return f"{now} At least {SIGNS[self.low].word}, at most {SIGNS[self.high].word}."

    @property
    def still_open(self) -> str:
        """What is left to answer, in a few words."""
        if not self.left:
            return "Every question is answered"
        if self.settled:
            return f"Settled, {count(self.left, 'question')} left"
        if not self.deciding:
            return f"{count(self.left, 'question')} left"
        can = "answer" if len(self.deciding) == 1 else "answers"
        return f"{len(self.deciding)} {can} can change it"

    @property
    def missing(self) -> Sequence[Missing]:
        """Evidence that is not on file."""
        return self.assessed.missing

    @property
    def advisory(self) -> frozenset[str]:
        """The titles of packs that are shown and do not count."""
        return frozenset(p.title for p in self.assessed.packs if p.standing == "advisory")


def panel_of(
    assessed: Assessment,
    journey: Journey,
    on: date,
    numbers: Mapping[str, str],
    ids: Mapping[str, str],
) -> Panel:
    """The panel for an assessment and the journey it belongs to."""
    open_ = list(_open(journey))
    deciding = tuple(
        StillOpen(numbers.get(asked.path, ""), asked.question.ask, asked.path, key, ids[asked.path])
        for asked, key in open_
        if asked.settles and not asked.clarifies
    )
    certain = [each for each in assessed.findings if each.certain]
    doubtful = [each for each in assessed.findings if not each.certain and _declared_unsure(each)]
    written = certain[:_MOST]
    return Panel(
        assessed=assessed,
        on=on,
        left=len(open_),
        may_bring=any(step.state is State.WAITING for step in journey.steps),
        deciding=deciding,
        adding=len(open_) - len(deciding),
        certain=[(each, words_of(each.area)) for each in written],
        doubtful=doubtful[: _MOST - len(written)],
        more=max(0, len(certain) + len(doubtful) - _MOST),
    )


def _open(journey: Journey) -> Iterator[tuple[Asked, str]]:
    for step in journey.steps:
        for asked in step.questions:
            if asked.state is State.OPEN:
                yield asked, step.key


def _declared_unsure(finding: Finding) -> bool:
    return any(unknown.state != "not_answered" for unknown in finding.unknown)
