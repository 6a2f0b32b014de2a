"""Starts Django for the tests of the product; the tests of the cores never load it.

The environment is as it was once Django is started: other tests run commands in it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(tempfile.mkdtemp(prefix="clearslate-tests-"))
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("CLEARSLATE_")},
    "PYTHONDONTWRITEBYTECODE": "",  # the commands start in half the time when bytecode is kept
    "CLEARSLATE_SECRET_KEY": "only-for-the-tests-0123456789-abcdefghijklmnop",
    "CLEARSLATE_DATA": str(FOLDER),
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "PYTHONPATH": str(Path(__file__).parents[2]),
    # A process that ends leaves what its threads had open to the system.
    "PYTHONWARNINGS": "error,ignore::ResourceWarning",
    "NO_COLOR": "1",
}


#: Hashing as slow as it has to be would be most of the time of the tests.
HASHERS = [
    f"django.contrib.auth.hashers.{name}" for name in ("MD5PasswordHasher", "PBKDF2PasswordHasher")
]


def _start_django() -> None:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(ENVIRONMENT | {"DJANGO_SETTINGS_MODULE": "clearslate.config.settings"})
    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("collectstatic", verbosity=0, interactive=False)
    finally:
        os.environ.clear()
        os.environ.update(before)


_start_django()

from tests.server import databases, postgres, smtp  # noqa: E402


def pytest_sessionfinish() -> None:
    import shutil

    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_copies(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: pytest.FixtureRequest
) -> databases.SqliteCopies:
    with django_db_blocker.unblock():
        return databases.SqliteCopies(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_copies(
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[databases.PostgresCopies]:
    if postgres.programs() is None:
        pytest.exit(postgres.MISSING, returncode=2)
    with postgres.server() as socket:
        with django_db_blocker.unblock():
            copies = databases.PostgresCopies(socket)
        yield copies
        copies.close()


#: `make check` takes the quick tests on SQLite only; `make test` takes all on both.
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.slow)


@pytest.fixture(params=["sqlite", POSTGRESQL])
def copies(request: pytest.FixtureRequest) -> databases.SqliteCopies | databases.PostgresCopies:
    """Makes databases; a test that asks for this or for `database` runs on both kinds."""
    return request.getfixturevalue(f"{request.param}_copies")


@pytest.fixture
def database(
    copies: databases.SqliteCopies | databases.PostgresCopies, tmp_path: Path, request, settings
) -> Iterator[databases.Database]:
    """A fresh migrated database, in use."""
    url = copies.copy()
    settings.CLEARSLATE = {**settings.CLEARSLATE, "storage": tmp_path / "storage"}
    settings.PASSWORD_HASHERS = HASHERS
    environment = ENVIRONMENT | {
        "CLEARSLATE_DATABASE_URL": url,
        "CLEARSLATE_DATA": str(tmp_path / "data"),
    }
    vendor = url.partition(":")[0]
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), databases.in_use(url, copies):
        yield databases.Database(vendor, url, environment)
    copies.drop(url)


@pytest.fixture
def mail_server() -> Iterator[smtp.Server]:
    """A real SMTP server on this machine, which keeps what it gets."""
    with smtp.Server() as server:
        yield server


@pytest.fixture
def with_mail(settings, database, mail_server: smtp.Server) -> None:
    """Point the settings at the mail server."""
    from clearslate.config import parse

    settings.CLEARSLATE = {
        **settings.CLEARSLATE,
        "mail_url": parse.mail(mail_server.url),
        "mail_from": "clearslate@example.org",
    }
