"""What can go wrong when a use is decided. A message says what, where and what to do.

ClearanceError
├── StaleError       what was read is no longer what is there
└── NotYoursError    the person may not decide this one: it is theirs, or another area's
"""

from __future__ import annotations


class ClearanceError(Exception):
    """Something cannot be decided, asked, answered or looked at as asked."""


class StaleError(ClearanceError):
    """What was read has changed since; nothing was done."""


class NotYoursError(ClearanceError):
    """Somebody else has to do this; nothing was done."""
