"""Which gates were passed: what is locked, what is delivered, and what comes next.

A production with episodes passes each gate for each episode; a film passes it as a whole, and so
does a season before its episodes are entered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clearslate.productions.models import Episode, Gate, Milestone, Production

WHOLE = ""
"""In place of the code of an episode: everything of a production."""

TURNOVER = str(Gate.Kind.TURNOVER)
SCREENING = str(Gate.Kind.SCREENING)
LOCK = str(Gate.Kind.PICTURE_LOCK)
DELIVERY = str(Gate.Kind.DELIVERY)

STANDING = (LOCK, DELIVERY)
"""What stands until it is lifted; the others happen as often as they do."""


def gate_words(kind: str, number: object) -> str:
    """A gate in words: “turnover 3”, “the picture lock”, “picture lock 2” once it is set again."""
    label = str(Gate.Kind(kind).label)
    return f"the {label}" if kind in STANDING and number == 1 else f"{label} {number}"


def gates_of(production: Production) -> list[Gate]:
    """Every gate that was passed, also those that were lifted; the newest first."""
    rows = Gate.objects.filter(production=production)
    people = ("episode", "passed_by", "lifted_by")
    return list(rows.select_related(*people).order_by("-passed_at", "-id"))


def gate_of(production: Production, number: int) -> Gate | None:
    """A gate of a production by the number of its row."""
    rows = Gate.objects.filter(production=production, id=number)
    found: Gate | None = rows.select_related("episode", "passed_by", "lifted_by").first()
    return found


def episodes_of(production: Production) -> list[Episode]:
    """The episodes of a production, in the order of their codes."""
    return list(Episode.objects.filter(production=production))


def covered(episodes: Collection[str], passed: Collection[str]) -> bool:
    """Whether all that a use is for has passed a gate; one that names no episode is for all.

    `passed` is what `locked_episodes` or `delivered_episodes` gives.
    """
    return WHOLE in passed or (bool(episodes) and set(episodes) <= set(passed))


def locked_episodes(production: Production) -> frozenset[str]:
    """The codes of the episodes whose lock stands; `WHOLE` as well where that is everything."""
    return frozenset(passed_since(production, LOCK))


def delivered_episodes(production: Production) -> frozenset[str]:
    """The codes of the episodes that are delivered; `WHOLE` as well where that is everything."""
    return frozenset(passed_since(production, DELIVERY))


def delivered_at(production: Production, episodes: Collection[str]) -> datetime | None:
    """When the last of the episodes was delivered; none while one of them is not."""
    since = passed_since(production, DELIVERY)
    if not covered(episodes, since):
        return None
    return max((since[code] for code in episodes if code in since), default=since.get(WHOLE))


def passed_since(production: Production, kind: str) -> dict[str, datetime]:
    """When each episode last passed a gate that was not lifted; `WHOLE` where all of them have."""
    rows = Gate.objects.filter(production=production, kind=kind, lifted_at=None)
    since = {code or WHOLE: at for code, at in rows.values_list("episode__code", "passed_at")}
    if not since:
        return {}
    codes = Episode.objects.filter(production=production).values_list("code", flat=True)
    if WHOLE in since:
        return dict.fromkeys(codes, since[WHOLE]) | since
    if set(codes) <= set(since):
        since[WHOLE] = max(since.values())
    return since


def days_passed(production: Production) -> dict[tuple[str, str], date]:
    """The legal day on which each lock and delivery was passed that stands, by kind and code."""
    rows = Gate.objects.filter(production=production, kind__in=STANDING, lifted_at=None)
    zone = ZoneInfo(production.zone)
    return {
        (kind, code or WHOLE): at.astimezone(zone).date()
        for kind, code, at in rows.values_list("kind", "episode__code", "passed_at")
    }


@dataclass(frozen=True)
class Stage:
    """One gate of one episode: when it is planned, and what was passed so far."""

    kind: str
    planned: date | None
    passed: tuple[Gate, ...]
    """The oldest first, also those that were lifted."""

    @property
    def last(self) -> Gate | None:
        """The last one that was passed and not lifted."""
        return next((gate for gate in reversed(self.passed) if gate.lifted_at is None), None)

    @property
    def stands(self) -> bool:
        """Whether it is a lock or a delivery that was passed, so that it cannot be passed now."""
        return self.kind in STANDING and self.last is not None

    @property
    def next(self) -> int:
        """The number of the next one."""
        return len(self.passed) + 1


@dataclass(frozen=True)
class Place:
    """An episode, or the production as a whole, with all its gates."""

    episode: Episode | None
    stages: Mapping[str, Stage]
    takes: bool = True
    """Whether gates are passed there; for the whole only where there are no episodes."""

    @property
    def delivered(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.stages[DELIVERY].stands

    @property
    def code(self) -> str:
        """The code of the episode; empty for the production as a whole."""
        return self.episode.code if self.episode else WHOLE


def places_of(production: Production) -> list[Place]:
    """Where gates are passed, in the order of the calendar.

    That is each episode. The production as a whole is there where it has no episodes, or had none
    when it passed a gate.
    """
    episodes = episodes_of(production)
    gates: dict[tuple[int | None, str], list[Gate]] = {}
    for gate in reversed(gates_of(production)):
        gates.setdefault((gate.episode_id, gate.kind), []).append(gate)
    days = {
        (episode, kind): day
        for episode, kind, day in Milestone.objects.filter(production=production).values_list(
            "episode", "kind", "day"
        )
    }
    whole = not episodes or any(episode is None for episode, _ in gates)
    return [
        Place(episode, _stages(episode, gates, days), takes=bool(episode) or not episodes)
        for episode in [*([None] if whole else []), *episodes]
    ]


def place_at(production: Production, episode: int) -> Place | None:
    """The place of an episode by the number of its row, or of the whole, whose number is 0."""
    places: Iterable[Place] = places_of(production)
    return next(
        (each for each in places if (each.episode.id if each.episode else 0) == episode), None
    )


def _stages(
    episode: Episode | None,
    gates: Mapping[tuple[int | None, str], list[Gate]],
    days: Mapping[tuple[int | None, str], date],
) -> dict[str, Stage]:
    """The gates of an episode; a day of the whole counts where it has none of its own."""
    key = episode.id if episode else None
    return {
        kind: Stage(
            kind,
            days.get((key, kind)) or days.get((None, kind)),
            tuple(gates.get((key, kind), ())),
        )
        for kind in map(str, Gate.Kind)
    }
