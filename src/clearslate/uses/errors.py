"""What can go wrong with a use. A message says what, where and what to do.

UsesError
├── StaleError        what was read is no longer what is there
├── DamagedError      what is kept is not what was written; the message names the row
└── AttachmentError   a file cannot be attached: too large, of another kind, unreadable
"""

from __future__ import annotations


class UsesError(Exception):
    """A use or a draft cannot be changed as asked."""


class StaleError(UsesError):
    """Somebody changed it since it was read; nothing was done."""


class AttachmentError(UsesError):
    """A file cannot be attached."""


class DamagedError(UsesError):
    """Kept bytes are not those that were written; the message names the row to restore."""
