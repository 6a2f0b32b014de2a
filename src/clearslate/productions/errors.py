"""What can go wrong with a production. A message says what, where and what to do.

ProductionsError
├── NotAllowedError   the actor may not do this
├── StaleError        somebody changed it since it was read; nothing was done
└── UnchangedError    there is nothing to do: it is so already
"""

from __future__ import annotations

from collections.abc import Sequence


class ProductionsError(Exception):
    """A production cannot be changed as asked; `problems` names every flaw, field by field."""

    def __init__(self, message: str, problems: Sequence[tuple[str, str]] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class NotAllowedError(ProductionsError):
    """The actor does not have the permission that the act needs."""


class StaleError(ProductionsError):
    """What was read is no longer what is there."""


class UnchangedError(ProductionsError):
    """Nothing differs from what is there."""


def refuse(problems: Sequence[tuple[str, str]]) -> None:
    """Raise `ProductionsError` with all problems, where there are any."""
    if problems:
        raise ProductionsError(" ".join(message for _, message in problems), problems)
