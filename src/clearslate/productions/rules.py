"""The packs and readings of a production: what holds, what is coming, what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from clearslate.policy.pack.load import Loaded, shipped_pack
from clearslate.policy.pack.model import Switch
from clearslate.policy.prove.statements import STATEMENTS
from clearslate.productions.models import PackInForce, Production, ShelvedPack, SwitchSetting
from clearslate.productions.packs import kept_pack, readings_chosen, rulebooks_on, statements_on


@dataclass(frozen=True)
class Reading:
    """A switch of the packs in force, and what the production reads it as."""

    switch: Switch
    chosen: SwitchSetting | None = None
    """What the production chose; without it the switch is read as its pack has it."""
    coming: list[SwitchSetting] = field(default_factory=list)
    """What was chosen for days to come."""

    @property
    def value(self) -> str:
        """How the switch is read."""
        return str(self.chosen.value) if self.chosen else self.switch.default

    @property
    def choices(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each reading: its name, its text, and the statements it gives up, in words."""
        gives_up = dict(self.switch.gives_up)
        titles = {each.id: each.title for each in STATEMENTS}
        return [
            (name, text, tuple(titles.get(each, each) for each in gives_up.get(name, ())))
            for name, text in self.switch.values
        ]


@dataclass(frozen=True)
class Shelf:
    """Every pack that a production knows, by how it stands on a day."""

    now: list[PackInForce]
    coming: list[PackInForce]
    at_hand: list[Loaded]
    """Uploaded or shipped with this version, and not in force."""
    replaced: dict[str, str]
    """The urn of a pack that another holds all rules of, and the title of that one."""


def areas_on(production: Production, day: date) -> dict[str, str]:
    """The areas that the packs in force name, with their titles."""
    books = rulebooks_on(production, day)
    return {area.id: area.title for book in books for area in book.loaded.pack.areas}


def readings_on(production: Production, day: date) -> list[Reading]:
    """Every switch of the packs in force, as the production reads it on a day."""
    chosen = readings_chosen(production, day)
    # The default of an adopted pack holds before that of an advisory one, as in a case.
    books = sorted(rulebooks_on(production, day), key=lambda book: book.adopted)
    switches = {switch.id: switch for book in books for switch in book.loaded.pack.switches}
    coming: dict[str, list[SwitchSetting]] = {}
    for row in SwitchSetting.objects.filter(production=production, from_day__gt=day):
        coming.setdefault(row.switch, []).append(row)
    return [
        Reading(each, chosen.get(each.id), coming.get(each.id, []))
        for each in sorted(switches.values(), key=lambda switch: switch.id)
    ]


def shelf_on(production: Production, day: date) -> Shelf:
    """Every pack that a production knows, as it stands on a day."""
    now = statements_on(production, day)
    later = PackInForce.objects.filter(production=production, from_day__gt=day)
    coming = list(later.select_related("pack"))
    in_use = {row.pack_id for row in [*now, *coming]}
    shelved = ShelvedPack.objects.filter(production=production).order_by("-shelved_at", "-id")
    past = PackInForce.objects.filter(production=production, from_day__lte=day).order_by("-id")
    known = [
        shipped_pack().pack.sha256,
        *shelved.values_list("pack_id", flat=True),
        *past.values_list("pack_id", flat=True),
    ]
    at_hand = [_loaded(each) for each in dict.fromkeys(known) if each not in in_use]
    adopted = str(PackInForce.Standing.ADOPTED)
    holders = [kept_pack(row.pack_id).pack for row in now if row.standing == adopted]
    replaced = {pack.extends: pack.title for pack in holders if pack.extends}
    return Shelf(now, coming, at_hand, replaced)


def pack_known(production: Production, sha256: str) -> Loaded | None:
    """A pack that a production has in force, on its shelf, or may get from this version."""
    known = (
        sha256 == shipped_pack().pack.sha256
        or ShelvedPack.objects.filter(production=production, pack_id=sha256).exists()
        or PackInForce.objects.filter(production=production, pack_id=sha256).exists()
    )
    return _loaded(sha256) if known else None


def statements_of(production: Production) -> list[PackInForce | SwitchSetting]:
    """Every statement about packs and readings, the newest first."""
    packs = PackInForce.objects.filter(production=production).select_related("pack")
    switches = SwitchSetting.objects.filter(production=production)
    return sorted([*packs, *switches], key=lambda row: (row.set_at, row.from_day), reverse=True)


def _loaded(sha256: str) -> Loaded:
    shipped = shipped_pack()
    return shipped if sha256 == shipped.pack.sha256 else kept_pack(sha256)
