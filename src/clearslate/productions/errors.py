"""What can go wrong with a production. A message says what, where and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class ProductionsError(Exception):
    """A production cannot be changed as asked; `problems` names every flaw, field by field."""

    def __init__(self, message: str, problems: Sequence[tuple[str, str]] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class NotAllowedError(ProductionsError):
    """The actor does not have the permission that the act needs."""
