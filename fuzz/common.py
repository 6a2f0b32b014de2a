"""What every harness shares: seeds, flags, running under the fuzzer and replaying without it.

A harness is a module `fuzz/fuzz_NAME.py` with `TARGET = Target(...)` and, as its last lines,
`if __name__ == "__main__": TARGET.main()`. It imports the code under test inside
`with instrumented(...)`.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "fuzz-work"
"""Inputs that reached new code, and inputs that failed; not part of the repository."""


def instrumented(*packages: str) -> contextlib.AbstractContextManager[None]:
    """Counts the branches of these packages when they are imported inside.

    Only when a harness runs under the fuzzer: replays and tests need no counts.
    """
    running = sys.modules["__main__"].__spec__
    if running is None or not running.name.startswith("fuzz.") or "--replay" in sys.argv:
        return contextlib.nullcontext()
    import atheris

    return atheris.instrument_imports(include=list(packages))


@dataclass(frozen=True)
class Target:
    """One thing to fuzz.

    `check` takes any bytes and raises on a fault. `seeds` are files and folders, relative to
    the root, whose files are good first inputs; `suffixes` picks among them. `made` are further
    first inputs, which the harness takes out of larger files.
    """

    name: str
    check: Callable[[bytes], None]
    seeds: Sequence[str]
    suffixes: Sequence[str] = (".yaml", ".json")
    longest: int = 2048
    made: Sequence[bytes] = ()

    def main(self) -> None:
        """Run the command line of a harness; see `fuzz/README.md`."""
        parser = argparse.ArgumentParser(description=f"Fuzz: {self.name}.")
        parser.add_argument("--runs", type=int, default=100_000, help="inputs to try")
        parser.add_argument("--seconds", type=int, default=0, help="stop after; 0: no limit")
        parser.add_argument("--replay", action="store_true", help="only the inputs kept so far")
        parser.add_argument("files", nargs="*", type=Path, help="only these inputs")
        asked = parser.parse_args()
        if asked.files or asked.replay:
            self.replay(asked.files or list(self._kept()))
        else:
            self.fuzz(asked.runs, asked.seconds)

    def replay(self, files: Sequence[Path]) -> None:
        """Checks the inputs in these files; the first fault is raised with the file's name."""
        begin = time.perf_counter()
        for path in files:
            try:
                self.check(path.read_bytes())
            except BaseException:
                print(f"failed: {path}", file=sys.stderr)
                raise
        seconds = time.perf_counter() - begin
        print(f"{self.name}: {len(files):,} inputs replayed in {seconds:.1f} s, no fault")

    def fuzz(self, runs: int, seconds: int) -> None:
        """Runs under the fuzzer until a fault, `runs` inputs or `seconds`."""
        import atheris

        corpus = WORK / self.name
        failed = WORK / "failed"
        corpus.mkdir(parents=True, exist_ok=True)
        failed.mkdir(exist_ok=True)
        words = Path(__file__).with_name(f"{self.name}.dict")
        flags = [
            f"-runs={runs}",
            f"-max_total_time={seconds}",
            f"-max_len={self.longest}",
            f"-artifact_prefix={failed}/{self.name}-",
            "-timeout=10",
            "-print_final_stats=1",
            *([f"-dict={words}"] if words.exists() else []),
        ]
        first = [*(path.read_bytes() for path in self._seeds()), *self.made]
        for number, data in enumerate(first):
            (corpus / f"seed-{number:04}").write_bytes(data[: self.longest])
        atheris.Setup([sys.argv[0], *flags, str(corpus)], self.check)
        atheris.Fuzz()

    def _seeds(self) -> Iterator[Path]:
        for name in self.seeds:
            place = ROOT / name
            files = sorted(place.rglob("*")) if place.is_dir() else [place]
            yield from (path for path in files if path.suffix in self.suffixes)

    def _kept(self) -> Iterator[Path]:
        yield from self._seeds()
        for folder in (WORK / self.name, ROOT / "fuzz" / "found" / self.name):
            if folder.is_dir():
                yield from sorted(path for path in folder.iterdir() if path.is_file())
