"""What can go wrong with a use. A message says what, where and what to do.

UsesError
├── StaleError        what was read is no longer what is there
├── SubmittedError    the draft was submitted already, and is a use now
├── DamagedError      what is kept is not what was written; the message names the row
├── NobodyToldError   a notice would reach nobody
└── AttachmentError   a file cannot be attached: too large, of another kind, unreadable
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clearslate.uses.models import Use


class UsesError(Exception):
    """A use or a draft cannot be changed as asked."""


class StaleError(UsesError):
    """Somebody changed it since it was read; nothing was done."""


class SubmittedError(UsesError):
    """The draft was submitted already; `use` is what it became."""

    def __init__(self, use: Use) -> None:
        self.use = use
        super().__init__(f"This was submitted already. It is U-{use.number:03d}.")


class NobodyToldError(UsesError):
    """Nobody in the production gets notices, so a use cannot be noticed; nothing was done."""


class AttachmentError(UsesError):
    """A file cannot be attached."""


class DamagedError(UsesError):
    """Kept bytes are not those that were written; the message names the row to restore."""
