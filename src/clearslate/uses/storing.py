"""Bytes on their way into the store: bounded while they come, kept under their hash."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import IO

from django.conf import settings

from clearslate.kit.models import StoredFile
from clearslate.kit.storage import Store
from clearslate.uses.errors import AttachmentError

MOST_BYTES = {"still": 25_000_000, "evidence": 50_000_000}
"""By kind."""

IN_MEMORY = 1 << 20
"""Bytes that are held before a temporary file is written."""


def receive(file: IO[bytes], chunks: Iterable[bytes], most: int) -> None:
    """Take in a file. Raises `AttachmentError` where it is empty or too large."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise AttachmentError(
                f"The file is larger than {most // 1_000_000} MB. Attach a smaller one."
            )
        file.write(chunk)
    if not size:
        raise AttachmentError("The file is empty. Choose another one.")


def store(file: IO[bytes], scope: str, at: datetime) -> StoredFile:
    """Keep what a file holds, for a production."""
    file.seek(0)
    chunks = iter(lambda: file.read(IN_MEMORY), b"")
    kept = Store(settings.CLEARSLATE["storage"])
    return kept.put(chunks, scope=scope, at=at, most=max(MOST_BYTES.values()))
