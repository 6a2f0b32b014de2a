"""Whose turn it is with one use, in the words of its page; the table says the same in short."""

from __future__ import annotations

from dataclasses import dataclass

from clearslate.policy.render.words import count, listed
from clearslate.ui.assessment import Shown
from clearslate.uses.models import Use, WaitsFor
from clearslate.uses.reading import LAPSED
from clearslate.uses.turns import IN_REVIEW, ON_HOLD, Person, Turns


@dataclass(frozen=True)
class Whose:
    """Whose turn it is with the newest version of a use."""

    use: Use
    turns: Turns
    reads: str
    """How the use reads today."""

    def lines(self, seen: Shown) -> list[str]:
        """Who is to act, a line each."""
        use = self.use
        if self.reads == ON_HOLD:
            missing = len(seen.assessment.missing)
            papers = f", to file {count(missing, 'document')}" if missing else ""
            return [f"{use.declared_by}{papers}"]
        waiting = {area.id: area.title.lower() for area in seen.areas if area.id in use.waiting}
        if self.reads == IN_REVIEW and use.waits_for == WaitsFor.DECISION and waiting:
            asked = [f"{self.turns.names.get(each, '')}: to answer" for each in use.asked]
            return [*self._by_name(waiting), *asked]
        declarant = Person(str(use.declared_by_id), str(use.declared_by))
        turn = self.turns.of(self.reads, use.waiting, declarant, use.waits_for, use.asked)
        if self.reads == LAPSED:
            return [f"{use.declared_by}, to ask for it again"]
        if turn.people:
            return [f"{turn.everybody}: {_TO_DO.get(use.waits_for, turn.role)}"]
        return [turn.words]

    def _by_name(self, titles: dict[str, str]) -> list[str]:
        named: dict[str, list[str]] = {}
        unnamed = []
        for area, title in titles.items():
            people = self.turns.looked_after.get(area, ())
            names = [each.name for each in people if each.id != self.use.declared_by_id]
            for name in names:
                named.setdefault(name, []).append(title)
            if not names:
                unnamed.append(title)
        lines = [f"{name}: {listed(areas)}" for name, areas in named.items()]
        return [*lines, *([f"nobody is named yet: {listed(unnamed)}"] if unnamed else [])]


_TO_DO = {
    str(WaitsFor.DECISION): "to decide",
    str(WaitsFor.ANSWER): "to answer",
    str(WaitsFor.RESULT): "to send the result",
    str(WaitsFor.LOOK): "to look at the result",
    str(WaitsFor.LEGAL_REVIEW): "to review it legally",
    str(WaitsFor.RIGHTS_CLEARANCE): "to clear the rights",
}
