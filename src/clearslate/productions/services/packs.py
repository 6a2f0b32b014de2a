"""Which packs are in force: uploading, adopting, letting them advise, ending them."""

from __future__ import annotations

from datetime import date, datetime

from clearslate.accounts.models import User
from clearslate.accounts.parties import PERSON, display_name
from clearslate.accounts.permissions import Action
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.policy.pack.load import Loaded
from clearslate.productions.access import locked, may_adopt, require
from clearslate.productions.entries import PACK_SET, PACK_SHELVED
from clearslate.productions.errors import NotAllowedError, UnchangedError, refuse
from clearslate.productions.models import (
    KeptPack,
    PackInForce,
    Production,
    Reaches,
    ShelvedPack,
)
from clearslate.productions.packs import check_from, keep, statements_on
from clearslate.productions.selectors import today_in
from clearslate.productions.uploads import read_pack

ADOPTED = str(PackInForce.Standing.ADOPTED)
ADVISORY = str(PackInForce.Standing.ADVISORY)
ENDED = str(PackInForce.Standing.ENDED)
NEW = str(Reaches.NEW)


@service(PACK_SHELVED)
def shelve_pack(
    *, actor: Party, at: datetime, production: Production, name: str, data: bytes
) -> KeptPack:
    """Keep a house pack that is uploaded: one YAML file, or a zip file of its folder.

    It is not in force by that. Raises `ProductionsError` with every problem, and `UnchangedError`
    where exactly this pack is here already.
    """
    row = locked(production)
    _check_may(actor, row, decides=False)
    kept = keep(read_pack(row, today_in(row, at), name, data), at=at)
    _, made = ShelvedPack.objects.get_or_create(
        production=row, pack=kept, defaults={"shelved_at": at}
    )
    if not made:
        raise UnchangedError(f"Exactly this pack, “{kept.title}” {kept.version}, is here already.")
    append(
        PACK_SHELVED,
        actor=actor,
        subject=Party("production", row.id),
        at=at,
        scope=row.id,
        body={"pack": kept.sha256},
        commit={"title": kept.title, "version": kept.version},
    )
    return kept


@service(PACK_SET)
def put_pack_in_force(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    pack: Loaded | KeptPack,
    standing: str,
    from_day: date,
    reaches: str = NEW,
    adopted_by: str = "",
) -> PackInForce:
    """State that a pack applies from a day on, adopted or advisory, in place of an earlier version.

    An adopted pack counts in outcomes, so only a policy owner of the installation may adopt one,
    or let one that is adopted advise only; they are named. `adopted_by` is for the command line,
    which has no name. Raises `ProductionsError` where the rules would not fit together.
    """
    row = locked(production)
    if standing not in (ADOPTED, ADVISORY):
        refuse([("standing", "Choose adopted or advisory.")])
    if reaches not in Reaches.values:
        refuse([("reaches", "Choose which uses it reaches.")])
    kept = keep(pack, at=at) if isinstance(pack, Loaded) else pack
    _check_day(row, from_day, at)
    before = _holding(row, kept.urn, from_day)
    _check_may(actor, row, decides=ADOPTED in (standing, before.standing if before else ""))
    name = _adopter(actor, adopted_by) if standing == ADOPTED else ""
    if before and (before.pack_id, before.standing, before.adopted_by, before.reaches) == (
        kept.sha256,
        standing,
        name,
        reaches,
    ):
        raise UnchangedError(f"“{kept.title}” {kept.version} holds on that day already.")
    return _state(row, kept, standing, name, reaches, from_day, actor, at)


@service(PACK_SET)
def end_pack(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    urn: str,
    from_day: date,
    reaches: str = NEW,
) -> PackInForce:
    """State that a pack applies no more from a day on; another adopted one must remain."""
    row = locked(production)
    _check_day(row, from_day, at)
    if reaches not in Reaches.values:
        refuse([("reaches", "Choose which uses it reaches.")])
    before = _holding(row, urn, from_day)
    _check_may(actor, row, decides=before is not None and before.standing == ADOPTED)
    if before is None:
        raise UnchangedError("This pack is not in force on that day.")
    return _state(row, before.pack, ENDED, "", reaches, from_day, actor, at)


def _check_day(production: Production, from_day: date, at: datetime) -> None:
    if from_day < today_in(production, at):
        refuse([("from_day", "Rules do not change for days that are past. Choose today or later.")])


def _holding(production: Production, urn: str, day: date) -> PackInForce | None:
    return next((row for row in statements_on(production, day) if row.urn == urn), None)


def _check_may(actor: Party, production: Production, *, decides: bool) -> None:
    if may_adopt(actor):
        return
    require(actor, Action.MANAGE_RULES, production)
    if decides:
        raise NotAllowedError(
            "An adopted pack decides outcomes. Only a policy owner of this installation may "
            "adopt one, change one or end one. Ask them."
        )


def _adopter(actor: Party, given: str) -> str:
    """Who is named as having adopted a pack."""
    if actor.kind == PERSON:
        return display_name(User.objects.get(id=actor.id))[:120]
    name = " ".join(given.split())
    if not name or len(name) > 120 or not name.isprintable():
        refuse([("adopted_by", "A pack is adopted by a named person. Write who.")])
    return name


def _state(
    production: Production,
    pack: KeptPack,
    standing: str,
    adopted_by: str,
    reaches: str,
    from_day: date,
    actor: Party,
    at: datetime,
) -> PackInForce:
    made = PackInForce.objects.create(
        production=production,
        pack=pack,
        urn=pack.urn,
        standing=standing,
        adopted_by=adopted_by,
        reaches=reaches,
        from_day=from_day,
        set_at=at,
    )
    check_from(production, from_day)
    append(
        PACK_SET,
        actor=actor,
        subject=Party("production", production.id),
        at=at,
        scope=production.id,
        body={
            "pack": pack.sha256,
            "standing": standing,
            "reaches": reaches,
            "from": from_day.isoformat(),
        },
        commit={"title": pack.title, "adopted_by": adopted_by},
    )
    return made
