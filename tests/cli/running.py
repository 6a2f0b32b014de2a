"""Runs the command line in this process, as a shell would see it."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from clearslate.cli.main import run as run_main

ROOT = Path(__file__).parents[2]
SERIES = ROOT / "examples" / "series"
HOUSE = ROOT / "examples" / "house"
FACTS = ("--facts", str(SERIES / "facts.yaml"))
ON = ("--on", "2026-11-24")

NOTIFY = SERIES / "development-mood-board.yaml"
APPROVAL = SERIES / "vfx-crowd-from-scans.yaml"
HOLD = SERIES / "editorial-visual-adr-new-line.yaml"
NOT_A_USE = SERIES / "vfx-wire-removal-by-hand.yaml"


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: object, stdin: str | bytes = b"") -> Outcome:
    """Run `clearslate` with these arguments."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    feed = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    with (
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
        mock.patch.object(sys, "stdin", feed),
    ):
        code = run_main([str(argument) for argument in arguments])
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())
    return Outcome(code, *texts)


def assess(*arguments: object, stdin: str | bytes = b"") -> Outcome:
    """Run `clearslate assess` on the day and with the facts of the series."""
    return run("assess", *ON, *FACTS, *arguments, stdin=stdin)
