"""The numbers of `reminders.yaml`: when something is due soon, and when it is told to others."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

from clearslate.policy.documents import plain, read_text


@dataclass(frozen=True)
class Numbers:
    """Working days, the hour of the first digest, and what the product does itself."""

    due_within: int
    decision_late: int
    duty_late: int
    hour: int
    done_by_notice: tuple[str, ...]


@functools.cache
def numbers() -> Numbers:
    """What the file says."""
    text = resources.files(__package__).joinpath("reminders.yaml").read_bytes()
    found = plain(read_text(text, name="reminders.yaml"))
    given = {name: int(value) for name, value in found.items() if name != "done_by_notice"}
    return Numbers(**given, done_by_notice=tuple(found["done_by_notice"]))
