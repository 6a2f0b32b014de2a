"""Who belongs to a production: inviting, adding, changing and ending."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from clearslate.accounts.entries import PERSON_INVITED
from clearslate.accounts.errors import AccountsError
from clearslate.accounts.inviting import prepare_invitation
from clearslate.accounts.models import Organisation, User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action
from clearslate.kit import outbox
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import keep_a_manager, to_change
from clearslate.productions.entries import MEMBER_ADDED, MEMBER_CHANGED, MEMBER_ENDED
from clearslate.productions.errors import (
    ProductionsError,
    StaleError,
    UnchangedError,
    refuse,
)
from clearslate.productions.models import Membership, Production, Role
from clearslate.productions.rules import areas_on
from clearslate.productions.selectors import looked_after, today_in


@dataclass(frozen=True)
class Place:
    """What a member is in a production: a role, the areas looked after, and whether standing in."""

    role: Role
    areas: Collection[str] = ()
    """None is all of them."""
    stands_in: bool = False


@service(MEMBER_ADDED)
def invite_member(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    email: str,
    organisation: Organisation,
    place: Place,
    name: str = "",
) -> Membership:
    """Make somebody a member by their e-mail address, of whatever organisation.

    Who has access already becomes a member at once, and is told by mail; anybody else is invited
    by mail, and is a member from the moment they accept.
    """
    row = to_change(actor, Action.MANAGE_PEOPLE, production)
    _check_place(row, place, at)
    known = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if known is None:
        try:
            known, _ = prepare_invitation(
                actor=actor, at=at, email=email, name=name, organisation=organisation
            )
        except AccountsError as error:
            raise ProductionsError(str(error), [("email", str(error))]) from None
    elif known.organisation_id != organisation.id:
        refuse([("organisation", f"{known.email} belongs to another organisation. Choose that.")])
    member = _join(row, known, place, actor, at)
    if known.is_active:
        outbox.put(
            channel="email",
            kind="membership",
            recipient=known.email,
            parameters={"code_name": row.code_name, "path": f"/p/{row.slug}/"},
            at=at,
        )
    return member


@service(PERSON_INVITED)
def invite_again(*, actor: Party, at: datetime, member: Membership) -> Membership:
    """Send a member who has not accepted yet another invitation.

    Raises `ProductionsError` for whoever has access, or has none any more.
    """
    production = to_change(actor, Action.MANAGE_PEOPLE, member.production)
    row = _current(member, production)
    try:
        prepare_invitation(
            actor=actor,
            at=at,
            email=row.user.email,
            name=row.user.name,
            organisation=row.user.organisation,
        )
    except AccountsError as error:
        raise ProductionsError(str(error)) from None
    return row


@service(MEMBER_ADDED)
def add_member(
    *, actor: Party, at: datetime, production: Production, user: User, place: Place
) -> Membership:
    """Make a person who is known a member, in one more role if they have one."""
    row = to_change(actor, Action.MANAGE_PEOPLE, production)
    _check_place(row, place, at)
    return _join(row, user, place, actor, at)


@service(MEMBER_CHANGED)
def change_member(
    *,
    actor: Party,
    at: datetime,
    member: Membership,
    areas: Collection[str],
    stands_in: bool,
    was: str | None = None,
) -> Membership:
    """Change what a member looks after, and whether they stand in.

    `was` is what `looked_after` said of the member when they were read. Raises `StaleError` where
    somebody changed it since.
    """
    production = to_change(actor, Action.MANAGE_PEOPLE, member.production)
    row = _current(member, production)
    wanted = sorted(set(areas))
    _check_place(production, Place(row.role, wanted, stands_in), at)
    if was is not None and was != looked_after(row):
        raise StaleError(
            "Somebody changed what this member looks after while you had the page open. "
            "Nothing was saved. Look at what stands now, and make your change again."
        )
    if (row.areas, row.stands_in) == (wanted, stands_in):
        raise UnchangedError("Nothing was changed.")
    row.areas, row.stands_in = wanted, stands_in
    row.save(update_fields=["areas", "stands_in"])
    append(
        MEMBER_CHANGED,
        actor=actor,
        subject=party_of(row.user),
        at=at,
        scope=production.id,
        body={"role": Party("role", str(row.role_id)), "stands_in": stands_in},
        commit={"role": row.role.title, "areas": wanted},
    )
    return row


@service(MEMBER_ENDED)
def end_member(*, actor: Party, at: datetime, member: Membership) -> Membership:
    """End what somebody is in a production; what they did stays.

    Raises `ProductionsError` where nobody would be left who may manage people.
    """
    production = to_change(actor, Action.MANAGE_PEOPLE, member.production)
    row = _current(member, production)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    if Action.MANAGE_PEOPLE.value in row.role.actions:
        keep_a_manager(production)
    append(
        MEMBER_ENDED,
        actor=actor,
        subject=party_of(row.user),
        at=at,
        scope=production.id,
        body={"role": Party("role", str(row.role_id))},
        commit={"role": row.role.title},
    )
    return row


def _current(member: Membership, production: Production) -> Membership:
    """The membership as it is now. Raises `ProductionsError` where it ended."""
    row: Membership = Membership.objects.select_related("user__organisation", "role").get(
        id=member.id, production=production
    )
    if row.ended_at is not None:
        raise ProductionsError(f"{row.user} is no longer {row.role.title} here.")
    return row


def _check_place(production: Production, place: Place, at: datetime) -> None:
    if place.role.production_id != production.id:
        refuse([("role", "Choose a role of this production.")])
    known = areas_on(production, today_in(production, at))
    wrong = [each for each in place.areas if each not in known]
    if wrong:
        refuse([("areas", f"No pack in force has the area “{wrong[0]}”.")])


def _join(
    production: Production, user: User, place: Place, actor: Party, at: datetime
) -> Membership:
    if user.deactivated_at is not None:
        refuse([("email", f"The access of {user.email} was ended. Ask an administrator.")])
    held = Membership.objects.filter(
        production=production, user=user, role=place.role, ended_at=None
    )
    if held.exists():
        refuse([("role", f"{user} is {place.role.title} here already.")])
    member = Membership.objects.create(
        production=production,
        user=user,
        role=place.role,
        areas=sorted(set(place.areas)),
        stands_in=place.stands_in,
        since=at,
    )
    append(
        MEMBER_ADDED,
        actor=actor,
        subject=party_of(user),
        at=at,
        scope=production.id,
        body={"role": Party("role", str(place.role.id))},
        commit={"role": place.role.title},
    )
    return member
