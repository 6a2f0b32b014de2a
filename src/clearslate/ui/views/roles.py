"""What each role of a production may do."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import ACTIONS, ROLES, Action
from clearslate.productions.errors import ProductionsError, StaleError, UnchangedError
from clearslate.productions.models import Role
from clearslate.productions.selectors import members_of, role_of, roles_of
from clearslate.productions.services.roles import add_role, rename_role, set_role_actions
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.people import NewRoleForm, RoleForm, RolesForm
from clearslate.ui.forms.productions import say
from clearslate.ui.views.productions import UNCHANGED, answer, done, posted, read_or_write


@require_safe
@production_page(Action.SEE_PRODUCTION)
def roles(visit: Visit) -> HttpResponse:
    """The table of roles and actions, to read."""
    found = roles_of(visit.production)
    held: dict[int, int] = {}
    for member in members_of(visit.production):
        if member.ended_at is None:
            held[member.role_id] = held.get(member.role_id, 0) + 1
    context = {
        "visit": visit,
        "roles": [(role, held.get(role.id, 0), _shipped(role)) for role in found],
        "rows": [
            (said, [action.value in role.actions for role in found])
            for action, said in ACTIONS.items()
        ],
        "may_manage": visit.may(Action.MANAGE_PEOPLE),
    }
    return render(visit.request, "productions/roles.html", context)


@read_or_write
@production_page(Action.MANAGE_PEOPLE)
def edit(visit: Visit) -> HttpResponse:
    """The table of roles and actions, to change."""
    found = roles_of(visit.production)
    form = RolesForm(
        posted(visit.request), roles=found, initial={"revision": visit.production.revision}
    )
    status = 200
    if form.is_valid():
        try:
            set_role_actions(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                revision=form.cleaned_data["revision"],
                given=form.given(),
            )
        except UnchangedError:
            return done(visit, UNCHANGED, "roles")
        except ProductionsError as error:
            say(form, error)
            status = 409 if isinstance(error, StaleError) else 422
        else:
            return done(visit, "What the roles may do is saved.", "roles")
    rows = [
        (said, [(form[f"{role.id}.{action.value}"], _as_shipped(role, action)) for role in found])
        for action, said in ACTIONS.items()
    ]
    return answer(
        visit.request,
        "productions/roles_edit.html",
        form,
        status=status,
        visit=visit,
        roles=found,
        rows=rows,
        stale=status == 409,
    )


@read_or_write
@production_page(Action.MANAGE_PEOPLE)
def add(visit: Visit) -> HttpResponse:
    """Add a role of one's own making."""
    form = NewRoleForm(posted(visit.request))
    if form.is_valid():
        try:
            made = add_role(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                title=form.cleaned_data["title"],
                actions=form.cleaned_data["actions"],
            )
        except ProductionsError as error:
            say(form, error)
        else:
            return done(visit, f"The role {made.title} is added.", "roles")
    return answer(visit.request, "productions/role_add.html", form, visit=visit)


@read_or_write
@production_page(Action.MANAGE_PEOPLE)
def rename(visit: Visit, role: int) -> HttpResponse:
    """Give a role another name."""
    row = role_of(visit.production, role)
    if row is None:
        raise Http404
    form = RoleForm(posted(visit.request), initial={"title": row.title})
    if form.is_valid():
        try:
            renamed = rename_role(
                actor=visit.party, at=visit.at, role=row, title=form.cleaned_data["title"]
            )
        except UnchangedError:
            return done(visit, UNCHANGED, "roles")
        except ProductionsError as error:
            say(form, error)
        else:
            return done(visit, f"The role is called {renamed.title} now.", "roles")
    return answer(visit.request, "productions/role.html", form, visit=visit, role=row)


def _shipped(role: Role) -> dict[str, Any]:
    """What a role is for, and whether it still may do what it was shipped with."""
    shipped = ROLES.get(role.key)
    if shipped is None:
        return {"help": "A role of this production's own making.", "changed": False}
    same = set(role.actions) == {action.value for action in shipped.actions}
    return {"help": shipped.help, "changed": not same}


def _as_shipped(role: Role, action: Action) -> bool | None:
    """Whether a role was shipped with an action; None for a role of one's own."""
    shipped = ROLES.get(role.key)
    return action in shipped.actions if shipped else None
