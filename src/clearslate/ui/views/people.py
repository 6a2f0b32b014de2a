"""Who belongs to a production: inviting, changing, ending."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from clearslate.accounts.models import Organisation
from clearslate.accounts.permissions import Action
from clearslate.accounts.selectors import organisation_named
from clearslate.productions.errors import ProductionsError, StaleError, UnchangedError
from clearslate.productions.models import Membership
from clearslate.productions.rules import areas_on
from clearslate.productions.selectors import (
    looked_after,
    member_of,
    members_of,
    organisations_near,
    role_of,
    roles_of,
)
from clearslate.productions.services.members import (
    Place,
    change_member,
    end_member,
    invite_again,
    invite_member,
)
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.people import ChangeForm, InviteForm
from clearslate.ui.forms.productions import say
from clearslate.ui.views.productions import UNCHANGED, answer, done, posted, read_or_write


@require_safe
@production_page(Action.SEE_PRODUCTION)
def people(visit: Visit) -> HttpResponse:
    """Everybody, by role; and who belonged once."""
    found = members_of(visit.production)
    now = [each for each in found if each.ended_at is None]
    areas = areas_on(visit.production, visit.today)
    context = {
        "visit": visit,
        "people": [(each, _looks_after(each, areas)) for each in now],
        "count": len({each.user_id for each in now}),
        "invited": len({each.user_id for each in now if not each.user.is_active}),
        "before": [each for each in found if each.ended_at is not None],
        "may_manage": visit.may(Action.MANAGE_PEOPLE),
    }
    return render(visit.request, "productions/people.html", context)


def _looks_after(row: Membership, areas: Mapping[str, str]) -> list[str]:
    """The areas of a member: none where the role neither decides nor is told."""
    if not {Action.CALL_UP.value, Action.GET_NOTICES.value} & set(row.role.actions):
        return []
    return [areas.get(area, area) for area in row.areas] or ["all areas"]


@read_or_write
@production_page(Action.MANAGE_PEOPLE)
def invite(visit: Visit) -> HttpResponse:
    """Make somebody a member by their e-mail address."""
    near = {each.id: each for each in organisations_near(visit.production)}
    form = InviteForm(
        posted(visit.request),
        roles=roles_of(visit.production),
        organisations=near.values(),
        areas=areas_on(visit.production, visit.today),
    )
    if form.is_valid():
        try:
            made = _invite(visit, form, near)
        except ProductionsError as error:
            say(form, error)
        else:
            said = f"{made.user} is {made.role.title} now."
            if not made.user.is_active:
                said = f"{made.user.email} is invited. They are {made.role.title} once they accept."
            return done(visit, said, "people")
    return answer(visit.request, "productions/invite.html", form, visit=visit)


def _invite(visit: Visit, form: InviteForm, near: dict[str, Organisation]) -> Membership:
    given = form.cleaned_data
    role = role_of(visit.production, given["role"])
    organisation = near.get(given["organisation"]) or organisation_named(given["other"])
    if role is None:
        raise Http404
    if organisation is None:
        said = f"There is no organisation “{given['other']}”. Ask an administrator to add it."
        raise ProductionsError(said, [("other", said)])
    return invite_member(
        actor=visit.party,
        at=visit.at,
        production=visit.production,
        email=given["email"],
        name=given["name"],
        organisation=organisation,
        place=Place(role, given["areas"], given["stands_in"]),
    )


@read_or_write
@production_page(Action.MANAGE_PEOPLE)
def member(visit: Visit, member: int) -> HttpResponse:
    """What a member looks after."""
    row = _member(visit, member)
    areas = areas_on(visit.production, visit.today)
    form = ChangeForm.of(row, areas)
    if visit.request.method == "POST":
        form = ChangeForm(visit.request.POST, areas=areas)
    if form.is_valid():
        try:
            change_member(
                actor=visit.party,
                at=visit.at,
                member=row,
                areas=form.cleaned_data["areas"],
                stands_in=form.cleaned_data["stands_in"],
                was=form.cleaned_data["was"] or None,
            )
        except StaleError as error:
            form = ChangeForm.of(_member(visit, member), areas)
            context = {"visit": visit, "member": row, "stale": str(error)}
            return answer(visit.request, "productions/member.html", form, status=409, **context)
        except UnchangedError:
            return done(visit, UNCHANGED, "people")
        except ProductionsError as error:
            say(form, error)
        else:
            return done(visit, f"What {row.user} looks after is saved.", "people")
    return answer(visit.request, "productions/member.html", form, visit=visit, member=row)


@require_POST
@production_page(Action.MANAGE_PEOPLE)
def end(visit: Visit, member: int) -> HttpResponse:
    """End what somebody is in the production."""
    row = _member(visit, member)
    try:
        end_member(actor=visit.party, at=visit.at, member=row)
    except ProductionsError as error:
        return _refused(visit, row, error)
    return done(visit, f"{row.user} is no longer {row.role.title} here.", "people")


@require_POST
@production_page(Action.MANAGE_PEOPLE)
def again(visit: Visit, member: int) -> HttpResponse:
    """Send somebody who has not accepted yet another invitation."""
    row = _member(visit, member)
    try:
        invite_again(actor=visit.party, at=visit.at, member=row)
    except ProductionsError as error:
        return _refused(visit, row, error)
    return done(visit, f"{row.user.email} gets another invitation.", "people")


def _refused(visit: Visit, row: Membership, error: ProductionsError) -> HttpResponse:
    """The page of a member, with why something cannot be done."""
    form = ChangeForm(
        {"areas": row.areas, "stands_in": row.stands_in, "was": looked_after(row)},
        areas=areas_on(visit.production, visit.today),
    )
    say(form, error)
    return answer(visit.request, "productions/member.html", form, visit=visit, member=row)


def _member(visit: Visit, number: int) -> Membership:
    row = member_of(visit.production, number)
    if row is None:
        raise Http404
    return row
