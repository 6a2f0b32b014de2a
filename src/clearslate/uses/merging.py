"""Changes that come from several open pages at once, merged into one declaration.

Pure: a draft's document, stamps and moves go in, and come out changed. A page says which revision
of the draft it shows. What others have answered since is never replaced: a change that would do so,
directly or by what follows from it, is offered beside it. Where items of a list went since is
known, so that an answer finds its item at the place it has now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from clearslate.policy.errors import DeclarationError, Problem
from clearslate.policy.interview import Interview, given
from clearslate.policy.interview.paths import Place, parse_path
from clearslate.uses.changes import Change, added_back, as_item

MOST_MOVES = 60
"""How many moves of list items a draft remembers; a page that is older answers no items."""

Stamps = dict[str, dict[str, Any]]
"""By path: `revision`, `user`, `page` and `at` of the last answer there."""


@dataclass(frozen=True)
class Refused:
    """A change that does not fit, as the page made it, and why."""

    change: Change
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Offer:
    """A change that was not made because somebody else's answer stands."""

    change: Change
    path: str
    stands_by: str
    of: str = ""
    """Which item is gone that the change would add again; its answers are offered together."""
    field: str = ""
    """What was answered of that item."""

    def follow(self, move: Move) -> Offer | None:
        """The offer after a move; None where nothing of it is left."""
        change = follow_change(self.change, [move])
        return None if change is None else replace(self, change=change, path=change.path)


