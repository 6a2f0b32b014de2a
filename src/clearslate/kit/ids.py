"""Random opaque identifiers: 128 bits as 26 lower-case letters and digits."""

from __future__ import annotations

import base64
import secrets

LENGTH = 26


def new_id() -> str:
    """An identifier that says nothing and that nobody can guess."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()
