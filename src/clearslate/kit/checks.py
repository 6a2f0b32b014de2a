"""Whether the parts of an installation work: for readiness, and for `clearslate doctor`."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from clearslate.kit import jobs

LEAST_FREE = 1 << 30
"""Bytes that should be free where files are stored."""

MOST_DRIFT = 30
"""Seconds by which the clocks of this machine and of the database may differ."""


@dataclass(frozen=True)
class Check:
    """One part: `state` is `ok`, `warning` or `failed`; `message` says how it is, and a remedy."""

    name: str
    state: str
    message: str


def readiness(at: datetime) -> Iterator[Check]:
    """What must hold before requests are let in."""
    database = check_database()
    yield database
    if database.state == "ok":
        yield check_migrations()
        yield check_worker(at)


def check_database() -> Check:
    """The database answers, with the settings that durability needs."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor != "sqlite":
                return Check("database", "ok", f"{connection.display_name} answers")
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
    except DatabaseError as error:
        words = str(error).strip().partition("\n")[0]
        return Check("database", "failed", f"{words}. Check CLEARSLATE_DATABASE_URL.")
    if mode != "wal":
        return Check("database", "failed", "SQLite cannot use its WAL mode here. Use a local disk.")
    return Check("database", "ok", "SQLite answers")


def check_migrations() -> Check:
    """The tables are those of this version."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Check("migrations", "failed", str(error).strip().partition("\n")[0])
    if waiting:
        return Check("migrations", "failed", f"{len(waiting)} not applied. Run: clearslate migrate")
    return Check("migrations", "ok", "all applied")


def check_worker(at: datetime) -> Check:
    """A worker was seen lately."""
    try:
        alive = jobs.alive(at=at)
    except DatabaseError:
        return Check("worker", "failed", "its table is missing. Run: clearslate migrate")
    if not alive:
        return Check(
            "worker", "failed", "none seen lately. Run: clearslate serve, or clearslate worker"
        )
    return Check("worker", "ok", f"{alive} seen lately")


def check_storage() -> Check:
    """A file can be written where files are stored."""
    folder: Path = settings.CLEARSLATE["storage"]
    probe = folder / f"probe-{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"probe")
        probe.unlink()
    except OSError as error:
        words = error.strerror or str(error)
        return Check("storage", "failed", f"{folder}: {words}. Check CLEARSLATE_STORAGE.")
    return Check("storage", "ok", f"{folder} can be written")


def check_disk() -> Check:
    """There is room left where files are stored."""
    folder: Path = settings.CLEARSLATE["storage"]
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    words = f"{free / 2**30:.1f} GiB free at {folder}"
    if free < LEAST_FREE:
        return Check("disk", "warning", f"{words}. Make room, or move CLEARSLATE_STORAGE.")
    return Check("disk", "ok", words)


def check_clock(at: datetime) -> Check:
    """This machine and the database agree what time it is."""
    if connection.vendor == "sqlite":
        return Check("clock", "ok", f"{at:%Y-%m-%d %H:%M:%S} UTC; SQLite has no clock of its own")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            there: datetime = cursor.fetchone()[0]
    except DatabaseError:
        return Check("clock", "failed", "the database does not say what time it is")
    drift = abs((there - at).total_seconds())
    if drift > MOST_DRIFT:
        return Check(
            "clock", "failed", f"the database's clock is {drift:.0f} s off. Run a time service."
        )
    return Check("clock", "ok", f"within {drift:.0f} s of the database's")
