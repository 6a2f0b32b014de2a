"""What can go wrong with a privileged note. A message says what, where and what to do.

PrivilegedError
└── StaleError   a colleague changed or removed the note since it was read; nothing was done
"""

from __future__ import annotations


class PrivilegedError(Exception):
    """A note cannot be kept as asked."""


class StaleError(PrivilegedError):
    """What was read is no longer what is there."""
