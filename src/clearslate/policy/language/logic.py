"""Strong Kleene logic: True, False, and None for what is not known.

An unknown part leaves the whole unknown unless another part settles it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Truth3: TypeAlias = bool | None


def both(values: Iterable[Truth3]) -> Truth3:
    """The conjunction: False if any is False, else None if any is unknown, else True."""
    result: Truth3 = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def either(values: Iterable[Truth3]) -> Truth3:
    """The disjunction: True if any is True, else None if any is unknown, else False."""
    result: Truth3 = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def negation(value: Truth3) -> Truth3:
    """The opposite; unknown stays unknown."""
    return None if value is None else not value
