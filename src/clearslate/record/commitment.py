"""Salted commitments: an entry holds the hash, an erasable row holds the salt and the value.

With salt and value gone nobody can guess what was committed to; until then it is personal data.
"""

from __future__ import annotations

import hashlib
import hmac

from clearslate.record.canonical import canonical_bytes

CONTEXT = b"clearslate/commit/v1"
SALT_BYTES = 32


def commitment(salt: bytes, value: object) -> bytes:
    """SHA-256 of context, a zero byte, 32 bytes of fresh salt, and the canonical value.

    Raises `ValueError` for a salt of another length, `CanonicalError` for a value without bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}.")
    return hashlib.sha256(CONTEXT + b"\0" + salt + canonical_bytes(value)).digest()


def opens(committed: bytes, salt: bytes, value: object) -> bool:
    """Whether salt and value are what was committed to."""
    return hmac.compare_digest(committed, commitment(salt, value))
