"""The cards of the rulebooks in force, as one deck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clearslate.policy.interview.paths import Place
from clearslate.policy.pack.model import Card, Pack, Question


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of the packs in force; each answer is asked for once."""

    cards: tuple[Card, ...]
    needs_one: frozenset[str]
    """Lists that cannot stay empty where they are asked."""
    _by_field: Mapping[tuple[str, str], Question]

    @classmethod
    def of(cls, packs: Sequence[Pack]) -> Deck:
        """The cards of several packs, in order; a later question for an answer is left out."""
        seen: set[str] = set()
        cards: list[Card] = []
        for pack in packs:
            for card in pack.cards:
                own = tuple(each for each in card.questions if each.id not in seen)
                seen.update(each.id for each in own)
                if own:
                    cards.append(replace(card, questions=own))
        needs_one = {guard.part for pack in packs for guard in pack.guards if guard.nonempty}
        questions = {(q.part, q.field): q for card in cards for q in card.questions}
        return cls(tuple(cards), frozenset(needs_one), questions)

    def question(self, place: Place) -> Question | None:
        """The question for an answer, or None where no pack asks for it."""
        return self._by_field.get((place.part, place.field))
