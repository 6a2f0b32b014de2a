"""The steps of a journey, in the sections of a page and with the numbers of their questions."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from clearslate.policy.declaration.schema import UNKNOWN, Schema
from clearslate.policy.documents import plain, read_text
from clearslate.policy.interview import Asked, Journey, State, Step

SHOWN = (State.OPEN, State.ANSWERED)


@dataclass(frozen=True)
class Section:
    """Some cards that belong together, as the rail of the page lists them."""

    key: str
    title: str
    number: int
    steps: tuple[Step, ...]
    schema: Schema

    @functools.cached_property
    def questions(self) -> tuple[Asked, ...]:
        """The questions that are asked, or that the register answers."""
        return tuple(asked for step in self.steps for asked in shown(step, self.schema))

    @property
    def left(self) -> int:
        """How many of its questions have no answer yet."""
        return sum(asked.state is State.OPEN for asked in self.questions)

    @property
    def answered(self) -> int:
        """How many of its questions have an answer."""
        return sum(asked.state is State.ANSWERED for asked in self.questions)

    @property
    def waits(self) -> bool:
        """Whether an answer that is still open may bring questions."""
        return any(step.state is State.WAITING for step in self.steps)

    @property
    def word(self) -> str:
        """Where it stands: what is left, what was answered, or that nothing is asked."""
        if self.left:
            return f"{self.left} left"
        if self.answered:
            return str(self.answered)
        return "waits" if self.waits else "not asked"

    @property
    def done(self) -> bool:
        """Whether everything asked has an answer."""
        return bool(self.answered) and not self.left and not self.waits


def shown(step: Step, schema: Schema) -> Iterator[Asked]:
    """The questions of a step that a page shows."""
    for asked in step.questions:
        asks = asked.state in SHOWN or asked.on_file
        if asks and not _told_by_list(asked, step, schema):
            yield asked


def _told_by_list(asked: Asked, step: Step, schema: Schema) -> bool:
    """Whether the list that names an item answers the question, so that it need not stand again."""
    if asked.index is None or asked.answer is None:
        return False
    part = schema.parts[asked.question.part]
    if asked.question.field == part.name_field:
        return bool(asked.answer != UNKNOWN)
    return step.card.lists == part.name and asked.question.field == step.card.checklist


@functools.cache
def _grouping() -> tuple[dict[str, Any], ...]:
    text = resources.files(__package__).joinpath("sections.yaml").read_bytes()
    return tuple(plain(read_text(text, name="sections.yaml")))


@functools.cache
def _places() -> dict[str, int]:
    return {card: n for n, each in enumerate(_grouping()) for card in each["cards"]}


def sections_of(journey: Journey, schema: Schema, titles: Mapping[str, str]) -> tuple[Section, ...]:
    """The sections of a journey; `titles` are those of the rulebooks, by their urn."""
    known: list[list[Step]] = [[] for _ in _grouping()]
    further: dict[str, list[Step]] = {}
    for step in journey.steps:
        place = _places().get(step.card.id)
        home = known[place] if place is not None else further.setdefault(step.card.pack, [])
        home.append(step)
    heads = [(each["key"], each["title"]) for each in _grouping()]
    heads += [
        (f"more{n}", f"Further questions of {titles.get(pack, pack)}")
        for n, pack in enumerate(further)
    ]
    return tuple(
        Section(key, title, number, tuple(steps), schema)
        for number, ((key, title), steps) in enumerate(
            zip(heads, [*known, *further.values()], strict=True), start=1
        )
    )


def numbers_of(sections: Sequence[Section]) -> dict[str, str]:
    """The number of each question, by its path: 3.2 is the second of the third section."""
    return {
        asked.path: f"{section.number}.{number}"
        for section in sections
        for number, asked in enumerate(section.questions, start=1)
    }
