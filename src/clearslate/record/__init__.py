"""The record core: bytes that can be hashed, proved and verified by anybody."""

from clearslate.record.canonical import canonical_bytes, sha256_hex
from clearslate.record.commitment import commitment, opens
from clearslate.record.entry import Entry, EntryType, entry_bytes, read_entry
from clearslate.record.errors import CanonicalError, EntryError, RecordError

__all__ = [
    "CanonicalError",
    "Entry",
    "EntryError",
    "EntryType",
    "RecordError",
    "canonical_bytes",
    "commitment",
    "entry_bytes",
    "opens",
    "read_entry",
    "sha256_hex",
]
