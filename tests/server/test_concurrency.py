"""Many processes at once, and processes that are killed: one gapless order, nothing half done."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

from clearslate.accounts.models import Organisation
from clearslate.ledger import selectors
from clearslate.ledger.models import Entry, Opening
from tests.server import processes
from tests.server.databases import Database

WRITERS = 8
EACH = 20


def in_order(expected: int) -> None:
    places = list(Entry.objects.order_by("index").values_list("index", flat=True))
    assert places == list(range(expected))
    (found,) = selectors.check()
    assert (found.entries, found.opened, found.flaws) == (expected, expected, [])
    assert Organisation.objects.count() == Opening.objects.count() == expected


@pytest.mark.slow
def test_many_writers_give_one_gapless_order(database: Database) -> None:
    text = f"""
import os
for number in range({EACH}):
    add(f"{{os.getpid()}} {{number}}")
"""
    running = [processes.program(text, database.environment) for _ in range(WRITERS)]
    for each in running:
        _, errors = each.communicate(timeout=180)
        assert each.returncode == 0, errors
    in_order(WRITERS * EACH)


def first_line(stream: int) -> str:
    """The first line of a pipe; the lines behind it stay there for whoever reads on."""
    read = b""
    while not read.endswith(b"\n"):
        read += os.read(stream, 1)
    return read.decode().strip()


@pytest.mark.slow
def test_a_killed_process_leaves_nothing_half_done(database: Database) -> None:
    """What was acknowledged is there, and what is there is whole."""
    text = """
import itertools, os
for number in itertools.count():
    name = f"{os.getpid()} {number}"
    add(name)
    print(name, flush=True)
"""
    chance = random.Random(4)
    acknowledged: set[str] = set()
    for _ in range(8):
        process = processes.program(text, database.environment)
        assert process.stdout is not None
        acknowledged.add(first_line(process.stdout.fileno()))
        time.sleep(chance.uniform(0, 0.12))
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate(timeout=30)
        acknowledged |= {line for line in rest.split("\n")[:-1] if line}
    there = set(Organisation.objects.values_list("name", flat=True))
    assert acknowledged <= there
    assert len(there) - len(acknowledged) <= 8
    in_order(len(there))
