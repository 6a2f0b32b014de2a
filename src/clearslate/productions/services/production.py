"""Creating a production."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from clearslate.accounts.models import Organisation, User
from clearslate.accounts.permissions import ROLES
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.policy.library import load_pack
from clearslate.productions.entries import MEMBER_ADDED, PACK_SET, PRODUCTION_CREATED
from clearslate.productions.errors import ProductionsError
from clearslate.productions.models import Membership, PackInForce, Production, Role
from clearslate.productions.packs import keep


@dataclass(frozen=True)
class Particulars:
    """What is said of a production when it is created or edited."""

    code_name: str
    kind: str
    zone: str
    title: str = ""
    slug: str = ""
    phase: str = "development"
    territories: tuple[str, ...] = ()
    guilds: tuple[str, ...] = ()
    photography_from: date | None = None


@service(PRODUCTION_CREATED, PACK_SET, MEMBER_ADDED)
def create_production(
    *,
    actor: Party,
    at: datetime,
    organisation: Organisation,
    coordinator: User,
    given: Particulars,
) -> Production:
    """Create a production with the shipped roles, the platform's pack and a first coordinator.

    Raises `ProductionsError` where a value is wrong or the code name is taken.
    """
    production = Production(
        slug=given.slug or slugify(given.code_name)[:40],
        organisation=organisation,
        code_name=" ".join(given.code_name.split()),
        title=given.title.strip(),
        kind=given.kind,
        phase=given.phase,
        zone=given.zone,
        territories=list(given.territories),
        guilds=list(given.guilds),
        photography_from=given.photography_from,
        created_at=at,
    )
    _clean(production)
    production.save(force_insert=True)
    subject = Party("production", production.id)
    append(
        PRODUCTION_CREATED,
        actor=actor,
        subject=subject,
        at=at,
        scope=production.id,
        commit={"code_name": production.code_name},
    )
    roles = _shipped_roles(production)
    _set_platform_pack(production, actor, at)
    Membership.objects.create(
        production=production, user=coordinator, role=roles["coordinator"], since=at
    )
    append(
        MEMBER_ADDED,
        actor=actor,
        subject=Party("person", coordinator.id),
        at=at,
        scope=production.id,
        body={"role": Party("role", str(roles["coordinator"].id))},
        commit={"role": roles["coordinator"].title},
    )
    return production


def _shipped_roles(production: Production) -> dict[str, Role]:
    made = Role.objects.bulk_create(
        Role(
            production=production,
            key=key,
            title=shipped.title,
            actions=sorted(action.value for action in shipped.actions),
        )
        for key, shipped in ROLES.items()
    )
    return {role.key: role for role in made}


def _set_platform_pack(production: Production, actor: Party, at: datetime) -> None:
    pack = keep(load_pack("platform"), at=at)
    PackInForce.objects.create(
        production=production,
        pack=pack,
        urn=pack.urn,
        standing=PackInForce.Standing.ADOPTED,
        from_day=at.date(),
        set_at=at,
    )
    append(
        PACK_SET,
        actor=actor,
        subject=Party("production", production.id),
        at=at,
        scope=production.id,
        body={
            "pack": pack.sha256,
            "standing": "adopted",
            "reaches": "new",
            "from": at.date().isoformat(),
        },
        commit={"title": pack.title, "adopted_by": ""},
    )


def _clean(production: Production) -> None:
    try:
        production.full_clean()
    except ValidationError as error:
        problems = [
            (field, message)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
        raise ProductionsError(" ".join(message for _, message in problems), problems) from None
