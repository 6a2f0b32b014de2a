"""The bytes of packs, kept by hash, and the packs and readings that apply to a use on a day."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.declaration.check import DECLARATION
from clearslate.policy.errors import PolicyError
from clearslate.policy.pack.load import Loaded, load_source
from clearslate.policy.pack.papers import Papers, read_papers
from clearslate.policy.pack.sources import PackFile, PackSource
from clearslate.policy.pack.together import check_together
from clearslate.productions.errors import ProductionsError
from clearslate.productions.models import KeptPack, PackInForce, Production, SwitchSetting
from clearslate.productions.reach import NEW, NEW_USE, Reached, holding, told_apart


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


def statements_on(production: Production, day: date, use: Reached = NEW_USE) -> list[PackInForce]:
    """The statement about each pack that holds on a day for a use, packs that ended left out."""
    rows = _packs_until(production, day)
    found = holding(rows, lambda row: row.urn, use, ZoneInfo(production.zone))
    return [row for row in found.values() if row.standing != PackInForce.Standing.ENDED]


def _packs_until(production: Production, day: date) -> QuerySet[PackInForce]:
    rows = PackInForce.objects.filter(production=production, from_day__lte=day)
    return rows.select_related("pack").defer("pack__files")


def rulebooks_on(production: Production, day: date, use: Reached = NEW_USE) -> tuple[Rulebook, ...]:
    """The rulebooks that apply on a day: to a new use, or to one that is there already."""
    rows = statements_on(production, day, use)
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


def switches_on(production: Production, day: date, use: Reached = NEW_USE) -> dict[str, str]:
    """The readings that a production has chosen, as they hold on a day for a use.

    A switch that no pack in force has any more is left out.
    """
    chosen = readings_chosen(production, day, use)
    if not chosen:
        return {}
    books = rulebooks_on(production, day, use)
    known = {switch.id for book in books for switch in book.loaded.pack.switches}
    return {switch: row.value for switch, row in chosen.items() if switch in known}


def readings_chosen(
    production: Production, day: date, use: Reached = NEW_USE
) -> dict[str, SwitchSetting]:
    """The choice of each switch that holds on a day for a use, also of switches that are gone."""
    rows = SwitchSetting.objects.filter(production=production, from_day__lte=day)
    return holding(rows, lambda row: row.switch, use, ZoneInfo(production.zone))


def rules_change(production: Production, day: date) -> date | None:
    """The first later day on which other rules may hold for a use that is there already.

    A statement for new uses moves none of them; a pack may also reach the end that it names.
    """
    rows = PackInForce.objects.filter(production=production)
    days = set(
        rows.filter(from_day__gt=day).exclude(reaches=NEW).values_list("from_day", flat=True)
    )
    readings = SwitchSetting.objects.filter(production=production, from_day__gt=day)
    days |= set(readings.exclude(reaches=NEW).values_list("from_day", flat=True))
    ends = {kept_pack(each).pack.to for each in rows.values_list("pack_id", flat=True).distinct()}
    return min(days | {end for end in ends if end is not None and end > day}, default=None)


def check_from(production: Production, day: date) -> None:
    """Raise `ProductionsError` unless the rules decide, and fit together, from a day on.

    That is for new uses, and for uses that are there already and keep some of their rules. A
    production whose rules contradict could assess nothing any more.
    """
    for each in sorted({day, *_changes_after(production, day)}):
        for use in _uses_apart(production, each):
            _check_on(production, each, use)


def _uses_apart(production: Production, day: date) -> Iterable[Reached]:
    """A use for each way in which statements hold together on a day; a new use comes first."""
    zone = ZoneInfo(production.zone)
    packs = list(_packs_until(production, day))
    readings = list(SwitchSetting.objects.filter(production=production, from_day__lte=day))
    ways: dict[tuple[tuple[int, ...], ...], Reached] = {}
    for use in told_apart([*packs, *readings], zone, since=production.created_at):
        holds = (
            holding(packs, lambda row: row.urn, use, zone).values(),
            holding(readings, lambda row: row.switch, use, zone).values(),
        )
        ways.setdefault(tuple(tuple(row.pk for row in each) for each in holds), use)
    return ways.values()


def _check_on(production: Production, day: date, use: Reached) -> None:
    whom = "" if use == NEW_USE else " for uses that are there already"
    statements = statements_on(production, day, use)
    if not any(row.standing == PackInForce.Standing.ADOPTED for row in statements):
        raise ProductionsError(
            f"From {day.isoformat()} no adopted pack would be left to decide{whom}. "
            "Adopt another first, and let it reach the same uses."
        )
    try:
        make_case(
            {"clearslate": DECLARATION},
            rulebooks=rulebooks_on(production, day, use),
            on=day,
            switches=switches_on(production, day, use),
        )
    except PolicyError as error:
        said = " ".join(f"{problem.message} {problem.suggestion}" for problem in error.problems)
        raise ProductionsError(
            f"From {day.isoformat()} the rules would not fit together{whom}. {said.strip()}"
        ) from None


def _changes_after(production: Production, day: date) -> Iterator[date]:
    for model in (PackInForce, SwitchSetting):
        rows = model.objects.filter(production=production, from_day__gt=day)
        yield from rows.values_list("from_day", flat=True)


@functools.lru_cache(maxsize=64)
def _rulebooks(stated: tuple[tuple[str, str, str], ...]) -> tuple[Rulebook, ...]:
    """Rulebooks of kept packs."""
    return compose([(kept_pack(sha256), standing, by) for sha256, standing, by in stated])


def compose(loaded: Sequence[tuple[Loaded, str, str]]) -> tuple[Rulebook, ...]:
    """Rulebooks of packs with their standing and who adopted them.

    An adopted one that extends another replaces it.
    """
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


@functools.lru_cache(maxsize=64)
def kept_papers(sha256: str) -> Papers:
    """The rules card and the letters of a kept pack."""
    return read_papers(kept_pack(sha256))


def _load(row: KeptPack) -> Loaded:
    files = tuple(PackFile(name, text.encode()) for name, text in row.files)
    return load_source(PackSource(row.title, files, ()), bases=_bases(row))


def _bases(row: KeptPack) -> Iterable[Loaded]:
    return (kept_pack(row.base_id),) if row.base_id else ()
