"""How long the proofs of a pack take, statement by statement.

Usage: python -m benchmarks.proofs [PACK]

The bar (DESIGN, "Bars"): all proofs of the platform pack in under a minute on one core.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

from benchmarks.harness import conditions, shown, table

BAR = 60.0


def laps(pack: str) -> Iterator[tuple[str, bool, float]]:
    """Each step with whether it is proved and the seconds it took."""
    start = time.perf_counter()
    from clearslate.policy.library import load_pack
    from clearslate.policy.prove import Proof, proofs, proved, subject_of

    about = subject_of(load_pack(pack))
    yield "loading the solver and the pack", True, time.perf_counter() - start
    start = time.perf_counter()
    for step in proofs(about):
        name = f"`{step.statement.id}`" if isinstance(step, Proof) else _reading(step)
        yield name, proved(step), time.perf_counter() - start
        start = time.perf_counter()


def _reading(step: object) -> str:
    switch, value = getattr(step, "switch", ""), getattr(step, "value", "")
    return f"all statements again, {switch} = {value}"


def main(pack: str = "platform") -> int:
    """Print the table; 1 when the whole takes longer than the bar, or something is refuted."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    done = list(laps(pack))
    total = sum(seconds for _, _, seconds in done)
    sound = all(good for _, good, _ in done)
    rows = [(name, "yes" if good else "no", shown(seconds)) for name, good, seconds in done]
    print("## All proofs of a pack")
    print()
    print(f"{conditions(('z3-solver',))}. Pack: {pack}. One core.")
    print()
    print(table(("step", "as it should be", "time"), rows))
    print()
    reached = "reached" if sound and total < BAR else "not reached"
    print(f"Bar: all in under {BAR:.0f} s. {shown(total)}, {reached}.")
    return 0 if sound and total < BAR else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
