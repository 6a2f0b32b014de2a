"""The page of the interview, put together from a declaration and where somebody is in it."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.interview import Asked, Interview, Journey, State, Step
from clearslate.ui.forms.answers import Fields
from clearslate.ui.views.declare.board import cells_of
from clearslate.ui.views.declare.lines import Line, html_id, line_of
from clearslate.ui.views.declare.notes import Waiting, notes_of
from clearslate.ui.views.declare.panel import Panel, panel_of
from clearslate.ui.views.declare.sections import Section, numbers_of, sections_of, shown
from clearslate.uses.desk import Desk

GUIDED, WHOLE = "guided", "section"


@dataclass(frozen=True)
class Place:
    """Where somebody is: which way they go through the cards, and what they chose to see."""

    by: str = GUIDED
    step: str = ""
    section: str = ""

    @property
    def query(self) -> str:
        """The place as the end of an address."""
        return f"?section={self.section}" if self.by == WHOLE else f"?step={self.step}"


@dataclass(frozen=True)
class CardView:
    """A card with the questions that are asked of it."""

    step: Step
    lines: Sequence[Line]


@dataclass(frozen=True)
class Page:
    """What the page shows of a declaration."""

    document: Mapping[str, Any]
    desk: Desk
    wanted: Place
    label: str
    """What the declaration is called on the board: a draft, or a question."""
    waiting: Waiting | None = None
    """What waits beside the answers; None where nothing is stored."""
    at: datetime | None = None
    sent: Mapping[str, Fields] = field(default_factory=dict)
    """What was sent and refused, by path."""
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    """The versions of the questions that the page has already."""

    @functools.cached_property
    def interview(self) -> Interview:
        """The interview under the rules of the production."""
        return self.desk.interview

    @functools.cached_property
    def journey(self) -> Journey:
        """Every card with its state."""
        return self.interview.journey(self.document)

    @functools.cached_property
    def assessed(self) -> Assessment:
        """The assessment of the answers so far."""
        return self.desk.assess(self.document)

    @functools.cached_property
    def notes(self) -> dict[str, dict[str, list[Any]]]:
        """What is told at single questions: collisions and proposals, by path."""
        if self.waiting is None or self.at is None:
            return {}
        return notes_of(self.waiting, self.desk, self.journey, self.interview, self.at)

    @functools.cached_property
    def sections(self) -> tuple[Section, ...]:
        """The cards in their sections."""
        titles = {book.loaded.pack.urn: book.loaded.pack.title for book in self.desk.rulebooks}
        return sections_of(self.journey, self.interview.schema, titles)

    @functools.cached_property
    def numbers(self) -> dict[str, str]:
        """The number of each question, by its path."""
        return numbers_of(self.sections)

    @functools.cached_property
    def panel(self) -> Panel:
        """What the answers so far give."""
        ids = {path: html_id(path) for path in self.open_paths}
        return panel_of(self.assessed, self.journey, self.desk.on, self.numbers, ids)

    @property
    def open_paths(self) -> list[str]:
        """The paths of the questions without an answer."""
        return [
            asked.path
            for step in self.journey.steps
            for asked in step.questions
            if asked.state is State.OPEN
        ]

    @functools.cached_property
    def place(self) -> Place:
        """Where the page is: what was chosen if it is there, else what comes next."""
        following = self.journey.next
        if self.wanted.by == WHOLE:
            known = {section.key for section in self.sections if section.questions}
            if self.wanted.section in known:
                return self.wanted
            near = self.section_of(self.wanted.step or (following.key if following else ""))
            return Place(WHOLE, section=near.key)
        step = self.journey.step(self.wanted.step)
        if step is None and self.wanted.section:
            step = first_step(
                next((s for s in self.sections if s.key == self.wanted.section), None)
            )
        if step is None or not list(shown(step, self.interview.schema)):
            step = following
        return Place(GUIDED, step=step.key if step else "")

    def section_of(self, key: str) -> Section:
        """The section of a step; the first where there is no such step."""
        found = (s for s in self.sections if any(step.key == key for step in s.steps))
        return next(found, self.sections[0])

    @functools.cached_property
    def section(self) -> Section:
        """The section that the page is in."""
        if self.place.by == WHOLE:
            return next(each for each in self.sections if each.key == self.place.section)
        return self.section_of(self.place.step)

    @functools.cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps whose questions are on the page."""
        if self.place.by == WHOLE:
            return self.section.steps
        step = self.journey.step(self.place.step)
        return (step,) if step else ()

    @functools.cached_property
    def cards(self) -> tuple[CardView, ...]:
        """The cards on the page, those without a question left out."""
        cards = (
            CardView(step, tuple(self._line(asked, step) for asked in self.asked_in(step)))
            for step in self.steps
        )
        return tuple(card for card in cards if card.lines)

    @property
    def wrong(self) -> list[tuple[str, str, str, Sequence[str]]]:
        """What is wrong, question by question: number, question, where to go, messages."""
        return [
            (line.number, line.asked.question.ask, line.first, line.errors)
            for card in self.cards
            for line in card.lines
            if line.errors
        ]

    def asked_in(self, step: Step) -> list[Asked]:
        """The questions of a step that the page shows."""
        return list(shown(step, self.interview.schema))

    @property
    def next_section(self) -> Section | None:
        """The section to go to after this one: the next with open questions, whichever it is."""
        open_ = [each for each in self.sections if each.left and each.key != self.section.key]
        later = [each for each in open_ if each.number > self.section.number]
        return next(iter(later or open_), None)

    @property
    def board(self) -> list[Any]:
        """The head of the page."""
        return cells_of(self.document, self.interview.schema, self.label)

    def _line(self, asked: Asked, step: Step) -> Line:
        notes: dict[str, Any] = dict(self.notes.get(asked.path, {}))
        if asked.path == "use.begun" and asked.answer == "yes":
            duties = (duty for duty in self.assessed.duties if duty.id == "declared_late")
            notes["late"] = next((duty.text for duty in duties), "")
        if asked.path == "outputs" and asked.answer is None:
            notes["suggested"] = _text(self.document.get("use", {}).get("title"))
        return line_of(
            asked,
            step,
            self.interview,
            number=self.numbers[asked.path],
            sent=self.sent.get(asked.path),
            errors=self.errors.get(asked.path, ()),
            notes=notes,
            known=self.known,
        )


def first_step(section: Section | None) -> Step | None:
    """Where to enter a section: its first open step, else its first with a question."""
    if section is None:
        return None
    steps = [s for s in section.steps if list(shown(s, section.schema))]
    return next((s for s in steps if s.state is State.OPEN), steps[0] if steps else None)


def _text(value: Any) -> str:
    return value if isinstance(value, str) and value != "unknown" and ";" not in value else ""
