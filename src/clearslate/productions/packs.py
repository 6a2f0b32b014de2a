"""The bytes of packs, kept by hash, and the packs and readings that apply to a use on a day."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.declaration.check import DECLARATION
from clearslate.policy.errors import PolicyError
from clearslate.policy.pack.load import Loaded, load_source
from clearslate.policy.pack.sources import PackFile, PackSource
from clearslate.policy.pack.together import check_together
from clearslate.productions.errors import ProductionsError
from clearslate.productions.models import KeptPack, PackInForce, Production, SwitchSetting


def keep(loaded: Loaded, *, at: datetime) -> KeptPack:
    """The row that keeps a pack's bytes, made where there is none yet; its base is kept with it."""
    row, _ = KeptPack.objects.get_or_create(
        sha256=loaded.pack.sha256,
        defaults={
            "urn": loaded.pack.urn,
            "version": loaded.pack.version,
            "title": loaded.pack.title,
            "files": [[file.name, file.data.decode()] for file in loaded.source.files],
            "base": keep(loaded.base, at=at) if loaded.base else None,
            "kept_at": at,
        },
    )
    return row


def statements_on(
    production: Production, day: date, *, submitted_at: datetime | None = None
) -> list[PackInForce]:
    """The statement about each pack that holds on a day, packs that ended left out.

    A newer statement about a pack does not reach an earlier use where it says “new uses”.
    """
    holding: dict[str, PackInForce] = {}
    rows = PackInForce.objects.filter(production=production, from_day__lte=day)
    for row in rows.select_related("pack").defer("pack__files"):
        earlier = submitted_at is not None and row.set_at > submitted_at
        if not (earlier and row.reaches == PackInForce.Reaches.NEW):
            holding[row.urn] = row
    return [row for row in holding.values() if row.standing != PackInForce.Standing.ENDED]


def rulebooks_on(
    production: Production, day: date, *, submitted_at: datetime | None = None
) -> tuple[Rulebook, ...]:
    """The rulebooks that apply on a day: to a new use, or to one that was first submitted then."""
    rows = statements_on(production, day, submitted_at=submitted_at)
    return _rulebooks(
        tuple(
            (row.pack_id, row.standing, row.adopted_by)
            for row in rows
            if not _over(kept_pack(row.pack_id), day)
        )
    )


def _over(loaded: Loaded, day: date) -> bool:
    """Whether a pack has reached the end that it names itself."""
    return loaded.pack.to is not None and day >= loaded.pack.to


def switches_on(production: Production, day: date) -> dict[str, str]:
    """The readings that a production has chosen, as they hold on a day.

    A switch that no pack in force has any more is left out.
    """
    rows = SwitchSetting.objects.filter(production=production, from_day__lte=day)
    chosen = dict(rows.values_list("switch", "value"))
    if not chosen:
        return {}
    books = rulebooks_on(production, day)
    known = {switch.id for book in books for switch in book.loaded.pack.switches}
    return {switch: value for switch, value in chosen.items() if switch in known}


def check_from(production: Production, day: date) -> None:
    """Raise `ProductionsError` unless the rules fit together on a day and whenever they change.

    A production whose rules contradict could assess nothing any more.
    """
    for each in sorted({day, *_changes_after(production, day)}):
        try:
            books = rulebooks_on(production, each)
            make_case(
                {"clearslate": DECLARATION},
                rulebooks=books,
                on=each,
                switches=switches_on(production, each),
            )
        except PolicyError as error:
            said = " ".join(f"{problem.message} {problem.suggestion}" for problem in error.problems)
            raise ProductionsError(
                f"From {each.isoformat()} the rules would not fit together. {said.strip()}"
            ) from None


def _changes_after(production: Production, day: date) -> Iterator[date]:
    for model in (PackInForce, SwitchSetting):
        rows = model.objects.filter(production=production, from_day__gt=day)
        yield from rows.values_list("from_day", flat=True)


@functools.lru_cache(maxsize=64)
def _rulebooks(stated: tuple[tuple[str, str, str], ...]) -> tuple[Rulebook, ...]:
    """Rulebooks of kept packs; an adopted one that extends another replaces it."""
    loaded = [(kept_pack(sha256), standing, by) for sha256, standing, by in stated]
    check_together(tuple(each for each, _, _ in loaded))
    adopted = str(PackInForce.Standing.ADOPTED)
    extended = {each.pack.extends for each, standing, _ in loaded if standing == adopted}
    return tuple(
        Rulebook(each, standing == adopted, by)
        for each, standing, by in loaded
        if each.pack.urn not in extended
    )


@functools.lru_cache(maxsize=64)
def kept_pack(sha256: str) -> Loaded:
    """A kept pack, loaded from its bytes, upon the pack it extended when it was kept."""
    return _load(KeptPack.objects.get(sha256=sha256))


def _load(row: KeptPack) -> Loaded:
    files = tuple(PackFile(name, text.encode()) for name, text in row.files)
    return load_source(PackSource(row.title, files, ()), bases=_bases(row))


def _bases(row: KeptPack) -> Iterable[Loaded]:
    return (kept_pack(row.base_id),) if row.base_id else ()
