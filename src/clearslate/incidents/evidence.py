"""Evidence of a deletion: a file, checked by its content and stored apart from those of uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import NoReturn

from django.conf import settings

from clearslate.incidents.errors import IncidentsError
from clearslate.incidents.log import log_of
from clearslate.kit.errors import StorageError
from clearslate.kit.models import StoredFile
from clearslate.kit.storage import CHUNK, Store
from clearslate.productions.models import Production
from clearslate.uses.contents import evidence, safe_name
from clearslate.uses.errors import AttachmentError

MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Upload:
    """A file as it comes in."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class Evidence:
    """A file that is stored."""

    file: StoredFile
    name: str
    media_type: str


def stored(upload: Upload, production: Production, at: datetime) -> Evidence:
    """Store a file, in the caller's transaction. Raises `IncidentsError` where it cannot be.

    Its scope is that of incidents, so nobody can tell from a file of a use that it is here too.
    """
    with SpooledTemporaryFile(max_size=CHUNK) as file:
        size = 0
        for chunk in upload.chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                _refuse(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
            file.write(chunk)
        try:
            content = evidence(file)
            file.seek(0)
            row = Store(settings.CLEARSLATE["storage"]).put(
                iter(lambda: file.read(CHUNK), b""),
                scope=log_of(production),
                at=at,
                most=MOST_BYTES,
            )
        except (AttachmentError, StorageError) as error:
            _refuse(str(error))
    return Evidence(row, safe_name(upload.name), content.media_type)


def _refuse(message: str) -> NoReturn:
    raise IncidentsError(message, [("file", message)])
