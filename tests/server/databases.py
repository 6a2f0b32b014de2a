"""A fresh, migrated database per test, made as a copy of one that was migrated once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import ConnectionHandler, connections

from clearslate.config import parse
from clearslate.config.databases import django_settings


@dataclass
class Database:
    """What a test works on; other processes reach it by `environment`."""

    vendor: str
    url: str
    environment: dict[str, str]


def point_at(url: str) -> None:
    """Make Django use the database at an address, in every thread that connects from now on."""
    connections.close_all()
    given = django_settings(parse.database(url), Path("/nowhere"))
    handler = ConnectionHandler({"default": given})
    kept = connections.settings["default"]
    kept.clear()
    kept.update(handler.settings["default"])
    if hasattr(connections._connections, "default"):
        del connections["default"]


class SqliteCopies:
    """Copies of a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite3"
        self.made = 0
        point_at(f"sqlite:///{self.template}")
        call_command("migrate", verbosity=0)
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()

    def empty(self) -> str:
        """The address of a database without a table."""
        self.made += 1
        return f"sqlite:///{self.folder}/{self.made}.sqlite3"

    def copy(self) -> str:
        """The address of a migrated database."""
        url = self.empty()
        shutil.copy(self.template, url.removeprefix("sqlite:///"))
        return url

    def drop(self, url: str) -> None:
        """Remove a database."""
        Path(url.removeprefix("sqlite:///")).unlink()


class PostgresCopies:
    """Copies that the server makes from a template."""

    def __init__(self, socket: str) -> None:
        self.socket = socket
        self.made = 0
        url = self._create("template0")
        self.template = f"test{self.made}"
        point_at(url)
        call_command("migrate", verbosity=0)
        connections.close_all()

    def empty(self) -> str:
        """The address of a database without a table."""
        return self._create("template0")

    def copy(self) -> str:
        """The address of a migrated database."""
        return self._create(self.template)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = url.partition("@/")[2].partition("?")[0]
        self._admin(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _admin(self, statement: str) -> None:
        import psycopg

        address = f"host={self.socket} user=clearslate dbname=postgres"
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute(statement)

    def _create(self, template: str) -> str:
        self.made += 1
        name = f"test{self.made}"
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"postgresql://clearslate@/{name}?host={self.socket}"


@contextmanager
def in_use(url: str) -> Iterator[None]:
    """Use a database, and leave no connection to it behind."""
    point_at(url)
    try:
        yield
    finally:
        connections.close_all()
