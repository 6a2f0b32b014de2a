"""The record core: bytes that can be hashed, proved and verified by anybody."""

from clearslate.record.canonical import canonical_bytes, sha256_hex
from clearslate.record.errors import CanonicalError, RecordError

__all__ = ["CanonicalError", "RecordError", "canonical_bytes", "sha256_hex"]
