"""The triggers that make logs and entries append-only in the database itself.

They stop a mistake and a statement slipped in through the application. They do not stop whoever
owns the file or the database: the log's tree and its heads outside will show that.
A later migration that rebuilds one of these tables must set them again; a test looks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SAID = "the ledger is append-only"

_SQLITE = {
    "ledger_entry_no_update": (
        "BEFORE UPDATE ON ledger_entry "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: an entry is never changed'); END"
    ),
    "ledger_entry_no_delete": (
        "BEFORE DELETE ON ledger_entry "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: an entry is never deleted'); END"
    ),
    # INSERT OR REPLACE deletes the row in its way, and fires the trigger on DELETE only with
    # recursive_triggers. So what is in the way of an entry refuses it, whatever is set.
    "ledger_entry_in_order": (
        'BEFORE INSERT ON ledger_entry WHEN NEW."index" IS NOT '
        '(SELECT coalesce(max("index") + 1, 0) FROM ledger_entry WHERE log_id = NEW.log_id) '
        "OR EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: an entry takes the next place of its log'); END"
    ),
    "ledger_log_no_update": (
        "BEFORE UPDATE ON ledger_log "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: a log is never changed'); END"
    ),
    "ledger_log_no_delete": (
        "BEFORE DELETE ON ledger_log "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: a log is never deleted'); END"
    ),
    "ledger_log_new": (
        "BEFORE INSERT ON ledger_log "
        "WHEN EXISTS (SELECT 1 FROM ledger_log WHERE id = NEW.id OR scope = NEW.scope) "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: that log is there already'); END"
    ),
}

_POSTGRESQL_FUNCTIONS = {
    "ledger_refuse": f"""
        CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{SAID}: % on % is refused', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END $$""",
    "ledger_next_place": f"""
        CREATE FUNCTION ledger_next_place() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW."index" IS DISTINCT FROM (
                SELECT coalesce(max("index") + 1, 0) FROM ledger_entry WHERE log_id = NEW.log_id
            ) THEN
                RAISE EXCEPTION '{SAID}: an entry takes the next place of its log'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$""",
}

_POSTGRESQL = {
    "ledger_entry_no_change": (
        "ledger_entry",
        "BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    ),
    "ledger_entry_no_truncate": (
        "ledger_entry",
        "BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    ),
    "ledger_entry_in_order": (
        "ledger_entry",
        "BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_next_place()",
    ),
    "ledger_log_no_change": (
        "ledger_log",
        "BEFORE UPDATE OR DELETE ON ledger_log FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    ),
    "ledger_log_no_truncate": (
        "ledger_log",
        "BEFORE TRUNCATE ON ledger_log FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    ),
}

Execute = Callable[[str], Any]


def names(vendor: str) -> set[str]:
    """The names of the triggers on that kind of database."""
    return set(_SQLITE if vendor == "sqlite" else _POSTGRESQL)


def install(vendor: str, execute: Execute) -> None:
    """Set the triggers."""
    if vendor == "sqlite":
        for name, rest in _SQLITE.items():
            execute(f"CREATE TRIGGER {name} {rest}")
        return
    for function in _POSTGRESQL_FUNCTIONS.values():
        execute(function)
    for name, (table, rest) in _POSTGRESQL.items():
        execute(f"CREATE TRIGGER {name} {rest}")
        # ALWAYS: it fires for a session in the role of a replica too.
        execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def remove(vendor: str, execute: Execute) -> None:
    """Take them away again."""
    if vendor == "sqlite":
        for name in _SQLITE:
            execute(f"DROP TRIGGER {name}")
        return
    for name, (table, _) in _POSTGRESQL.items():
        execute(f"DROP TRIGGER {name} ON {table}")
    for name in _POSTGRESQL_FUNCTIONS:
        execute(f"DROP FUNCTION {name}()")


def found(vendor: str, execute: Execute) -> set[str]:
    """Which of them are in the database."""
    if vendor == "sqlite":
        rows = execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    else:
        rows = execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'").fetchall()
    return names(vendor) & {name for (name,) in rows}
