"""Start-up of the command line, against a bare interpreter that does nothing.

Every round starts each of them once, one after the other, with the bytecode compiled. Counted is
the processor time of the process, user and system.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.harness import Timing, conditions, shown, table

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "examples" / "series" / "vfx-sharpening-invents-a-face.yaml"
ROUNDS = 31
BARE = "`python -c pass`"
HELP = "`clearslate --help`"
ASSESS = "`clearslate assess FILE`"
BARS = {HELP: 6, ASSESS: 15}


def main() -> None:
    """Measure, and print the table."""
    command = str(Path(sys.executable).parent / "clearslate")
    runs = {
        BARE: [sys.executable, "-c", "pass"],
        HELP: [command, "--help"],
        ASSESS: [command, "assess", str(FILE), "--fail-on", "never"],
    }
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(ROUNDS + 1):
        for name, arguments in runs.items():
            seconds = processor_time(arguments)
            if number:  # the first round compiles the bytecode
                taken[name].append(seconds)
    timings = {name: Timing(tuple(rounds)) for name, rounds in taken.items()}
    times = {name: timing.times(timings[BARE]) for name, timing in timings.items()}
    rows = (
        (name, shown(timings[name].median), f"{times[name]:.1f}", _bar(name, times[name]))
        for name in runs
    )
    print("## Start-up\n")
    print(f"{conditions(['click', 'PyYAML'])}. {ROUNDS} rounds, `{FILE.name}`.\n")
    print(table(("command", "processor time", "times bare", "bar"), rows))


def processor_time(arguments: list[str]) -> float:
    """The seconds that a command ran; stops where it fails."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    process = os.posix_spawn(
        arguments[0], arguments, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 1)]
    )
    os.close(nothing)
    _, status, used = os.wait4(process, 0)
    if status:
        sys.exit(f"{' '.join(arguments)} failed: {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


def _bar(name: str, times: float) -> str:
    if name not in BARS:
        return ""
    return f"under {BARS[name]}, {'reached' if times < BARS[name] else 'not reached'}"


if __name__ == "__main__":
    main()
