"""Letters about a use: code name, number and the address of its page, and nothing of what it is."""

from __future__ import annotations

from datetime import datetime

from clearslate.kit import outbox
from clearslate.uses.entries import use_number
from clearslate.uses.models import Use


def write_to(kind: str, recipient: str, use: Use, at: datetime, **more: str) -> None:
    """Put a letter about a use in the outbox, in the caller's transaction."""
    outbox.put(
        channel="email",
        kind=kind,
        recipient=recipient,
        parameters={
            "code_name": use.production.code_name,
            "number": use_number(use.number),
            "path": f"/p/{use.production.slug}/uses/{use.number}/",
            **more,
        },
        at=at,
    )
