"""A fresh, migrated database per test, made as a copy of one that was migrated once.

What a test begins with is made once too: see `made_once`.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.core.management import call_command
from django.db import ConnectionHandler, connections
from django.db.backends.signals import connection_created

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


@dataclass
class Kept:
    """What a function made in an empty database: a copy of the database, and what it returned."""

    template: str
    returned: bytes


@dataclass
class Copies:
    """Makes databases, each a copy of another."""

    made: int = 0
    kept: dict[object, Kept] = field(default_factory=dict)

    def copy(self) -> str:
        """The address of a migrated database."""
        raise NotImplementedError

    def keep(self, url: str) -> str:
        """Keep a database as it is, without a connection to it. Returns what it is kept as."""
        raise NotImplementedError

    def become(self, url: str, template: str) -> None:
        """Make a database, without a connection to it, what was kept."""
        raise NotImplementedError


class SqliteCopies(Copies):
    """Copies of a file."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        url = self.empty()
        point_at(url)
        call_command("migrate", verbosity=0)
        connections.close_all()
        self.template = self.keep(url)

    def empty(self) -> str:
        """The address of a database without a table."""
        self.made += 1
        return f"sqlite:///{self.folder}/{self.made}.sqlite3"

    def copy(self) -> str:
        """The address of a migrated database."""
        url = self.empty()
        self.become(url, self.template)
        return url

    def drop(self, url: str) -> None:
        """Remove a database."""
        _path(url).unlink()

    def keep(self, url: str) -> str:
        """Keep a database as it is; its last connection has written all to the one file."""
        assert not _path(url).with_suffix(".sqlite3-wal").exists()
        kept = self.empty()
        shutil.copy(_path(url), _path(kept))
        return kept

    def become(self, url: str, template: str) -> None:
        """Make a database what was kept."""
        shutil.copy(_path(template), _path(url))


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


class PostgresCopies(Copies):
    """Copies that the server makes from a template."""

    def __init__(self, socket: str) -> None:
        import psycopg

        super().__init__()
        self.socket = socket
        address = f"host={socket} user=clearslate dbname=postgres"
        self.admin = psycopg.connect(address, autocommit=True)
        # Files are quicker to copy than to write to the log, which no test reads.
        self.copied = "STRATEGY FILE_COPY" if self.admin.info.server_version >= 15_00_00 else ""
        url = self.empty()
        point_at(url)
        call_command("migrate", verbosity=0)
        connections.close_all()
        self.template = _name(url)

    def close(self) -> None:
        """End the connection that makes databases."""
        self.admin.close()

    def empty(self) -> str:
        """The address of a database without a table."""
        return self._create("template0")

    def copy(self) -> str:
        """The address of a migrated database."""
        return self._create(self.template)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.admin.execute(f'DROP DATABASE "{_name(url)}" WITH (FORCE)')

    def keep(self, url: str) -> str:
        """Keep a database as it is."""
        return _name(self._create(_name(url)))

    def become(self, url: str, template: str) -> None:
        """Make a database what was kept."""
        self.drop(url)
        self._copy(_name(url), template)

    def _create(self, template: str) -> str:
        self.made += 1
        name = f"test{self.made}"
        self._copy(name, template)
        return f"postgresql://clearslate@/{name}?host={self.socket}"

    def _copy(self, name: str, template: str) -> None:
        self.admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {self.copied}')


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


@dataclass
class InUse:
    """The database that the tests use now."""

    url: str
    copies: Copies | None
    touched: bool = False


_in_use: list[InUse] = []


def _touch(**_: object) -> None:
    for each in _in_use:
        each.touched = True


connection_created.connect(_touch)


@contextmanager
def in_use(url: str, copies: Copies | None = None) -> Iterator[None]:
    """Use a database, and leave no connection to it behind."""
    point_at(url)
    _in_use.append(InUse(url, copies))
    try:
        yield
    finally:
        _in_use.pop()
        connections.close_all()


P = ParamSpec("P")
R = TypeVar("R")


def made_once(make: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function makes: it makes its rows once, and from then on they are copied.

    That is done in a database which nothing has used yet; in any other it makes them as written.
    What it makes is rows alone, and the same whenever it is asked for with the same arguments.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        here = _in_use[-1] if _in_use else None  # a measurement has a database of its own
        if here is None or here.copies is None or here.touched:
            return make(*args, **kwargs)
        key = (make.__module__, make.__qualname__, args, tuple(sorted(kwargs.items())))
        if kept := here.copies.kept.get(key):
            here.touched = True
            here.copies.become(here.url, kept.template)
            _forget()
            return pickle.loads(kept.returned)
        returned = make(*args, **kwargs)
        connections.close_all()
        here.copies.kept[key] = Kept(here.copies.keep(here.url), pickle.dumps(returned))
        return returned

    return made


def _forget() -> None:
    """What the product knows by the id of a production: in a copy another one has it."""
    from clearslate.uses import desk

    desk._standing.cache_clear()
