"""The demo as a command that runs until it is told to stop."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

from tests.server.conftest import ENVIRONMENT
from tests.server.processes import started


class Running:
    """The command, and what it said until it was ready."""

    def __init__(self, out: Path, *arguments: str) -> None:
        self.out = out
        environment = {
            name: value for name, value in ENVIRONMENT.items() if not name.startswith("CLEARSLATE_")
        }
        self.process: subprocess.Popen[str] = started(
            "demo", "--no-open", "--out", str(out), *arguments, environment=environment
        )
        self.said = ""
        while "Ctrl+C" not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    @property
    def address(self) -> str:
        return re.search(r"http://127\.0\.0\.1:\d+", self.said)[0]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert "Stopped." in self.process.communicate(timeout=60)[0]
        assert self.process.returncode == 0
