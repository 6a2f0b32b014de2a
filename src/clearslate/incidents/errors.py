"""What can go wrong with an incident. A message says what, where and what to do.

IncidentsError
└── StaleError   somebody added a step since it was read; nothing was done
"""

from __future__ import annotations

from collections.abc import Sequence


class IncidentsError(Exception):
    """An incident cannot be changed as asked; `problems` names every flaw, field by field."""

    def __init__(self, message: str, problems: Sequence[tuple[str, str]] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class StaleError(IncidentsError):
    """What was read is no longer what is there."""


def refuse(problems: Sequence[tuple[str, str]]) -> None:
    """Raise `IncidentsError` with all problems, where there are any."""
    if problems:
        raise IncidentsError(" ".join(message for _, message in problems), problems)
