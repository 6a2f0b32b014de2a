"""A calendar as somebody gives it: episodes and days, checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clearslate.productions.errors import refuse
from clearslate.productions.gates import STANDING
from clearslate.productions.models import Episode, Milestone, Production

MOST_EPISODES = 60
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
"""The days a production may name: a year that was mistyped would stretch every plan to itself."""

Days = Mapping[str, date]
"""By the kinds of `Milestone.Kind`; a kind that is left out has no day."""

#: The first may not be after the second. Turnovers and screenings also follow a lock.
ORDER = (
    ("shoot_begins", "shoot_ends"),
    ("shoot_begins", "turnover"),
    ("shoot_begins", "screening"),
    ("shoot_begins", "picture_lock"),
    ("shoot_begins", "delivery"),
    ("picture_lock", "delivery"),
)


@dataclass(frozen=True)
class GivenEpisode:
    """One episode; without an `id` it is a new one."""

    code: str
    title: str = ""
    days: Days = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True)
class GivenCalendar:
    """The whole calendar: what is not in it is removed."""

    days: Days = field(default_factory=dict)
    """Of the production as a whole."""
    episodes: Sequence[GivenEpisode] = ()


def days_out(days: Days) -> Iterator[tuple[str, str]]:
    """What is said of each day that no production can mean, by its name."""
    for name, day in days.items():
        if not FIRST_DAY <= day <= LAST_DAY:
            yield name, f"Write a day from {FIRST_DAY.year} to {LAST_DAY.year}."


def check(given: GivenCalendar, production: Production) -> None:
    """Raise `ProductionsError` with every problem; a field is `0.delivery`, or `delivery` alone.

    The number is that of the episode in the list, from nought.
    """
    refuse([*_flaws(given, production)])


def _flaws(given: GivenCalendar, production: Production) -> Iterator[tuple[str, str]]:
    if given.episodes and production.kind == "film":
        yield "", "A film has no episodes."
    if len(given.episodes) > MOST_EPISODES:
        yield "", f"At most {MOST_EPISODES} episodes."
    yield from _contradictions("", given.days)
    yield from _gates(given, production)
    seen: set[str] = set()
    for index, each in enumerate(given.episodes):
        code = each.code.strip()
        if not code or len(code) > 12 or not code.isprintable() or " " in code:
            yield f"{index}.code", "Write a code of at most 12 letters without spaces, like 103."
        elif code.casefold() in seen:
            yield f"{index}.code", f"Another episode has the code {code}."
        seen.add(code.casefold())
        if len(each.title) > 120 or not each.title.isprintable():
            yield f"{index}.title", "Write at most 120 letters."
        yield from _contradictions(f"{index}.", each.days, given.days.get("shoot_begins"))


def _gates(given: GivenCalendar, production: Production) -> Iterator[tuple[str, str]]:
    """What would part a gate from what passed it: uses name an episode by its code."""
    passed = dict(
        Episode.objects.filter(production=production, gates__isnull=False).values_list("id", "code")
    )
    kept = {each.id: (index, each.code.strip()) for index, each in enumerate(given.episodes)}
    for row, code in passed.items():
        if row not in kept:
            yield "", f"{code} has passed a gate, so it stays in the calendar."
        elif kept[row][1] != code:
            yield f"{kept[row][0]}.code", f"It has passed a gate as {code}, and keeps this code."
    whole = production.gates.filter(episode=None, lifted_at=None, kind__in=STANDING)
    if given.episodes and whole.exists():
        yield "", "It is locked or delivered as a whole. Lift that before it gets episodes."


def _contradictions(
    place: str, days: Days, begins: date | None = None
) -> Iterator[tuple[str, str]]:
    """Days out of order; an episode without a first day of its own is shot within the whole."""
    yield from ((f"{place}{name}", flaw) for name, flaw in days_out(days))
    if begins and "shoot_begins" not in days:
        days = {**days, "shoot_begins": begins}
    named: set[str] = set()
    for first, second in ORDER:
        if first in days and second in days and days[first] > days[second] and second not in named:
            named.add(second)
            words = Milestone.Kind(first).label
            yield (
                f"{place}{second}",
                f"This is before “{words}” on {days[first].isoformat()}. Change one of them.",
            )
