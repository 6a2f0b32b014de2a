"""Whether the ledger is guarded and its time makes sense, for `clearslate doctor`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from clearslate.kit.checks import Check
from clearslate.ledger import guards, selectors


def check_guards() -> Check:
    """The triggers are there."""
    with connection.cursor() as cursor:

        def execute(sql: str) -> object:
            cursor.execute(sql)
            return cursor

        missing = guards.names(connection.vendor) - guards.found(connection.vendor, execute)
    if missing:
        return Check("ledger", "failed", f"its triggers are missing: {', '.join(sorted(missing))}")
    return Check("ledger", "ok", "append-only in the database")


def check_time(at: datetime) -> Check:
    """No entry is from the future: then the clock was turned back."""
    newest = selectors.newest()
    if newest is not None and newest > at + timedelta(minutes=5):
        return Check(
            "ledger time", "failed", f"an entry is from {newest:%Y-%m-%d %H:%M} UTC. Set the clock."
        )
    return Check("ledger time", "ok", "no entry is from the future")