@dataclass(frozen=True)
class Move:
    """Where the items of a list went: for each old place the new one, None for what is gone."""

    part: str
    to: tuple[int | None, ...]
    count: int
    """How many items the list has after it."""
    gone: Mapping[str, Mapping[str, Any]]
    """The items that are gone, by their old place."""
    revision: int = 0
    user: str = ""
    page: str = ""

    def follow(self, place: Place) -> Place | None:
        """The place after the move, or None where its item is gone."""
        if place.part != self.part or place.index is None:
            return place
        if place.index >= len(self.to):
            return Place(place.part, place.index - len(self.to) + self.count, place.field)
        index = self.to[place.index]
        return None if index is None else Place(place.part, index, place.field)

    def as_json(self) -> dict[str, Any]:
        """The move as it is kept."""
        return {
            "part": self.part,
            "to": list(self.to),
            "count": self.count,
            "gone": dict(self.gone),
            "revision": self.revision,
            "user": self.user,
            "page": self.page,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Move:
        """A move that was kept."""
        return cls(**{**kept, "to": tuple(kept["to"])})


@dataclass
class Merge:
    """The changes of one page, made one by one; what they come to is in the fields."""

    interview: Interview
    document: dict[str, Any]
    stamps: Stamps
    moves: list[Move]
    forgotten: int
    """The newest revision whose moves are no longer known."""
    revision: int
    """The one that these changes make."""
    base: int
    """The one that the page shows."""
    user: str
    page: str
    at: datetime
    offers: list[Offer] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    claimed: list[str] = field(default_factory=list)
    """The paths that were answered, as they are now, also where nothing changed."""
    changed: bool = False
    paths_of_now: bool = False
    """Whether the changes name entries by their places of now, and not of the page's revision."""

    def others(self) -> dict[str, dict[str, Any]]:
        """The stamps of what others have answered since the page was made."""
        return {path: stamp for path, stamp in self.stamps.items() if self._is_news(stamp)}

    def apply(self, change: Change) -> None:
        """Make a change, offer it, or refuse it."""
        place = change.place
        here: Change | None = change
        if place is not None and place.index is not None and not self.paths_of_now:
            if self.base < self.forgotten:
                message = "This page is too old for this answer. Open the draft again."
                self.refused.append(Refused(change, (Problem(message, path=change.path),)))
                return
            here = self._now(change, place)
        if here is None or self._repeats(here):
            return
        try:
            after = here.on(self.interview, self.document)
        except DeclarationError as error:
            self.refused.append(Refused(change, error.problems))
            return
        claims = here.claims(self.document)
        if after == self.document:
            self.claimed.append(claims)
            return
        moved = list(_moved(here, self.document, after))
        met = self._met(claims, after, moved)
        if met is not None:
            self.offers.append(Offer(here, here.path, met))
            return
        self.document = after
        self.changed = True
        for move in moved:
            self._follow(move)
        self.claimed.append(claims)
        if here.act != "remove":
            self.stamps[claims] = {
                "revision": self.revision,
                "user": self.user,
                "page": self.page,
                "at": self.at.isoformat(),
            }

    def _is_news(self, stamp: Mapping[str, Any]) -> bool:
        return is_news(stamp, base=self.base, user=self.user, page=self.page)

    def _now(self, change: Change, place: Place) -> Change | None:
        """The change at the place that its item has now; None where there is nothing to do."""
        for move in self.moves:
            if move.revision <= self.base:
                continue
            following = move.follow(place)
            if following is not None:
                place = following
                continue
            gone = move.gone[str(place.index)]
            if move.user == self.user and move.page == self.page:
                back = self._named(place, gone)
                return None if back is None else change.at(str(back))
            again = added_back(change.at(str(place)), gone)
            if again is not None:
                of = f"{move.revision} {place.part}[{place.index}]"
                self.offers.append(Offer(again, again.path, move.user, of, place.field))
            return None
        return change.at(str(place))

    def _named(self, place: Place, gone: Mapping[str, Any]) -> Place | None:
        """Where an item is that the page itself took away, if it came back under its name."""
        field = self.interview.schema.parts[place.part].name_field or ""
        items = self.document.get(place.part)
        same = [
            index
            for index, item in enumerate(items if isinstance(items, list) else ())
            if field in gone and item.get(field) == gone[field]
        ]
        return Place(place.part, same[0], place.field) if len(same) == 1 else None

    def _repeats(self, change: Change) -> bool:
        """Whether the page adds an item that it added before: it had not heard that it was kept."""
        if change.act != "add" or not isinstance(change.value, Mapping):
            return False
        return any(
            stamp["user"] == self.user
            and stamp["page"] == self.page
            and self.base < stamp["revision"] < self.revision
            and path.startswith(f"{change.path}[")
            and path.endswith("]")
            and all(
                given(self.document, f"{path}.{name}") == value
                for name, value in change.value.items()
            )
            for path, stamp in self.stamps.items()
        )

    def _met(self, claims: str, after: Mapping[str, Any], moved: Sequence[Move]) -> str | None:
        """Who has answered since what this would replace; None where nobody has."""
        for path, stamp in self.stamps.items():
            if not self._is_news(stamp):
                continue
            was = given(self.document, path)
            if claims.startswith(f"{path}[") and isinstance(was, list) and was:
                continue  # a list is still the list when one of its items is answered
            later = _follow_path(path, moved)
            if was != (None if later is None else given(after, later)):
                return str(stamp["user"])
        return None

    def _follow(self, move: Move) -> None:
        """Take note of a move: stamps go with their items."""
        self.moves.append(
            Move(move.part, move.to, move.count, move.gone, self.revision, self.user, self.page)
        )
        followed = {path: _follow_path(path, [move]) for path in self.stamps}
        self.stamps = {new: self.stamps[path] for path, new in followed.items() if new is not None}
        self.offers = [each for offer in self.offers if (each := offer.follow(move)) is not None]
        claimed = (_follow_path(path, [move]) for path in self.claimed)
        self.claimed = [path for path in claimed if path is not None]


def is_news(stamp: Mapping[str, Any], *, base: int, user: str, page: str) -> bool:
    """Whether an answer is new to a page that shows revision `base` and did not give it."""
    mine = stamp["user"] == user and stamp["page"] == page
    return bool(stamp["revision"] > base and not mine)


def follow_change(change: Change, moves: Sequence[Move]) -> Change | None:
    """A change that waits, after moves: at its new place, or with its item to be added again."""
    place = change.place
    for move in moves:
        if place is None:
            break
        following = move.follow(place)
        if following is None:
            return added_back(change.at(str(place)), move.gone[str(place.index)])
        place = following
    return change.at(str(place)) if place is not None else change


def _follow_path(path: str, moves: Sequence[Move]) -> str | None:
    place = parse_path(path)
    for move in moves:
        place = move.follow(place) if place is not None else None
    return None if place is None else str(place)


def _moved(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Move]:
    """The lists of which an item went elsewhere."""
    for part, was in before.items():
        if not isinstance(was, list):
            continue
        listed = after.get(part)
        now = listed if isinstance(listed, list) else []
        to = _places(change, part, was, now)
        if to != tuple(range(len(was))):
            gone = {str(n): as_item(was[n]) for n, place in enumerate(to) if place is None}
            yield Move(part, to, len(now), gone)


def _places(
    change: Change, part: str, was: Sequence[Any], now: Sequence[Any]
) -> tuple[int | None, ...]:
    place = change.place
    if place is not None and place.part == part and change.act == "remove":
        gone = place.index or 0
        return tuple(None if n == gone else n - (n > gone) for n in range(len(was)))
    if change.act == "items" and change.path == part:
        left = dict(enumerate(was))
        to: list[int | None] = [None] * len(was)
        for index, wanted in enumerate(change.value):
            same = next((n for n, item in left.items() if _holds(item, wanted)), None)
            if same is not None:
                to[same] = index
                del left[same]
        return tuple(to)
    return tuple(n if n < len(now) else None for n in range(len(was)))


def _holds(item: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(item.get(name) == value for name, value in wanted.items())
