"""The packs and readings of a production in words: areas, switches, and what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clearslate.policy.pack.model import Switch
from clearslate.productions.models import Production
from clearslate.productions.packs import rulebooks_on, switches_on


@dataclass(frozen=True)
class Reading:
    """A switch of the packs in force, and what the production reads it as."""

    switch: Switch
    value: str
    chosen: bool
    """Whether the production chose it; otherwise it is the pack's own."""

    @property
    def choices(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each reading: its name, its text, and the statements it gives up."""
        gives_up = dict(self.switch.gives_up)
        return [(name, text, gives_up.get(name, ())) for name, text in self.switch.values]


def areas_on(production: Production, day: date) -> dict[str, str]:
    """The areas that the packs in force name, with their titles."""
    books = rulebooks_on(production, day)
    return {area.id: area.title for book in books for area in book.loaded.pack.areas}


def readings_on(production: Production, day: date) -> list[Reading]:
    """Every switch of the packs in force, as the production reads it on a day."""
    chosen = switches_on(production, day)
    # The default of an adopted pack holds before that of an advisory one, as in a case.
    books = sorted(rulebooks_on(production, day), key=lambda book: book.adopted)
    switches = {switch.id: switch for book in books for switch in book.loaded.pack.switches}
    return [
        Reading(each, chosen.get(each.id, each.default), each.id in chosen)
        for each in sorted(switches.values(), key=lambda switch: switch.id)
    ]
