"""The cards as they stand: each question with its state, for one item or for all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clearslate.policy.assess.words import subject_name
from clearslate.policy.declaration.schema import Part
from clearslate.policy.interview.answers import given
from clearslate.policy.interview.deck import Deck
from clearslate.policy.interview.matters import Cause, Matters, bound
from clearslate.policy.interview.model import Asked, State, Step
from clearslate.policy.interview.options import Choices, lacks_records, value_words
from clearslate.policy.interview.paths import Place, place_of
from clearslate.policy.language.interpret import truth, unknowns
from clearslate.policy.language.logic import Truth3
from clearslate.policy.pack.model import Card, Question


class Table:
    """Lays out the steps for one state of a declaration."""

    def __init__(
        self,
        deck: Deck,
        choices: Choices,
        facts: Mapping[str, Any],
        document: Mapping[str, Any],
        resolved: dict[str, Any],
    ) -> None:
        self.deck = deck
        self.choices = choices
        self.schema = choices.schema
        self.facts = facts
        self.document = document
        self.resolved = resolved
        self.matters = Matters(document, resolved, self._is_asked)
        self.gated = False
        """Whether this is certainly no use of generative AI, so that nothing matters."""

    def _is_asked(self, path: str) -> bool:
        place = place_of(path)
        return self.deck.question(place) is not None and not lacks_records(place, self.facts)

    def open_blockers(self) -> None:
        """Let what hangs on a question hang on the answers that decide whether it is asked."""
        todo = list(self.matters.causes)
        while todo:
            path = todo.pop()
            place = place_of(path)
            question = self.deck.question(place)
            if question is None or self.applies(question, place.index) is not None:
                continue
            causes = self.matters.causes[path]
            for blocker in self.blockers(question, place):
                known = self.matters.causes.setdefault(blocker, set())
                if not causes <= known:
                    known |= causes
                    todo.append(blocker)

    def steps(self) -> tuple[Step, ...]:
        """Every card in its natural order, once for each item where it is asked for each."""
        return tuple(step for card in self.deck.cards for step in self._card(card))

    def _card(self, card: Card) -> Iterator[Step]:
        each = card.lists is not None and card.checklist is None
        gate = any(question.field == "" for question in card.questions)
        if not each or gate:
            yield self._step(card, None, self._all(card))
            return
        part = self.schema.parts[card.lists or ""]
        items = self.resolved[part.name]
        if items is None:
            yield self._placeholder(card, part)
            return
        for index in range(len(items)):
            questions = [
                self._asked(question, index if question.part == part.name else None)
                for question in card.questions
                if question.part == part.name or index == 0
            ]
            yield self._step(card, index, questions)

    def _all(self, card: Card) -> list[Asked]:
        """The questions of a card in their order; those of one list go item by item."""
        found: list[Asked] = []
        for variable, run in itertools.groupby(card.questions, lambda each: each.variable):
            questions = list(run)
            items = self.resolved[questions[0].part] or () if variable else (None,)
            for index in range(len(items)):
                place = index if variable else None
                found += [self._asked(question, place) for question in questions]
        return found

    def _placeholder(self, card: Card, part: Part) -> Step:
        """A card for each item of a list that is not there."""
        asked = self.document.get(part.name) is not None
        open_ = part.name in self.matters.causes and not self.gated
        state = State.NOT_APPLICABLE if asked else State.WAITING if open_ else State.SETTLED
        return Step(card.id, card, None, "", state, (), 0)

    def _step(self, card: Card, index: int | None, questions: list[Asked]) -> Step:
        asked = self._with_notice(card, questions)
        key = card.id if index is None else f"{card.id}[{index}]"
        subject = self._subject(card.lists, index)
        state = self._state(card, asked)
        return Step(key, card, index, subject, state, asked, self._weight(asked))

    def _state(self, card: Card, questions: Sequence[Asked]) -> State:
        states = {asked.state for asked in questions}
        if not questions:
            return self._empty(card)
        for state in (State.OPEN, State.WAITING, State.ANSWERED, State.SETTLED):
            if state in states:
                return state
        return State.NOT_APPLICABLE

    def _empty(self, card: Card) -> State:
        """A card about all items of lists that hold none."""
        names = {question.part for question in card.questions}
        absent = [name for name in names if self.document.get(name) is None]
        if not absent:
            return State.NOT_APPLICABLE
        open_ = not self.gated and any(name in self.matters.causes for name in absent)
        return State.WAITING if open_ else State.SETTLED

    def _weight(self, questions: Sequence[Asked]) -> int:
        causes: set[Cause] = set()
        for asked in questions:
            if asked.state is State.OPEN:
                causes |= {c for c in self.matters.causes.get(asked.path, ()) if c.material}
        return sum(cause.weight for cause in causes)

    def _asked(self, question: Question, index: int | None) -> Asked:
        place = Place(question.part, index, question.field)
        path = str(place)
        answer = given(self.document, path)
        causes = self.matters.causes.get(path, set())
        spec = self.schema.parts[question.part].fields.get(question.field)
        return Asked(
            question=question,
            path=path,
            index=index,
            subject=self._subject(question.part, index),
            kind=spec.kind if spec else None,
            options=self.choices.options(place, self.facts, self.document) if spec else (),
            state=self._question_state(question, place, answer, causes),
            answer=answer,
            on_file=self._on_file(place, answer),
            settles=tuple(sorted({cause.id for cause in causes if cause.kind == "rule"})),
            clarifies=bool(causes) and not any(cause.material for cause in causes),
            needs_one=question.field == "" and question.part in self.deck.needs_one,
        )

    def _question_state(
        self, question: Question, place: Place, answer: Any, causes: set[Cause]
    ) -> State:
        holds = self.applies(question, place.index)
        if holds is False:
            return State.NOT_APPLICABLE
        reopened = answer == [] and any(cause.kind == "guard" for cause in causes)
        if answer is not None and not reopened:
            return State.ANSWERED
        if self.gated or not any(cause.material for cause in causes):
            return State.SETTLED
        return State.WAITING if holds is None and self._blocked(question, place) else State.OPEN

    def applies(self, question: Question, index: int | None) -> Truth3:
        """Whether a question is asked: None while that hangs on an answer that is unknown."""
        if lacks_records(Place(question.part, index, question.field), self.facts):
            return False
        if question.when is None:
            return True
        env = bound(question.part, question.variable, index, self.resolved)
        return truth(question.when, env, self.resolved)

    def _blocked(self, question: Question, place: Place) -> bool:
        """Whether an answer that has not been given decides if this is asked."""
        return any(True for _ in self.blockers(question, place))

    def blockers(self, question: Question, place: Place) -> Iterator[str]:
        """The answers not given yet that decide whether a question is asked."""
        if question.when is None:
            return
        env = bound(question.part, question.variable, place.index, self.resolved)
        yield from self.matters.missing(unknowns(question.when, env, self.resolved))

    def _with_notice(self, card: Card, questions: list[Asked]) -> tuple[Asked, ...]:
        """Open the questions that only the notice needs.

        Where a card asks for rules as well, they ride along: they are asked only if the card is.
        """
        for_rules = [asked for asked in questions if not asked.question.for_notice]
        live = (State.OPEN, State.WAITING)
        asks = any(
            asked.state in live or (asked.state is State.ANSWERED and asked.answer is not None)
            for asked in for_rules
        )
        if self.gated or (for_rules and not asks):
            return tuple(questions)
        return tuple(self._noticed(asked) for asked in questions)

    def _noticed(self, asked: Asked) -> Asked:
        if asked.state is not State.SETTLED or not asked.question.for_notice:
            return asked
        if asked.on_file:
            return asked
        place = Place(asked.question.part, asked.index, asked.question.field)
        holds = self.applies(asked.question, asked.index)
        blockers = list(self.blockers(asked.question, place)) if holds is None else []
        if not blockers:
            return replace(asked, state=State.OPEN)
        live = any(self._will_be_asked(path) for path in blockers)
        return replace(asked, state=State.WAITING) if live else asked

    def _will_be_asked(self, path: str) -> bool:
        """Whether an answer not given yet is on its way, for a rule or for the notice."""
        question = self.deck.question(place_of(path))
        noticed = question is not None and question.for_notice
        return noticed or any(cause.material for cause in self.matters.causes.get(path, ()))

    def _on_file(self, place: Place, answer: Any) -> str:
        """What the register answers in place of the person, in words."""
        if answer is not None or place.part != "components" or place.index is None:
            return ""
        value = self.resolved["components"][place.index].get(place.field)
        return "" if value is None else value_words(place, value, self.schema)

    def _subject(self, list_name: str | None, index: int | None) -> str:
        if list_name is None or index is None:
            return ""
        part = self.schema.parts[list_name]
        return subject_name(part, index, self.resolved[list_name][index])
