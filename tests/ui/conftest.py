"""The pages need Django started, as the tests of the server do."""

from __future__ import annotations

from tests.server.conftest import (  # noqa: F401  (fixtures)
    copies,
    database,
    postgresql_copies,
    pytest_sessionfinish,
    sqlite_copies,
)
