"""The bytes of packs, kept by hash, and the packs and readings that apply to a use on a day."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date, datetime

from clearslate.policy.case import Rulebook
from clearslate.policy.pack.load import Loaded, load_source
from clearslate.policy.pack.sources import PackFile, PackSource
from clearslate.policy.pack.together import check_together
from clearslate.productions.models import KeptPack, PackInForce, Production, SwitchSetting


def keep(loaded: Loaded, *, at: datetime) -> KeptPack:
    """The row that keeps a pack's bytes, made where there is none yet."""
    row, _ = KeptPack.objects.get_or_create(
        sha256=loaded.pack.sha256,
        defaults={
            "urn": loaded.pack.urn,
            "version": loaded.pack.version,
            "title": loaded.pack.title,
            "files": {file.name: file.data.decode() for file in loaded.source.files},
            "kept_at": at,
        },
    )
    return row


def rulebooks_on(
    production: Production, day: date, *, submitted_at: datetime | None = None
) -> tuple[Rulebook, ...]:
    """The rulebooks that apply on a day: to a new use, or to one that was first submitted then.

    A newer statement about a pack does not reach an earlier use where it says “new uses”.
    """
    holding: dict[str, PackInForce] = {}
    rows = PackInForce.objects.filter(production=production, from_day__lte=day)
    for row in rows.select_related("pack"):
        earlier = submitted_at is not None and row.set_at > submitted_at
        if not (earlier and row.reaches == PackInForce.Reaches.NEW):
            holding[row.urn] = row
    return _rulebooks(
        tuple(
            (row.pack_id, row.standing, row.adopted_by)
            for row in holding.values()
            if row.standing != PackInForce.Standing.ENDED
        )
    )


def switches_on(production: Production, day: date) -> dict[str, str]:
    """The readings that a production has chosen, as they hold on a day."""
    rows = SwitchSetting.objects.filter(production=production, from_day__lte=day)
    return dict(rows.values_list("switch", "value"))


@functools.lru_cache(maxsize=64)
def _rulebooks(stated: tuple[tuple[str, str, str], ...]) -> tuple[Rulebook, ...]:
    """Rulebooks of kept packs; an adopted one that extends another replaces it."""
    loaded = [(kept_pack(sha256), standing, by) for sha256, standing, by in stated]
    check_together(tuple(each for each, _, _ in loaded))
    extended = {
        each.pack.extends
        for each, standing, _ in loaded
        if standing == str(PackInForce.Standing.ADOPTED)
    }
    return tuple(
        Rulebook(each, standing == str(PackInForce.Standing.ADOPTED), by)
        for each, standing, by in loaded
        if each.pack.urn not in extended
    )


@functools.lru_cache(maxsize=64)
def kept_pack(sha256: str) -> Loaded:
    """A kept pack, loaded from its bytes; packs that it extends are loaded from theirs."""
    row = KeptPack.objects.get(sha256=sha256)
    files = tuple(PackFile(name, text.encode()) for name, text in row.files.items())
    return load_source(PackSource(row.title, files, ()), bases=_bases(row))


def _bases(row: KeptPack) -> Iterable[Loaded]:
    others = KeptPack.objects.exclude(urn=row.urn).filter(kept_at__lte=row.kept_at)
    newest = dict(others.order_by("kept_at").values_list("urn", "sha256"))
    return tuple(kept_pack(sha256) for sha256 in newest.values() if sha256 != row.sha256)
