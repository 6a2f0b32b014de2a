"""Stored files: a temporary file, hashed, synced, renamed to its address; then the row commits.

The address is a keyed hash of the content, with a key per production. So the same file of two
productions lies at two addresses, and nobody can ask the store whether somebody has a file.
A process killed at any point leaves a row with its whole file, or a file without a row, which
`sweep` removes once it is older than `GRACE`.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path

from django.db import transaction

from clearslate.kit.errors import StorageError
from clearslate.kit.models import StorageKey, StoredFile

GRACE = timedelta(days=1)
"""How long a file may be on disk before its row is there; longer than any transaction."""

CHUNK = 1 << 20


class Store:
    """The files below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.files = root / "files"

    def put(self, chunks: Iterable[bytes], *, scope: str, at: datetime, most: int) -> StoredFile:
        """Store a file of at most `most` bytes, and return its row.

        The row belongs to the caller's transaction; the file is whole on disk before. Content
        that the production has already gives the row it has.
        Raises `StorageError` when the file is too large.
        """
        key = _key(scope)
        temporary, sha256, size = self._receive(chunks, most)
        try:
            address = hmac.new(key, bytes.fromhex(sha256), hashlib.sha256).hexdigest()
            self._settle(temporary, address)
        finally:
            temporary.unlink(missing_ok=True)
        row, _ = StoredFile.objects.get_or_create(
            scope=scope,
            sha256=sha256,
            defaults={"address": address, "size": size, "stored_at": at},
        )
        return row

    def open(self, row: StoredFile) -> BufferedReader:
        """The file, for reading. Raises `StorageError` when it is not there."""
        try:
            return self.path(row.address).open("rb")
        except FileNotFoundError:
            raise StorageError(
                f"stored file {row.id}: its content is missing. Restore it from a backup of "
                f"{self.files}."
            ) from None

    def check(self, row: StoredFile) -> None:
        """Raise `StorageError` unless the file holds the bytes that were stored."""
        with self.open(row) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != row.sha256:
            raise StorageError(
                f"stored file {row.id}: its content has changed. Restore it from a backup of "
                f"{self.files}."
            )

    def path(self, address: str) -> Path:
        """Where the file of an address lies."""
        return self.files / address[:2] / address[2:4] / address

    def sweep(self, *, at: datetime) -> int:
        """Remove what no row names and is older than `GRACE`. Returns how many files."""
        removed = 0
        oldest = (at - GRACE).timestamp()
        for path in self._all(self.incoming):
            if _modified(path) < oldest:
                path.unlink(missing_ok=True)
                removed += 1
        for path in self._all(self.files):
            if _modified(path) >= oldest or _known(path.name):
                continue
            # Somebody may store the same content now. That renews the file's time under the
            # lock, so what is still old here under the lock is not being stored.
            with self._lock(fcntl.LOCK_EX):
                if _modified(path) < oldest and not _known(path.name):
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed

    def _receive(self, chunks: Iterable[bytes], most: int) -> tuple[Path, str, int]:
        self.incoming.mkdir(parents=True, exist_ok=True)
        temporary = self.incoming / secrets.token_hex(16)
        digest = hashlib.sha256()
        size = 0
        try:
            with temporary.open("xb") as file:
                temporary.chmod(0o600)
                for chunk in chunks:
                    size += len(chunk)
                    if size > most:
                        raise StorageError(
                            f"the file is larger than {most} bytes. Make it smaller."
                        )
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return temporary, digest.hexdigest(), size

    def _settle(self, temporary: Path, address: str) -> None:
        target = self.path(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._lock(fcntl.LOCK_SH):
            os.utime(temporary)
            temporary.replace(target)
        for folder in (target.parent, target.parent.parent, self.files):
            _sync(folder)

    def _all(self, folder: Path) -> Iterator[Path]:
        if folder.is_dir():
            yield from (path for path in sorted(folder.rglob("*")) if path.is_file())

    @contextmanager
    def _lock(self, how: int) -> Iterator[None]:
        with (self.root / "lock").open("ab") as file:
            fcntl.flock(file, how)
            yield


def _key(scope: str) -> bytes:
    with transaction.atomic():
        row, _ = StorageKey.objects.get_or_create(
            scope=scope, defaults={"key": secrets.token_bytes(32)}
        )
    return bytes(row.key)


def _known(address: str) -> bool:
    return bool(StoredFile.objects.filter(address=address).exists())


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
