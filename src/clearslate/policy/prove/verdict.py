"""What a proof says: each statement holds, or fails with the cases that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from clearslate.policy.pack.model import Pack
from clearslate.policy.prove.sample import Sample
from clearslate.policy.prove.search import Query, Subject, find

#: How most statements are established.
EVERY_CASE = "for every case within the schema's bounds"


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which a statement is wrong."""

    message: str
    """What the case shows, as sentences."""
    sample: Sample | None = None
    """The smallest case that shows it; None where the fault is that no case exists."""
    about: str = ""
    """The rule or question in question, where there is one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one statement about one pack."""

    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    how: str = EVERY_CASE

    @property
    def holds(self) -> bool:
        """The statement is proved."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Statement:
    """Something to prove of a pack."""

    id: str
    title: str
    check: Callable[[Subject], Verdict]
    rows: tuple[str, ...] = ()
    """Rows of the guidance it puts into logic."""
    of_every_reading: bool = False
    """It looks at all readings of switches by itself, so no reading can give it up."""
    of_every_pack: bool = False
    """It is asked of every pack, and not only of those that carry its rows."""

    def concerns(self, pack: Pack) -> bool:
        """Whether the pack sets out to satisfy it."""
        return self.of_every_pack or {row.id for row in pack.rows}.issuperset(self.rows)


def never(
    query: Query, about: Subject, message: Callable[[Sample], str] | str
) -> tuple[Failure, ...]:
    """A failure if there is a case like this."""
    sample = find(query, about)
    if sample is None:
        return ()
    text = message if isinstance(message, str) else message(sample)
    return (Failure(text, sample, query.about),)
