"""Runs every harness beside this file, one after the other, and shares the inputs among them.

The shares follow the harnesses' speed, so that each takes some ten minutes of a million inputs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

#: How many of twenty inputs a harness gets; one that is not named gets one.
SHARES = {"fuzz_documents": 8, "fuzz_expression": 8, "fuzz_declaration": 3, "fuzz_pack": 1}


def main() -> int:
    """1 when any harness found a fault."""
    parser = argparse.ArgumentParser(description="Fuzz every reader, guided by coverage.")
    parser.add_argument(
        "--runs", type=int, default=1_000_000, help="inputs, all harnesses together"
    )
    parser.add_argument("--replay", action="store_true", help="only the inputs kept so far")
    asked = parser.parse_args()
    names = sorted(path.stem for path in Path(__file__).parent.glob("fuzz_*.py"))
    shares = {name: SHARES.get(name, 1) for name in names}
    failed = []
    for name, share in shares.items():
        runs = -(-asked.runs * share // sum(shares.values()))
        how = ["--replay"] if asked.replay else ["--runs", str(runs)]
        if subprocess.run([sys.executable, "-m", f"fuzz.{name}", *how], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed at: {', '.join(failed)}; the input is in fuzz-work/failed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
