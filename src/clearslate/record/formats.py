"""What a field of an entry may hold. None of these can carry a name or free text.

A new format is a decision about personal data: a contract test lists them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
"""How the words of an enumeration and the names of fields are written."""

ID = re.compile(r"[a-z2-7]{26}")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Choice:
    """One of some words that are fixed in the code."""

    words: tuple[str, ...]

    def allows(self, value: object) -> bool:
        """Whether the value is one of the words."""
        return isinstance(value, str) and value in self.words


@dataclass(frozen=True)
class OpaqueId:
    """A random identifier of 26 characters: a pseudonym within the log, or a thing's id."""

    def allows(self, value: object) -> bool:
        """Whether the value looks like one."""
        return isinstance(value, str) and ID.fullmatch(value) is not None


@dataclass(frozen=True)
class Digest:
    """A SHA-256 in 64 hexadecimal digits, of something with enough chance in it to hide."""

    def allows(self, value: object) -> bool:
        """Whether the value looks like one."""
        return isinstance(value, str) and DIGEST.fullmatch(value) is not None


@dataclass(frozen=True)
class Count:
    """A whole number from 0 to `most`."""

    most: int

    def allows(self, value: object) -> bool:
        """Whether the value is in range."""
        return type(value) is int and 0 <= value <= self.most


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def allows(self, value: object) -> bool:
        """Whether the value is one of both."""
        return type(value) is bool


@dataclass(frozen=True)
class Day:
    """A calendar date, like 2026-11-24."""

    def allows(self, value: object) -> bool:
        """Whether the value is one, in this very form."""
        if not isinstance(value, str) or len(value) != 10:
            return False
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False


Format = Choice | OpaqueId | Digest | Count | Flag | Day
"""All formats there are."""
