"""Registering versions of shots inside an envelope, and dropping them: no decision, and no wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.envelopes.ceiling import plain, seconds_of
from clearslate.envelopes.entries import SHOTS_DROPPED, SHOTS_REGISTERED
from clearslate.envelopes.errors import CeilingError, EnvelopesError, LinesError
from clearslate.envelopes.holding import check_holds
from clearslate.envelopes.models import Envelope, Registered
from clearslate.envelopes.shots import Shot
from clearslate.envelopes.usage import inside, levels_of, used_by
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import locked, require
from clearslate.productions.selectors import today_in
from clearslate.record.entry import EntryType
from clearslate.uses.models import Use


@dataclass(frozen=True)
class Taken:
    """What came of registering: the new rows, and how many were there already."""

    registered: tuple[Registered, ...]
    there: int


@service(SHOTS_REGISTERED)
def register_shots(
    *,
    actor: Party,
    at: datetime,
    envelope: Envelope,
    shots: Sequence[Shot],
    use: Use | None = None,
    listed: bool = False,
) -> Taken:
    """Register versions of shots inside an envelope; what is there already stays as it is.

    `use` says which use of a standing approval they are of, where that is known. `listed` are the
    shots that a declaration lists, whose seconds are not known yet.
    Raises `NotAllowedError`, `EndedError` where the envelope or the use does not hold now,
    `CeilingError`, and `EnvelopesError` where nothing is new.
    """
    row, owner = _locked(actor, envelope, use)
    check_holds(row, owner, today_in(row.production, at))
    there = list(inside(row))
    coming = _sorted(shots, there, owner)
    if not coming.new and not coming.adopted:
        raise EnvelopesError("All of these are registered already.")
    if row.scope.most_seconds and not listed:
        _refuse_without_seconds(coming.new)
    _refuse_over_ceiling(row, there, coming)
    Registered.objects.filter(id__in=coming.replaced).update(dropped_by=actor.id, dropped_at=at)
    Registered.objects.filter(id__in=coming.adopted).update(use=owner)
    made = Registered.objects.bulk_create(
        Registered(
            envelope=row,
            use=owner,
            shot=shot.shot,
            key=shot.key[0],
            version=shot.version,
            seconds=shot.seconds,
            registered_by_id=actor.id,
            registered_at=at,
        )
        for shot in coming.new
    )
    _note(SHOTS_REGISTERED, actor, at, (row, owner), coming.words)
    return Taken(tuple(made), len(shots) - len(coming.new))


@service(SHOTS_DROPPED)
def drop_shots(
    *,
    actor: Party,
    at: datetime,
    envelope: Envelope,
    ids: Collection[int],
    use: Use | None = None,
) -> int:
    """Drop versions of shots; they stay on record as dropped. Returns how many.

    Raises `NotAllowedError`, and `EnvelopesError` where none of them is there any more.
    """
    row, owner = _locked(actor, envelope, use)
    rows = inside(row).filter(id__in=list(ids))
    if use is not None:
        rows = rows.filter(use=use)
    found = list(rows)
    if not found:
        raise EnvelopesError("Choose what to drop. What somebody dropped meanwhile is gone.")
    Registered.objects.filter(id__in=[each.id for each in found]).update(
        dropped_by=actor.id, dropped_at=at
    )
    words = [_words(each.shot, each.version, each.seconds) for each in found]
    _note(SHOTS_DROPPED, actor, at, (row, owner), words)
    return len(found)


@dataclass(frozen=True)
class _Coming:
    """What registering would do: new versions, rows they replace, rows whose use becomes known."""

    new: tuple[Shot, ...]
    replaced: tuple[int, ...]
    adopted: tuple[int, ...]
    words: list[str]


def _locked(actor: Party, envelope: Envelope, use: Use | None) -> tuple[Envelope, Use | None]:
    """The envelope and the use, as they are now. Whoever decides on the use waits, or goes first.

    Production, use and envelope are locked in this order. A submission locks the production first
    as well.
    """
    production = locked(envelope.production)
    require(actor, Action.DECLARE, production)
    owner_id = envelope.use_id or (use.id if use else None)
    owner = None
    if owner_id:
        owner = Use.objects.select_for_update(no_key=True).get(id=owner_id, production=production)
    row: Envelope = (
        Envelope.objects.select_for_update(of=("self",), no_key=True)
        .select_related("production", "use")
        .get(id=envelope.id)
    )
    return row, owner


def _known(rows: Iterable[Registered], owner: Use | None) -> dict[tuple[str, str], Registered]:
    """What is there already of a use, by shot and version: its own rows, and those of no use yet.

    Two uses may work on one version of a shot. Where the use is not known, every row is the one.
    """
    own = [row for row in rows if owner is None or row.use_id in (owner.id, None)]
    # Its own rows come last, so that they are found before those of no use.
    own.sort(key=lambda row: row.use_id is not None)
    return {(row.key, row.version.casefold()): row for row in own}


def _sorted(shots: Iterable[Shot], rows: Iterable[Registered], owner: Use | None) -> _Coming:
    there, mine = _known(rows, owner), owner.id if owner else None
    new, replaced, adopted, words = [], [], [], []
    for shot in shots:
        row = there.get(shot.key)
        if row is None:
            without = there.get((shot.key[0], ""))
            if without is not None and without.use_id == mine:  # it has a version now
                replaced.append(without.id)
        elif row.use_id not in (mine, None):  # it is of a use that is known
            continue
        elif shot.seconds and seconds_of(shot.seconds) != seconds_of(row.seconds):
            replaced.append(row.id)
        elif row.use_id != mine:
            adopted.append(row.id)
            words.append(_words(shot.shot, shot.version, row.seconds))
            continue
        else:
            continue
        new.append(shot)
        words.append(_words(shot.shot, shot.version, shot.seconds))
    return _Coming(tuple(new), tuple(replaced), tuple(adopted), words)


def _refuse_without_seconds(shots: Iterable[Shot]) -> None:
    missing = [each.shot for each in shots if not each.seconds]
    if missing:
        raise LinesError(
            f"The ceiling counts seconds, and “{missing[0]}” has none. Write them behind the"
            " version."
        )


def _refuse_over_ceiling(row: Envelope, there: Iterable[Registered], coming: _Coming) -> None:
    """Raise `CeilingError` where more would be used than the ceiling allows, and than is used."""
    rows = list(there)
    gone = set(coming.replaced)
    before = levels_of(row, used_by(rows))
    after = levels_of(
        row,
        used_by(each for each in rows if each.id not in gone).beside(
            (shot.shot, shot.seconds) for shot in coming.new
        ),
    )
    for was, would in zip(before, after, strict=True):
        if would.over and would.used > was.used:
            raise CeilingError(
                f"That would be {would.words}; {plain(was.left)} are left. Nothing was registered.",
                before,
            )


def _note(
    kind: EntryType,
    actor: Party,
    at: datetime,
    of: tuple[Envelope, Use | None],
    words: list[str],
) -> None:
    envelope, use = of
    under = Party("envelope", envelope.id)
    append(
        kind,
        actor=actor,
        subject=Party("use", use.id) if use else under,
        at=at,
        scope=envelope.production_id,
        body={"shots": len(words), "under": under},
        commit={"shots": words},
    )


def _words(shot: str, version: str, seconds: str) -> str:
    return " ".join(filter(None, (shot, version, f"{seconds} s" if seconds else "")))
