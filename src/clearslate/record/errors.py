"""Everything that can go wrong in the record core.

RecordError
├── CanonicalError   a value has no canonical bytes
└── EntryError       an entry is not what its type allows

A message says what, where and what to do.
"""

from __future__ import annotations


class RecordError(Exception):
    """The base of all errors of the record core."""


class CanonicalError(RecordError):
    """A value lies outside the subset of JSON that has canonical bytes here."""

    def __init__(self, path: str, found: str, remedy: str) -> None:
        self.path = path
        """Where in the value, for example `outputs[0].seconds`; empty for the value itself."""
        self.found = found
        self.remedy = remedy
        super().__init__(f"{path or 'the value'}: {found}. {remedy}")


class EntryError(RecordError):
    """An entry, a type of entry, or the bytes of one are not what they must be."""
