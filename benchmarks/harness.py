"""Interleaved rounds, their medians, and the machine and versions they were taken on."""

from __future__ import annotations

import gc
import math
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: Rounds of a measurement; each runs every contender once.
ROUNDS = 11
#: The shortest turn of a contender, in seconds.
SHORTEST = 0.03


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


@dataclass(frozen=True)
class Contender:
    """One way to do the work: a function, and what it is called with, made ready beforehand."""

    answer: Callable[[Any], object]
    prepared: Sequence[Any]

    def timed(self, repeats: int) -> float:
        """Seconds for one answer. Each is given several times in a row, as `repeats` says."""
        answer = self.answer
        gc.collect()
        gc.disable()
        start = time.process_time()
        for each in self.prepared:
            for _ in range(repeats):
                answer(each)
        elapsed = time.process_time() - start
        gc.enable()
        return elapsed / len(self.prepared) / repeats


def interleaved(contenders: Mapping[str, Contender], *, rounds: int = ROUNDS) -> dict[str, Timing]:
    """Times contenders that do the same work.

    Every round runs each of them once, in turn, so that what else the machine does falls on all
    alike. Quick ones repeat each answer until their turn lasts long enough to be measured.
    """
    repeats: dict[str, int] = {}
    for name, contender in contenders.items():
        once = contender.timed(1) * len(contender.prepared)
        repeats[name] = min(50, max(2, math.ceil(SHORTEST / once)))
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            taken[name].append(contender.timed(repeats[name]))
    return {name: Timing(tuple(rounds)) for name, rounds in taken.items()}


def check_equal(name: str, found: Sequence[object], wanted: Sequence[object]) -> None:
    """Stops the measurement when a contender gives another answer."""
    for number, (one, other) in enumerate(zip(found, wanted, strict=True)):
        if one != other:
            sys.exit(f"{name} answers {one!r} for case {number}; {other!r} is right")


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
