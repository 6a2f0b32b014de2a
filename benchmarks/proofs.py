"""How long the proofs of a pack take, statement by statement.

Usage: python benchmarks/proofs.py [PACK]

The bar (DESIGN, "Bars"): all proofs of the platform pack in under a minute on one core. Run it
pinned, for example with `taskset -c 0`. Loading the solver and the pack is timed by itself.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

BAR = 60.0


def laps(pack: str) -> Iterator[tuple[str, bool, float]]:
    """Each step with whether it is proved and the seconds it took."""
    start = time.perf_counter()
    from clearslate import packs
    from clearslate.policy.pack.load import load_pack, shipped_pack
    from clearslate.policy.prove import Proof, proofs, proved, subject_of

    about = subject_of(shipped_pack(pack) if pack in packs.shipped() else load_pack(Path(pack)))
    yield "load solver and pack", True, time.perf_counter() - start
    start = time.perf_counter()
    for step in proofs(about):
        name = step.statement.id if isinstance(step, Proof) else f"{step.switch} = {step.value}"
        yield name, proved(step), time.perf_counter() - start
        start = time.perf_counter()


def main(pack: str = "platform") -> int:
    """Print the table; fail when the whole takes longer than the bar or something is refuted."""
    total, sound = 0.0, True
    print(f"{'proof':32} {'answer':8} {'seconds':>8}")
    for name, good, seconds in laps(pack):
        total, sound = total + seconds, sound and good
        print(f"{name:32} {'proved' if good else 'refuted':8} {seconds:8.2f}", flush=True)
    print(f"{'all':32} {'proved' if sound else 'refuted':8} {total:8.2f}   bar {BAR:.0f}")
    return 0 if sound and total < BAR else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
