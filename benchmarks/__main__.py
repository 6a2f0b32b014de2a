"""Runs every measurement, each in a process of its own, and prints what it found.

Usage: python -m benchmarks [--write] [NAME...]

With --write the figures of all of them are also kept in `docs/reference/benchmarks.md`.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
#: Every measurement, in the order of the page.
NAMES = ("bare_outcome", "full_assessment", "ways", "interview", "startup", "proofs")
INTRODUCTION = """\
# Measured

A ratio is the median over interleaved rounds of one run: each round does the same work with every
contender, one after the other, on one machine. Equal answers are checked first, and a measurement
stops where an answer differs. Times are processor time and depend on the machine; look at the
ratios.

Repeat all of it with `make bench`, one part with `.venv/bin/python -m benchmarks NAME`. This page
is written by `.venv/bin/python -m benchmarks --write`, here on {date}.
"""


def main(arguments: list[str]) -> int:
    """Run the named measurements, or all; 1 when one of them failed."""
    write = "--write" in arguments
    names = [name for name in arguments if name != "--write"] or list(NAMES)
    unknown = sorted(set(names) - set(NAMES))
    if unknown or (write and names != list(NAMES)):
        print(__doc__, file=sys.stderr)
        print(f"The measurements are {', '.join(NAMES)}; --write runs all.", file=sys.stderr)
        return 2
    sections = []
    failed = []
    for name in names:
        run = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        print(run.stdout, flush=True)
        sections.append(run.stdout.strip())
        if run.returncode:
            failed.append(name)
    if write and all(sections):
        introduction = INTRODUCTION.format(date=datetime.now(UTC).date())
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text("\n\n".join([introduction.strip(), *sections]) + "\n", encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}")
    if failed:
        print(f"failed, or a bar not reached: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
