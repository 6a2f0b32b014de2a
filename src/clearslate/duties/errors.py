"""What can go wrong with a duty or a feed. A message says what, where and what to do.

DutiesError
└── StaleError   somebody changed it since it was read; nothing was done
"""

from __future__ import annotations


class DutiesError(Exception):
    """A duty cannot be changed as asked; `field` names what was given wrongly, if anything."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class StaleError(DutiesError):
    """What was read is no longer what is there."""
