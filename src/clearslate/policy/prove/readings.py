"""The relaxed readings of switches: each gives up the statements it says, and exactly those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clearslate.policy.prove.search import Subject
from clearslate.policy.prove.statements import STATEMENTS
from clearslate.policy.prove.verdict import Statement, Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of one switch does to the statements, all other switches at default."""

    switch: str
    value: str
    declared: tuple[str, ...]
    """The statements that the pack says it gives up."""
    lost: tuple[tuple[Statement, Verdict], ...]
    """Those that fail, with the cases that show it."""
    missing: tuple[str, ...]
    """Statements that fail and are not declared."""
    kept: tuple[str, ...]
    """Names that are declared, of statements that hold all the same or cannot be given up."""

    @property
    def exact(self) -> bool:
        """The pack says exactly what the reading gives up."""
        return not self.missing and not self.kept


def readings(
    about: Subject, statements: Sequence[Statement], already: Sequence[str]
) -> Iterator[Reading]:
    """Each reading that is not a default. `already` fail under the defaults, and are left out."""
    asked = [
        each
        for each in statements
        if each.concerns(about.pack) and not each.of_every_reading and each.id not in already
    ]
    for switch in about.pack.switches:
        declared = dict(switch.gives_up)
        for value, _ in switch.values:
            if value != switch.default:
                gives_up = declared.get(value, ())
                yield _reading(
                    about.under({switch.id: (value,)}), switch.id, value, gives_up, asked
                )


def _reading(
    about: Subject, switch: str, value: str, declared: tuple[str, ...], asked: Sequence[Statement]
) -> Reading:
    verdicts = ((each, each.check(about)) for each in asked)
    lost = tuple((each, verdict) for each, verdict in verdicts if not verdict.holds)
    names = [each.id for each, _ in lost]
    holding = {each.id for each in asked}.difference(names)
    possible = {each.id for each in STATEMENTS if not each.of_every_reading}
    return Reading(
        switch,
        value,
        declared,
        lost,
        tuple(name for name in names if name not in declared),
        tuple(name for name in declared if name in holding or name not in possible),
    )
