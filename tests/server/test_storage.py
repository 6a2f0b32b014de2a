"""Stored files: whole or not at all, at an address that only the production's key gives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from clearslate.kit.errors import StorageError
from clearslate.kit.models import StorageKey, StoredFile
from clearslate.kit.storage import GRACE, Store

AT = datetime.now(UTC)
LATER = AT + GRACE + timedelta(hours=1)
ONE, TWO = "a" * 26, "b" * 26

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def put(store: Store, content: bytes = b"still", scope: str = ONE) -> StoredFile:
    return store.put([content], scope=scope, at=AT, most=1000)


def files(store: Store) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file() and path.name != "lock"]


def test_it_works(store: Store) -> None:
    row = store.put([b"a ", b"still"], scope=ONE, at=AT, most=7)
    with store.open(row) as file:
        assert file.read() == b"a still"
    store.check(row)
    assert (row.size, len(row.sha256)) == (7, 64)
    assert files(store) == [store.path(row.address)]
    assert store.path(row.address).stat().st_mode & 0o777 == 0o600


def test_the_same_content_is_stored_once_per_production(store: Store) -> None:
    assert put(store).id == put(store).id
    other = put(store, scope=TWO)
    assert other.sha256 == put(store).sha256
    assert other.address != put(store).address
    assert len(files(store)) == 2
    assert StorageKey.objects.count() == 2


def test_too_large_leaves_nothing(store: Store) -> None:
    with pytest.raises(StorageError, match="larger than 1000 bytes"):
        put(store, b"x" * 1001)
    assert files(store) == []
    assert not StoredFile.objects.exists()


def test_a_source_that_fails_leaves_nothing(store: Store) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(broken(), scope=ONE, at=AT, most=1000)
    assert files(store) == []


def test_what_rolls_back_is_swept_later(store: Store) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        put(store)
        raise RuntimeError
    assert len(files(store)) == 1
    assert store.sweep(at=AT) == 0
    assert store.sweep(at=LATER) == 1
    assert files(store) == []


def test_a_sweep_keeps_what_has_a_row(store: Store) -> None:
    row = put(store)
    left = store.incoming / "left-by-a-kill"
    left.write_bytes(b"half")
    assert store.sweep(at=LATER) == 1
    store.check(row)


def test_storing_again_what_was_never_committed_renews_it(store: Store) -> None:
    """Old content without a row is stored anew: a sweep in between must not take it."""
    put(store, b"first")  # so that the production has its key
    with pytest.raises(RuntimeError), transaction.atomic():
        row = put(store)
        raise RuntimeError
    old = (AT - 2 * GRACE).timestamp()
    os.utime(store.path(row.address), (old, old))
    with transaction.atomic():
        again = put(store)
        assert store.sweep(at=AT) == 0
    store.check(again)


def test_missing_and_changed_content_are_seen(store: Store) -> None:
    row = put(store)
    store.path(row.address).write_bytes(b"other")
    with pytest.raises(StorageError, match="has changed"):
        store.check(row)
    store.path(row.address).unlink()
    with pytest.raises(StorageError, match="is missing"):
        store.open(row)
