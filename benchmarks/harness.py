"""Interleaved rounds, their medians, and the machine and versions they were taken on."""

from __future__ import annotations

import gc
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

#: Rounds of a measurement; each runs every contender once.
ROUNDS = 11


@dataclass(frozen=True)
class Timing:
    """The times of one contender, in seconds for one item of work, one for each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.rounds)

    def times(self, other: Timing) -> float:
        """How many times as long as another contender: the median of the ratios of each round."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return statistics.median(one / two for one, two in pairs)


def interleaved(
    contenders: Mapping[str, Callable[[], object]],
    *,
    items: int,
    rounds: int = ROUNDS,
) -> dict[str, Timing]:
    """Times contenders that each do the same `items` pieces of work when called.

    Every round runs each of them once, in turn, so that what else the machine does falls on all
    alike. One round before is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, run in contenders.items():
            gc.collect()
            start = time.perf_counter()
            run()
            elapsed = time.perf_counter() - start
            if number:
                taken[name].append(elapsed / items)
    return {name: Timing(tuple(rounds)) for name, rounds in taken.items()}


def conditions(packages: Iterable[str]) -> str:
    """One line about the machine, the interpreter and the versions measured."""
    used = ", ".join(f"{name} {version(name)}" for name in packages)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {platform.system()}, {python}{', ' if used else ''}{used}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def shown(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
