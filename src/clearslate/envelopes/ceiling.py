"""How much of an envelope is used: shots and seconds against its ceiling, in exact numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from clearslate.policy.derived.records import folded
from clearslate.policy.render.words import count

NEAR = 80
"""From which share on, in per cent, a ceiling is said to be near."""

MOST_SECONDS = 1_000_000
_SECONDS = re.compile(r"(0|[1-9][0-9]{0,6})(\.[0-9]{1,3})?")


def seconds_of(text: str) -> Decimal | None:
    """Seconds as they are written, `4` or `4.5`; None for anything else."""
    if not _SECONDS.fullmatch(text):
        return None
    found = Decimal(text)
    return found if found <= MOST_SECONDS else None


def plain(seconds: Decimal) -> str:
    """Seconds as people write them: no zeros at the end."""
    text = f"{seconds:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Used:
    """The shots inside an envelope, by how they are compared, and the seconds of each."""

    shots: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def seconds(self) -> Decimal:
        """All seconds; of a shot with several versions the longest counts."""
        return sum(self.shots.values(), Decimal(0))

    def beside(self, added: Iterable[tuple[str, str]]) -> Used:
        """With some more versions of shots: the shot and its seconds, as they are written."""
        shots = dict(self.shots)
        for shot, seconds in added:
            key = folded(shot)
            shots[key] = max(shots.get(key, Decimal(0)), seconds_of(seconds) or Decimal(0))
        return Used(shots)


@dataclass(frozen=True, slots=True)
class Level:
    """One side of a ceiling: how much is used, of how much, and in what unit."""

    unit: str
    used: Decimal
    most: Decimal

    @property
    def left(self) -> Decimal:
        """How much is left; nothing where it is passed."""
        return max(self.most - self.used, Decimal(0))

    @property
    def over(self) -> bool:
        """Whether more is used than the ceiling allows."""
        return self.used > self.most

    @property
    def near(self) -> bool:
        """Whether the ceiling is reached, or nearly."""
        return self.used * 100 >= self.most * NEAR

    @property
    def words(self) -> str:
        """How much is used: “48 of 60 shots”."""
        return f"{plain(self.used)} of {_counted(self.most, self.unit)}"

    @property
    def rest(self) -> str:
        """What is left, or by how much it is passed, in words."""
        if self.over:
            return f"{plain(self.used - self.most)} over"
        return f"{plain(self.left)} left"


def levels(used: Used, most_shots: int | None, most_seconds: str) -> tuple[Level, ...]:
    """How far the ceiling of an envelope is used; nothing for a side without a ceiling."""
    found = []
    if most_shots is not None:
        found.append(Level("shot", Decimal(len(used.shots)), Decimal(most_shots)))
    if most_seconds:
        found.append(Level("second", used.seconds, Decimal(most_seconds)))
    return tuple(found)


def _counted(number: Decimal, unit: str) -> str:
    if number == number.to_integral_value():
        return count(int(number), unit)
    return f"{plain(number)} {unit}s"
