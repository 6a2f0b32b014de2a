"""Roles of a production: their names, and what each may do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from clearslate.accounts.permissions import ACTIONS, Action
from clearslate.kit.ids import new_id
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import actions_of, keep_a_manager, to_change
from clearslate.productions.entries import ROLE_ADDED, ROLE_CHANGED
from clearslate.productions.errors import ProductionsError, UnchangedError, refuse
from clearslate.productions.models import Production, Role
from clearslate.record.entry import EntryType

MOST_ROLES = 40


@service(ROLE_CHANGED)
def rename_role(*, actor: Party, at: datetime, role: Role, title: str) -> Role:
    """Give a role another name. Raises `ProductionsError` where another has it."""
    production = to_change(actor, Action.MANAGE_PEOPLE, role.production)
    row: Role = Role.objects.get(id=role.id, production=production)
    cleaned = _title(title)
    if row.title == cleaned:
        raise UnchangedError("Nothing was changed.")
    row.title = cleaned
    _save(row)
    _say(ROLE_CHANGED, production, row, actor, at)
    return row


@service(ROLE_CHANGED)
def set_role_actions(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    revision: int,
    given: Mapping[int, Collection[str]],
) -> list[Role]:
    """Say what roles may do, by the id of each; roles that are not given stay as they are.

    Raises `StaleError`, `UnchangedError`, and `ProductionsError` where an action or a role is
    unknown, where the actor does not hold what they would give or take, or where nobody would be
    left who may manage people.
    """
    row = to_change(actor, Action.MANAGE_PEOPLE, production, revision)
    roles = {each.id: each for each in Role.objects.filter(production=row, id__in=list(given))}
    if set(given) - set(roles):
        raise ProductionsError("One of the roles does not belong to this production.")
    changed = []
    for role_id, actions in given.items():
        role, wanted = roles[role_id], _actions(actions)
        if sorted(role.actions) != wanted:
            _of_ones_own(actor, row, set(role.actions) ^ set(wanted))
            role.actions = wanted
            role.save(update_fields=["actions"])
            changed.append(role)
    if not changed:
        raise UnchangedError("Nothing was changed.")
    keep_a_manager(row)
    row.revision += 1
    row.save(update_fields=["revision"])
    for role in changed:
        _say(ROLE_CHANGED, row, role, actor, at)
    return changed


@service(ROLE_ADDED)
def add_role(
    *, actor: Party, at: datetime, production: Production, title: str, actions: Collection[str]
) -> Role:
    """Add a role of one's own making."""
    row = to_change(actor, Action.MANAGE_PEOPLE, production)
    if Role.objects.filter(production=row).count() >= MOST_ROLES:
        raise ProductionsError(f"There are {MOST_ROLES} roles already. Rename one of them.")
    role = Role(production=row, key=new_id(), title=_title(title), actions=_actions(actions))
    _of_ones_own(actor, row, set(role.actions))
    _save(role)
    row.revision += 1
    row.save(update_fields=["revision"])
    _say(ROLE_ADDED, row, role, actor, at)
    return role


def _of_ones_own(actor: Party, production: Production, names: set[str]) -> None:
    """Raise unless the actor may do all of this: nobody gives or takes what they do not hold.

    So a production cannot take its notices from the platform, nor somebody raise themselves.
    """
    held = {action.value for action in actions_of(actor, production)}
    foreign = [ACTIONS[Action(name)].title for name in sorted(names - held)]
    if foreign:
        words = ", ".join(foreign)
        refuse([("actions", f"You give and take only what you may do yourself, not: {words}.")])


def _title(title: str) -> str:
    cleaned = " ".join(title.split())
    if not cleaned or len(cleaned) > 60 or not cleaned.isprintable():
        refuse([("title", "Write a name of at most 60 letters.")])
    return cleaned


def _actions(names: Collection[str]) -> list[str]:
    given = {str(name) for name in names}
    unknown = given - {action.value for action in Action}
    if unknown:
        refuse([("actions", f"There is no permission “{min(unknown)}”.")])
    return sorted(given)


def _save(role: Role) -> None:
    taken = Role.objects.filter(production=role.production_id, title__iexact=role.title)
    if taken.exclude(id=role.id).exists():
        refuse([("title", f"Another role is called “{role.title}”.")])
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError:
        refuse([("title", f"Another role is called “{role.title}”.")])


def _say(kind: EntryType, production: Production, role: Role, actor: Party, at: datetime) -> None:
    append(
        kind,
        actor=actor,
        subject=Party("production", production.id),
        at=at,
        scope=production.id,
        body={"role": Party("role", str(role.id))},
        commit={"title": role.title, "actions": sorted(role.actions)},
    )
