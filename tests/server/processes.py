"""Runs the command line and small programs in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

ITSELF = [sys.executable, "-c", "from clearslate.cli.main import main; main()"]

START = """
import sys
from clearslate.cli.server import start
start()
from datetime import UTC, datetime
from clearslate.accounts.services import create_organisation
from clearslate.ledger.parties import COMMAND_LINE

def add(name):
    create_organisation(actor=COMMAND_LINE, at=datetime.now(UTC), name=name, kind="vendor")
"""


def program(text: str, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a program in which Django is set up and `add(name)` adds an organisation."""
    return subprocess.Popen(
        [sys.executable, "-c", START + text],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def command(*arguments: str, environment: Mapping[str, str], said: str = "") -> tuple[int, str]:
    """Run the command line to its end. Returns its code and all it said."""
    done = subprocess.run(
        [*ITSELF, *arguments],
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def started(*arguments: str, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a command that runs until it is told to stop."""
    return subprocess.Popen(
        [*ITSELF, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
