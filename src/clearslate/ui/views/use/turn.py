"""Whose turn it is with one use, in the words of its page; the table says the same in short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clearslate.policy.render.words import count, listed
from clearslate.ui.access import Visit
from clearslate.ui.assessment import Shown
from clearslate.uses.ground import ground_for
from clearslate.uses.models import State, Use
from clearslate.uses.turns import SETTLED, Person, Turns


@dataclass(frozen=True)
class Whose:
    """Whose turn it is with the newest version of a use."""

    use: Use
    turns: Turns
    lapsed: bool
    """Whether its assessment no longer holds: what it rests on has changed."""

    @property
    def by_area(self) -> dict[str, list[str]]:
        """The names of those who look after each area; nobody decides on what they declared."""
        return {
            area: [person.name for person in people if person.id != self.use.declared_by_id]
            for area, people in self.turns.looked_after.items()
        }

    def lines(self, seen: Shown) -> list[str]:
        """Who is to act, a line each."""
        use = self.use
        if use.state == State.ON_HOLD:
            missing = len(seen.assessment.missing)
            papers = f", to file {count(missing, 'document')}" if missing else ""
            return [f"{use.declared_by}{papers}"]
        if self.lapsed and use.state in SETTLED:
            return [f"{use.declared_by}, to submit it again"]
        if use.state != State.IN_REVIEW:
            return ["nobody: there is nothing to decide"]
        titles = {area.id: area.title.lower() for area in seen.areas if area.reviewer}
        if not titles:
            declarant = Person(str(use.declared_by_id), str(use.declared_by))
            return [self.turns.of(use.state, (), declarant, False).everybody]
        return list(self._by_name(titles))

    def _by_name(self, titles: dict[str, str]) -> list[str]:
        named: dict[str, list[str]] = {}
        unnamed = []
        for area, title in titles.items():
            people = self.by_area.get(area, [])
            for name in people:
                named.setdefault(name, []).append(title)
            if not people:
                unnamed.append(title)
        lines = [f"{name}: {listed(areas)}" for name, areas in named.items()]
        return [*lines, *([f"nobody is named yet: {listed(unnamed)}"] if unnamed else [])]


def whose_turn(visit: Visit, use: Use, until: date | None) -> Whose:
    """Whose turn it is with a use whose newest assessment holds until a day."""
    lapsed = until is not None and until <= visit.today
    return Whose(use, ground_for(visit.party, visit.production, visit.at).turns, lapsed)
