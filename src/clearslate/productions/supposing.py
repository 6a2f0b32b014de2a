"""The rules of a day as they would be with one statement more, without stating it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from clearslate.policy.case import Rulebook
from clearslate.policy.pack.load import Loaded
from clearslate.productions.models import PackInForce, Production, SwitchSetting
from clearslate.productions.packs import compose, kept_pack
from clearslate.productions.reach import Reached, holding


class Supposed:
    """The rules that hold on a day for each use; the statements are read once."""

    def __init__(
        self,
        production: Production,
        day: date,
        *,
        pack: PackInForce | None = None,
        loaded: Loaded | None = None,
        reading: SwitchSetting | None = None,
    ) -> None:
        self.day = day
        self._zone = ZoneInfo(production.zone)
        packs = PackInForce.objects.filter(production=production, from_day__lte=day)
        readings = SwitchSetting.objects.filter(production=production, from_day__lte=day)
        # The newest statement of a day comes last, and whoever supposes one makes it now.
        self._packs = sorted([*packs, *([pack] if pack else [])], key=lambda row: row.from_day)
        self._readings = sorted(
            [*readings, *([reading] if reading else [])], key=lambda row: row.from_day
        )
        self._loaded = {loaded.pack.sha256: loaded} if loaded else {}
        self._made: dict[tuple[tuple[str, str, str], ...], tuple[Rulebook, ...]] = {}

    def of(self, use: Reached) -> tuple[tuple[Rulebook, ...], Mapping[str, str]]:
        """The rulebooks and the readings that hold for a use."""
        rows = holding(self._packs, lambda row: row.urn, use, self._zone).values()
        ended = PackInForce.Standing.ENDED
        stated = tuple(
            (row.pack_id, row.standing, row.adopted_by)
            for row in rows
            if row.standing != ended and not self._over(row.pack_id)
        )
        if stated not in self._made:
            self._made[stated] = compose([(self._pack(each), *more) for each, *more in stated])
        books = self._made[stated]
        known = {switch.id for book in books for switch in book.loaded.pack.switches}
        chosen = holding(self._readings, lambda row: row.switch, use, self._zone)
        return books, {name: row.value for name, row in chosen.items() if name in known}

    def _pack(self, sha256: str) -> Loaded:
        return self._loaded.get(sha256) or kept_pack(sha256)

    def _over(self, sha256: str) -> bool:
        end = self._pack(sha256).pack.to
        return end is not None and self.day >= end
