"""What is delivered stays as it is."""

from __future__ import annotations

from clearslate.uses.errors import UsesError
from clearslate.uses.models import Use


def refuse_delivered(use: Use) -> None:
    """Raise `UsesError` for a use that is delivered: nobody changes it any more."""
    if use.frozen_at is not None:
        raise UsesError(
            "This use is delivered, and stays as it is. Declare what is new as another."
        )
