"""The database itself refuses to change, delete, replace or misplace an entry."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import DatabaseError, connection, transaction

from clearslate.ledger import guards, selectors
from clearslate.ledger.checks import check_guards
from clearslate.ledger.models import Entry
from tests.server.databases import Database
from tests.server.test_ledger import organisation

COLUMNS = 'log_id, "index", type, type_v, at, subject, canonical, sha256'
REFUSED = {
    "update": "UPDATE ledger_entry SET type = 'x'",
    "update of one": 'UPDATE ledger_entry SET "index" = 7 WHERE "index" = 0',
    "delete": "DELETE FROM ledger_entry",
    "a gap": f'INSERT INTO ledger_entry ({COLUMNS}) SELECT log_id, "index" + 5, type, type_v, at, '
    'subject, canonical, sha256 FROM ledger_entry WHERE "index" = 1',
    "the same place": f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {COLUMNS} FROM ledger_entry",
    "a negative place": f"INSERT INTO ledger_entry ({COLUMNS}) SELECT log_id, -1, type, type_v, "
    'at, subject, canonical, sha256 FROM ledger_entry WHERE "index" = 1',
    "another log": "UPDATE ledger_log SET scope = 'x'",
    "no log": "DELETE FROM ledger_log",
}
SQLITE = {
    "replace the place": f"INSERT OR REPLACE INTO ledger_entry ({COLUMNS}) "
    f'SELECT {COLUMNS} FROM ledger_entry WHERE "index" = 0',
    "replace the row": f"INSERT OR REPLACE INTO ledger_entry (id, {COLUMNS}) SELECT 1, log_id, 2, "
    'type, type_v, at, subject, canonical, sha256 FROM ledger_entry WHERE "index" = 0',
    "replace": f"REPLACE INTO ledger_entry ({COLUMNS}) SELECT {COLUMNS} FROM ledger_entry",
    "update or replace": 'UPDATE OR REPLACE ledger_entry SET "index" = 0 WHERE "index" = 1',
    "upsert": f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {COLUMNS} FROM ledger_entry WHERE true "
    "ON CONFLICT DO UPDATE SET type = 'x'",
    "replace the log": "INSERT OR REPLACE INTO ledger_log (id, scope) "
    "SELECT id, 'x' FROM ledger_log",
    "replace the scope": "INSERT OR REPLACE INTO ledger_log (id, scope) "
    "VALUES ('x', 'installation')",
}
POSTGRESQL = {
    "truncate": "TRUNCATE ledger_entry CASCADE",
    "truncate the logs": "TRUNCATE ledger_log CASCADE",
    "upsert": f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {COLUMNS} FROM ledger_entry "
    "ON CONFLICT (log_id, \"index\") DO UPDATE SET type = 'x'",
    "as a replica": "SET LOCAL session_replication_role = replica; DELETE FROM ledger_entry",
}


def fingerprint() -> list[tuple[object, ...]]:
    return list(Entry.objects.order_by("id").values_list("id", "index", "type", "sha256"))


def refused(statement: str) -> None:
    before = fingerprint()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert fingerprint() == before
    assert len(before) == 2


@pytest.mark.parametrize("name", REFUSED)
def test_a_statement_is_refused(database: Database, name: str) -> None:
    organisation("One")
    organisation("Two")
    refused(REFUSED[name])


@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", SQLITE)
def test_a_statement_of_sqlite_is_refused(database: Database, name: str) -> None:
    organisation("One")
    organisation("Two")
    refused(SQLITE[name])


@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [*REFUSED, *SQLITE])
def test_it_is_refused_by_another_program_too(database: Database, name: str) -> None:
    """A bare connection has neither our pragmas nor our code."""
    organisation("One")
    organisation("Two")
    other = sqlite3.connect(database.url.removeprefix("sqlite:///"))
    try:
        with pytest.raises(sqlite3.Error):
            other.executescript((REFUSED | SQLITE)[name])
    finally:
        other.close()
    (found,) = selectors.check()
    assert (found.entries, found.flaws) == (2, [])


@pytest.mark.slow
@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
@pytest.mark.parametrize("name", POSTGRESQL)
def test_a_statement_of_postgresql_is_refused(database: Database, name: str) -> None:
    organisation("One")
    organisation("Two")
    refused(POSTGRESQL[name])


def test_all_triggers_are_there(database: Database) -> None:
    assert check_guards().state == "ok"
    with connection.cursor() as cursor:
        guards.remove(connection.vendor, cursor.execute)
    assert check_guards().state == "failed"


def test_the_check_finds_what_happened_without_triggers(database: Database) -> None:
    for name in ("One", "Two", "Three"):
        organisation(name)
    with connection.cursor() as cursor:
        guards.remove(connection.vendor, cursor.execute)
    rows = Entry.objects.order_by("index")
    first, second = rows[0], rows[1]
    Entry.objects.filter(id=second.id).update(canonical=bytes(first.canonical))
    Entry.objects.filter(id=first.id).update(type="user.created")
    (found,) = selectors.check()
    assert {flaw.partition(":")[0] for flaw in found.flaws} == {"place 0", "place 1"}
    Entry.objects.filter(id=second.id).update(index=9)
    (found,) = selectors.check()
    assert any("number" in flaw for flaw in found.flaws)
