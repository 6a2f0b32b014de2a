"""Creating, editing, archiving and reopening a production."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from clearslate.accounts.allowed import installation_actions
from clearslate.accounts.errors import AccountsError
from clearslate.accounts.inviting import prepare_invitation
from clearslate.accounts.models import Organisation, User
from clearslate.accounts.permissions import ROLES, Action, InstallationAction
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.policy.pack.load import shipped_pack
from clearslate.productions.access import actions_of, to_change
from clearslate.productions.entries import (
    MEMBER_ADDED,
    PACK_SET,
    PRODUCTION_ARCHIVED,
    PRODUCTION_CREATED,
    PRODUCTION_EDITED,
    PRODUCTION_REOPENED,
)
from clearslate.productions.errors import (
    NotAllowedError,
    ProductionsError,
    UnchangedError,
    refuse,
)
from clearslate.productions.milestones import keep_photography
from clearslate.productions.models import Membership, PackInForce, Production, Role
from clearslate.productions.packs import keep
from clearslate.productions.particulars import Particulars, apply, new_slug
from clearslate.productions.selectors import today_in


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is invited by e-mail, as the first coordinator."""

    email: str
    organisation: Organisation
    name: str = ""


@service(PRODUCTION_CREATED, PACK_SET, MEMBER_ADDED)
def create_production(
    *,
    actor: Party,
    at: datetime,
    organisation: Organisation,
    coordinator: User | Newcomer,
    given: Particulars,
) -> Production:
    """Create a production with the shipped roles, the platform's pack and a first coordinator.

    Raises `ProductionsError` where a value is wrong or the code name is taken.
    """
    if InstallationAction.CREATE_PRODUCTION not in installation_actions(actor):
        raise NotAllowedError("Only an administrator may create a production. Ask one.")
    production = Production(organisation=organisation, created_at=at)
    apply(given, production)
    production.slug = new_slug(given)
    _insert(production)
    append(
        PRODUCTION_CREATED,
        actor=actor,
        subject=Party("production", production.id),
        at=at,
        scope=production.id,
        commit={"code_name": production.code_name},
    )
    keep_photography(production)
    roles = _shipped_roles(production)
    _set_platform_pack(production, actor, at)
    _first_coordinator(production, roles["coordinator"], coordinator, actor, at)
    return production


@service(PRODUCTION_EDITED)
def edit_production(
    *, actor: Party, at: datetime, production: Production, revision: int, given: Particulars
) -> Production:
    """Change particulars that were read at a revision; the slug stays, since consents use it.

    Raises `StaleError` where somebody was quicker, `UnchangedError` where nothing differs, and
    `ProductionsError` where a value is wrong.
    """
    row = to_change(actor, Action.EDIT_PRODUCTION, production, revision)
    changed = apply(given, row)
    if not changed:
        raise UnchangedError("Nothing was changed.")
    row.revision += 1
    _save(row, [*changed, "revision"])
    if "photography_from" in changed:
        keep_photography(row)
    append(
        PRODUCTION_EDITED,
        actor=actor,
        subject=Party("production", row.id),
        at=at,
        scope=row.id,
        commit={"changes": changed},
    )
    return row


@service(PRODUCTION_ARCHIVED)
def archive_production(*, actor: Party, at: datetime, production: Production) -> Production:
    """Close a production that is done: from now on it is only read."""
    row = to_change(actor, Action.EDIT_PRODUCTION, production)
    row.archived_at = at
    row.revision += 1
    row.save(update_fields=["archived_at", "revision"])
    append(
        PRODUCTION_ARCHIVED,
        actor=actor,
        subject=Party("production", row.id),
        at=at,
        scope=row.id,
    )
    return row


@service(PRODUCTION_REOPENED)
def reopen_production(*, actor: Party, at: datetime, production: Production) -> Production:
    """Open an archived production again; for a producer, or an administrator.

    Raises `UnchangedError` where it is open.
    """
    row: Production = Production.objects.select_for_update(no_key=True).get(id=production.id)
    allowed = InstallationAction.CREATE_PRODUCTION in installation_actions(actor)
    if not allowed and Action.REOPEN_PRODUCTION not in actions_of(actor, row):
        raise NotAllowedError("Only a producer or an administrator may open it again.")
    if row.archived_at is None:
        raise UnchangedError("This production is not archived.")
    row.archived_at = None
    row.revision += 1
    row.save(update_fields=["archived_at", "revision"])
    append(
        PRODUCTION_REOPENED,
        actor=actor,
        subject=Party("production", row.id),
        at=at,
        scope=row.id,
    )
    return row


def _insert(production: Production) -> None:
    """Save a new row; somebody may have taken its name in this very moment."""
    try:
        with transaction.atomic():
            production.save(force_insert=True)
    except IntegrityError:
        refuse([("code_name", "This code name or address was taken a moment ago. Choose another.")])


def _save(production: Production, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            production.save(update_fields=fields)
    except IntegrityError:
        refuse([("code_name", "This code name was taken a moment ago. Choose another.")])


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
    pack = keep(shipped_pack(), at=at)
    today = today_in(production, at)
    PackInForce.objects.create(
        production=production,
        pack=pack,
        urn=pack.urn,
        standing=PackInForce.Standing.ADOPTED,
        from_day=today,
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
            "from": today.isoformat(),
        },
        commit={"title": pack.title, "adopted_by": ""},
    )


def _first_coordinator(
    production: Production, role: Role, coordinator: User | Newcomer, actor: Party, at: datetime
) -> None:
    if isinstance(coordinator, Newcomer):
        try:
            person, _ = prepare_invitation(
                actor=actor,
                at=at,
                email=coordinator.email,
                name=coordinator.name,
                organisation=coordinator.organisation,
            )
        except AccountsError as error:
            raise ProductionsError(str(error), [("email", str(error))]) from None
    else:
        person = coordinator
    Membership.objects.create(production=production, user=person, role=role, since=at)
    append(
        MEMBER_ADDED,
        actor=actor,
        subject=Party("person", person.id),
        at=at,
        scope=production.id,
        body={"role": Party("role", str(role.id))},
        commit={"role": role.title},
    )
