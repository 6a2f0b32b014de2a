"""What can go wrong below all nouns. A message says what, where and what to do.

KitError
├── SettingsError   one or more settings are missing or wrong
└── StorageError    a stored file is missing, too large, or not what was written
"""

from __future__ import annotations

from collections.abc import Sequence


class KitError(Exception):
    """The base of all errors of the kit."""


class SettingsError(KitError):
    """The settings cannot be used; all flaws are found at once."""

    def __init__(self, flaws: Sequence[str]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("\n".join(self.flaws))


class StorageError(KitError):
    """A stored file is missing, too large, or holds other bytes than were written."""
