"""A pack change that reaches 10,000 uses: how long until they are stale, and assessed again.

A house pack is adopted beside the platform's and reaches everything that is not delivered. From the
moment its statement is made every use reads as not cleared; then the job takes batch after batch.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.harness import conditions, shown, table
from benchmarks.web import start

USES = 10_000
HOUSE = Path(__file__).resolve().parent.parent / "examples" / "house"


def main() -> int:
    """Measure and print; 1 where a use is left stale."""
    with tempfile.TemporaryDirectory(prefix="clearslate-bench-") as folder:
        start(Path(folder))
        return _measured()


def _measured() -> int:
    from clearslate.clearance.reassessing import assess_next
    from clearslate.flows.rules import put_pack_in_force
    from clearslate.ledger.parties import COMMAND_LINE
    from clearslate.policy.pack.load import load_pack
    from clearslate.productions.selectors import today_in
    from clearslate.productions.services.facts import file_facts
    from clearslate.uses.models import Use, UseVersion
    from clearslate.uses.staleness import to_assess
    from tests.server.declaring import declaration
    from tests.server.many import AT, make_production, make_uses

    production = make_production("Tideline")
    file_facts(actor=COMMAND_LINE, at=AT, production=production, data=declaration("facts"))
    make_uses(production, USES)
    at = datetime.now(UTC)
    live = Use.objects.exclude(state__in=["withdrawn", "declined"]).count()
    # What time alone has made stale by now is assessed first, so that only the pack is measured.
    _all(lambda after: assess_next(production.id, after, at=at))
    versions = UseVersion.objects.count()
    before = _memory()
    with _counted() as marking:
        put_pack_in_force(
            actor=COMMAND_LINE,
            at=at,
            production=production,
            pack=load_pack(HOUSE),
            standing="adopted",
            from_day=today_in(production, at),
            reaches="undelivered",
            adopted_by="The platform's counsel",
        )
    stale = Use.objects.filter(to_assess(today_in(production, at))).count()
    with _counted() as assessing:
        taken = _all(lambda after: assess_next(production.id, after, at=at))
    left = Use.objects.filter(to_assess(today_in(production, at))).count()
    added = UseVersion.objects.count() - versions
    memory = _memory() - before
    print("## A pack change that reaches 10,000 uses")
    print()
    print(
        f"{conditions(['Django'])}, SQLite, one core. Of {USES:,} uses {live:,} can still change."
    )
    print("A house pack is adopted that reaches everything that is not delivered.")
    print()
    print(
        table(
            ("what", "uses", "time", "per use", "queries"),
            (
                ("until all read as not cleared", f"{stale:,}", *_figures(marking, stale)),
                ("until all are assessed again", f"{taken:,}", *_figures(assessing, taken)),
            ),
        )
    )
    print()
    print(f"{added:,} of them got a new version, since their assessment says something else now.")
    print(f"The process grew by {memory / 1e6:.0f} MB meanwhile. {left} are left stale.")
    return 1 if left else 0


class Counted:
    """How long something took, and how many queries."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.queries = 0


@contextmanager
def _counted() -> Iterator[Counted]:
    from django.db import connection

    found = Counted()

    def counting(execute: Any, sql: str, *rest: Any) -> Any:
        found.queries += 1
        return execute(sql, *rest)

    started = time.perf_counter()
    with connection.execute_wrapper(counting):
        yield found
    found.seconds = time.perf_counter() - started


def _all(take: Callable[[str], list[str]]) -> int:
    """Batch after batch, until nothing is left; how many were taken."""
    count, after = 0, ""
    while taken := take(after):
        after = taken[-1]
        count += len(taken)
    return count


def _figures(found: Counted, uses: int) -> tuple[str, str, str]:
    return shown(found.seconds), shown(found.seconds / max(uses, 1)), f"{found.queries:,}"


def _memory() -> int:
    """The most memory that the process had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
