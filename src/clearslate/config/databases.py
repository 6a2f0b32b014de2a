"""The database of the settings, as Django wants to know it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clearslate.config.parse import Database


def django_settings(given: Database | None, data: Path) -> dict[str, Any]:
    """What Django needs to know about a database; None is SQLite in the data folder."""
    if given is None or given.engine == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": given.name if given else data / "clearslate.sqlite3",
            "OPTIONS": {
                # A writer takes its turn at the start of its transaction, and waits for it there.
                # Otherwise a transaction that reads first can fail in the middle, without a wait.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: NORMAL may lose the last commits when the power fails.
                # Without recursive_triggers, INSERT OR REPLACE passes by a trigger on DELETE.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON"
                ),
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.name,
        "HOST": given.host or dict(given.options).get("host", ""),
        "PORT": given.port,
        "USER": given.user,
        "PASSWORD": given.password,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _options(dict(given.options)),
    }


def _options(given: dict[str, str]) -> dict[str, str]:
    """What the address says beside the host, and that no query is compiled.

    A page reads little at once; compiling one of its queries takes longer than running it.
    """
    rest = {name: value for name, value in given.items() if name not in ("host", "options")}
    return {**rest, "options": f"-c jit=off {given.get('options', '')}".strip()}
