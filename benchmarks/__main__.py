"""Runs every measurement, each in a process of its own, and prints what it found.

Usage: python -m benchmarks [--write] [NAME...]

With --write the figures are also kept in `docs/reference/benchmarks.md`, where each measurement has
a section of its own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
#: Every measurement, in the order of the page, with the heading it prints.
NAMES = {
    "bare_outcome": "## One bare outcome",
    "full_assessment": "## One full assessment",
    "ways": "## Ways to a lower outcome",
    "proofs": "## All proofs of a pack",
    "interview": "## The interview's next question",
    "startup": "## Start-up",
    "pages": "## Pages",
    "answering": "## Fifty people answering at once",
    "pack_change": "## A pack change that reaches 10,000 uses",
}
INTRODUCTION = """\
# Measured

A ratio is the median over interleaved rounds of one run: each round does the same work with every
contender, one after the other, on one machine. Equal answers are checked first, and a measurement
stops where an answer differs. Times depend on the machine and on what else it does; look at the
ratios.

Repeat all of it with `make bench`, one part with `.venv/bin/python -m benchmarks NAME`. The names
are {names}. With `--write` the figures come here.
"""


def main(arguments: list[str]) -> int:
    """Run the named measurements, or all; 1 when one of them failed."""
    names = [name for name in arguments if name != "--write"] or list(NAMES)
    unknown = sorted(set(names) - NAMES.keys())
    if unknown:
        print(__doc__, file=sys.stderr)
        print(f"There is no {', '.join(unknown)}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    failed = []
    found = {}
    for name in names:
        run = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        print(run.stdout, flush=True)
        if run.returncode:
            failed.append(name)
        if run.stdout.startswith(NAMES[name]):
            found[NAMES[name]] = run.stdout.strip()
    if "--write" in arguments:
        write(found)
    if failed:
        print(f"failed, or a bar not reached: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def write(found: dict[str, str]) -> None:
    """Keep what was found in the page, beside the sections that were not measured now."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    kept = {f"## {part.partition(chr(10))[0]}": f"## {part}" for part in text.split("\n## ")[1:]}
    sections = {**kept, **found}
    ordered = [sections[heading].strip() for heading in NAMES.values() if heading in sections]
    introduction = INTRODUCTION.format(names=", ".join(f"`{name}`" for name in NAMES)).strip()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n\n".join([introduction, *ordered]) + "\n", encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
