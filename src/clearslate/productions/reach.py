"""Whom a statement about the rules reaches, of the uses that are there when it begins to hold.

A statement begins to hold with its first day, or when it was made where that is later. What a use
was at that instant decides once and for all, so a use that is decided under a statement keeps it:

- “new uses”: those that were first submitted since;
- “uses that are not decided”: also those whose decision was given since, or is still to come;
- “all uses that are not delivered”: also those that were delivered since, or are still to be.

A use that was delivered before is reached by nothing, unless it was declared only afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from clearslate.productions.models import Reaches

NEW = str(Reaches.NEW)
UNDECIDED = str(Reaches.UNDECIDED)
UNDELIVERED = str(Reaches.UNDELIVERED)


@dataclass(frozen=True)
class Reached:
    """A use as statements see it; without instants it is one that is not submitted yet."""

    submitted_at: datetime | None = None
    """Its first version."""
    decided_at: datetime | None = None
    """The decision that stands now; none while anybody has still to decide."""
    delivered_at: datetime | None = None
    """When everything it is for was delivered; none while anything is not."""


NEW_USE = Reached()


class Statement(Protocol):
    """A pack in force, or a reading."""

    from_day: date
    set_at: datetime
    reaches: str


S = TypeVar("S", bound=Statement)
K = TypeVar("K", bound=Hashable)


def holds_from(statement: Statement, zone: ZoneInfo) -> datetime:
    """The instant at which a statement begins to hold."""
    return max(statement.set_at, datetime.combine(statement.from_day, time.min, zone))


def is_reached(use: Reached, statement: Statement, zone: ZoneInfo) -> bool:
    """Whether a statement reaches a use."""
    begins = holds_from(statement, zone)
    if _since(use.submitted_at, begins):
        return True
    if not _since(use.delivered_at, begins) or statement.reaches == NEW:
        return False
    return statement.reaches == UNDELIVERED or _since(use.decided_at, begins)


def _since(instant: datetime | None, begins: datetime) -> bool:
    """Whether something had not happened yet when a statement began to hold."""
    return instant is None or instant >= begins


def holding(
    statements: Iterable[S], key: Callable[[S], K], use: Reached, zone: ZoneInfo
) -> dict[K, S]:
    """Of statements in the order of their days, the last about each thing that reaches a use."""
    return {key(each): each for each in statements if is_reached(use, each, zone)}


def told_apart(
    statements: Iterable[Statement], zone: ZoneInfo, *, since: datetime
) -> Iterator[Reached]:
    """Uses such that any use since then is reached by the same statements as one of these."""
    found = list(statements)
    deciding = [each for each in found if each.reaches == UNDECIDED]
    delivering = [each for each in found if each.reaches != NEW]
    for first in _instants(found, zone, since):
        for decision in _instants(deciding, zone, since):
            for delivery in _instants(delivering, zone, since):
                yield Reached(first, decision, delivery)


def _instants(
    statements: Iterable[Statement], zone: ZoneInfo, since: datetime
) -> Iterator[datetime | None]:
    """Not yet, and just before each statement begins to hold."""
    yield None
    for begins in sorted({holds_from(each, zone) for each in statements}):
        if begins > since:
            yield begins - timedelta(microseconds=1)
