"""Opaque identifiers: 128 bits as 26 lower-case letters and digits, mostly random."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

LENGTH = 26
_SHAPE = re.compile(f"[a-z2-7]{{{LENGTH}}}")


def new_id() -> str:
    """An identifier that says nothing and that nobody can guess."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def derived_id(purpose: str, of: str) -> str:
    """An identifier that follows from another one and a purpose, and is the same every time."""
    digest = hashlib.sha256(f"clearslate/{purpose}/v1\0{of}".encode()).digest()
    return base64.b32encode(digest[:16]).decode("ascii").rstrip("=").lower()


def id_in(text: str) -> str:
    """What somebody sent as an identifier; empty, so that nothing is found, where it is none.

    PostgreSQL does not look for a text with a NUL in it, but fails.
    """
    return text if _SHAPE.fullmatch(text) else ""
