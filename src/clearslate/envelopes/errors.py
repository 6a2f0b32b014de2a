"""What can go wrong with an envelope. A message says what, where and what to do.

EnvelopesError
├── EndedError     it does not hold, or not yet: nothing can be registered inside it
├── CeilingError   it would be more than the ceiling allows; `levels` say what is left
└── LinesError     lines of shots that cannot be read; each names its line
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clearslate.envelopes.ceiling import Level


class EnvelopesError(Exception):
    """An envelope cannot be changed as asked; `problems` names every flaw, field by field."""

    def __init__(self, message: str, problems: Sequence[tuple[str, str]] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class EndedError(EnvelopesError):
    """The envelope does not hold on that day."""


class CeilingError(EnvelopesError):
    """More would be inside than the ceiling allows; nothing was registered."""

    def __init__(self, message: str, levels: Sequence[Level]) -> None:
        self.levels = tuple(levels)
        super().__init__(message)


class LinesError(EnvelopesError):
    """Shots that cannot be registered as they were written; `problems` names the lines."""


def refuse(problems: Sequence[tuple[str, str]]) -> None:
    """Raise `EnvelopesError` with all problems, where there are any."""
    if problems:
        raise EnvelopesError(" ".join(message for _, message in problems), problems)
