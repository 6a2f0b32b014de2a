"""Whose turn it is with each of many uses; who looks after what is read once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from clearslate.accounts.permissions import Action
from clearslate.policy.pack.model import Area
from clearslate.productions.models import Membership
from clearslate.uses import reading
from clearslate.uses.models import State, WaitsFor

ON_HOLD = str(State.ON_HOLD)
IN_REVIEW = str(State.IN_REVIEW)
NOTICED = str(State.NOTICED)
GO_AHEAD = str(State.GO_AHEAD)
CLEARED = str(State.CLEARED)
DECLINED = str(State.DECLINED)
NOT_A_USE = str(State.NOT_A_USE)
WITHDRAWN = str(State.WITHDRAWN)

SETTLED = tuple(str(state) for state in reading.SETTLED)
"""States in which nobody has to do anything while the assessment holds."""

OPEN = (ON_HOLD, IN_REVIEW)
"""States in which somebody has to do something, and by a day."""

WAITING = (*OPEN, GO_AHEAD)
"""Readings with which a use may wait for something; one that is suspended or stale does not."""


@dataclass(frozen=True)
class Person:
    """Somebody of a production."""

    id: str
    name: str


@dataclass(frozen=True)
class Turn:
    """Who has a use: the people, and what they are to it; `words` where nobody is named."""

    people: tuple[Person, ...]
    role: str
    words: str = ""

    def called(self, me: str = "") -> str:
        """Their names, with “You” for the person who asks; at most two."""
        if not self.people:
            return self.words
        names = ["You" if each.id == me else each.name for each in self.people]
        names.sort(key=lambda name: name != "You")
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        return (", " if more else " and ").join(names[:2]) + more

    @property
    def everybody(self) -> str:
        """All their names, for a file."""
        return ", ".join(each.name for each in self.people) or self.words


class Turns:
    """Who looks after which area of a production; made once per request."""

    def __init__(
        self,
        looked_after: Mapping[str, tuple[Person, ...]],
        areas: Iterable[Area],
        anything: tuple[Person, ...],
        *,
        keepers: Mapping[str, tuple[Person, ...]] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.looked_after = dict(looked_after)
        self.areas = {area.id: area for area in areas}
        self.anything = anything
        """Who looks after all areas, and so has a use that was called up and names none."""
        self.keepers = dict(keepers or {})
        """Who keeps what a use with a go-ahead may wait for, by what that is."""
        self.names = dict(names or {})
        """The names of everybody who belongs to the production, or did."""

    def of(
        self,
        reads: str,
        areas: Collection[str],
        declared_by: Person,
        waits_for: str = "",
        asked: Collection[str] = (),
    ) -> Turn:
        """Who has a use that reads so: `areas` are those that are to decide."""
        if reads == ON_HOLD:
            return Turn((declared_by,), "declared it")
        if reads == reading.LAPSED:
            return Turn((declared_by,), "to ask for it again")
        if reads == IN_REVIEW:
            return self._review(areas, declared_by, waits_for, asked)
        if reads == GO_AHEAD and waits_for == str(WaitsFor.RESULT):
            return Turn((declared_by,), "to send the result")
        if reads == GO_AHEAD and waits_for in KEPT:
            others = self.keepers.get(waits_for, ())
            others = tuple(each for each in others if each.id != declared_by.id)
            return Turn(others, WaitsFor(waits_for).label, "nobody is named yet")
        return Turn((), "", _NOBODY.get(reads, "nobody"))

    def _review(
        self, areas: Collection[str], declared_by: Person, waits_for: str, asked: Collection[str]
    ) -> Turn:
        """Whoever decides, and whoever was asked; with every area waiting for an answer, these."""
        questioned = tuple(Person(each, self.names.get(each, "")) for each in asked)
        if waits_for == str(WaitsFor.ANSWER):
            return Turn(questioned, "asked")
        judges = self._judge(areas, declared_by)
        if not questioned:
            return judges
        people = tuple(dict.fromkeys((*judges.people, *questioned)))
        return Turn(people, f"{judges.role}; asked", judges.words)

    def _judge(self, areas: Collection[str], declared_by: Person) -> Turn:
        if not areas:
            others = tuple(each for each in self.anything if each.id != declared_by.id)
            return Turn(others, "was called up", "whoever called it up")
        people: dict[str, Person] = {}
        unnamed = []
        titles = []
        for area in areas:
            titles.append(self.title(area))
            found = [p for p in self.looked_after.get(area, ()) if p.id != declared_by.id]
            people.update((person.id, person) for person in found)
            if not found:
                unnamed.append(self.areas[area].reviewer if area in self.areas else area)
        return Turn(tuple(people.values()), ", ".join(titles), ", ".join(unnamed))

    def mine(self, person_id: str) -> tuple[str, ...]:
        """The areas that a person looks after."""
        return tuple(
            area
            for area, people in self.looked_after.items()
            if any(person.id == person_id for person in people)
        )

    def kept_by(self, person_id: str) -> tuple[str, ...]:
        """What a use may wait for that a person keeps."""
        return tuple(
            kind
            for kind, people in self.keepers.items()
            if any(person.id == person_id for person in people)
        )

    def has_anything(self, person_id: str) -> bool:
        """Whether a person has what is in review and names no area."""
        return any(person.id == person_id for person in self.anything)

    def title(self, area: str) -> str:
        """An area in words."""
        return self.areas[area].title if area in self.areas else area


_NOBODY = {
    NOTICED: "nobody has to approve",
    reading.STALE: "assessed again by itself",
    reading.SUSPENDED: "nobody while it is paused",
}
"""Why nobody has a use that reads so."""

KEPT = {
    str(WaitsFor.LOOK): Action.LOOK_AT_RESULTS,
    str(WaitsFor.LEGAL_REVIEW): Action.REVIEW_LEGALLY,
    str(WaitsFor.RIGHTS_CLEARANCE): Action.CLEAR_RIGHTS,
}
"""What a use with a go-ahead may wait for, and what it takes to see to it."""


def turns_among(members: Iterable[Membership], areas: Iterable[Area]) -> Turns:
    """Who of the members looks after the areas, as they come: who stands in comes last.

    Whoever looks after all areas has what nobody looks after by name.
    """
    areas, members = tuple(areas), tuple(members)
    judging = [row for row in members if _may(row, Action.DECIDE)]
    everything = [row for row in judging if not row.areas]
    looked_after = {
        area.id: _people([row for row in judging if area.id in row.areas] or everything)
        for area in areas
    }
    keepers = {
        kind: _people([row for row in members if _may(row, action)])
        for kind, action in KEPT.items()
    }
    names = {row.user_id: str(row.user) for row in members}
    return Turns(looked_after, areas, _people(everything), keepers=keepers, names=names)


def _people(rows: list[Membership]) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(Person(row.user_id, str(row.user)) for row in _present(rows)))


def _may(row: Membership, action: Action) -> bool:
    return row.ended_at is None and row.user.is_active and action.value in row.role.actions


def _present(rows: list[Membership]) -> list[Membership]:
    """Those who do not stand in, or the stand-ins where there is nobody else."""
    return [row for row in rows if not row.stands_in] or rows
