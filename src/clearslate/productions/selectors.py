"""Reading productions, for whoever belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from clearslate.accounts.models import Organisation, User
from clearslate.accounts.permissions import Action
from clearslate.ledger.parties import Party
from clearslate.productions.models import Episode, Membership, Milestone, Production, Role


def productions_of(actor: Party) -> list[Production]:
    """The productions that a person belongs to, those at work first."""
    return list(
        Production.objects.filter(
            members__user_id=actor.id, members__ended_at=None, members__user__is_active=True
        )
        .distinct()
        .order_by(F("archived_at").asc(nulls_first=True), "code_name")
    )


def production_of(actor: Party, slug: str) -> Production | None:
    """The production at an address, or None where the person does not belong to it."""
    found: Production | None = (
        Production.objects.filter(
            slug=slug,
            members__user_id=actor.id,
            members__ended_at=None,
            members__user__is_active=True,
        )
        .distinct()
        .first()
    )
    return found


@dataclass(frozen=True)
class Mine:
    """A production in the list of a person's own."""

    production: Production
    roles: list[str]
    """What the person is there."""
    next: Milestone | None
    """The next day of its calendar."""


def mine_of(actor: Party, at: datetime) -> list[Mine]:
    """The productions that a person belongs to, with their roles and the next day of each."""
    found = productions_of(actor)
    held = Membership.objects.filter(production__in=found, user_id=actor.id, ended_at=None)
    roles: dict[str, list[str]] = {}
    for production_id, title in held.order_by("id").values_list("production_id", "role__title"):
        roles.setdefault(production_id, []).append(title)
    days = Milestone.objects.filter(production__in=found).select_related("episode")
    coming: dict[str, Milestone] = {}
    todays = {each.id: today_in(each, at) for each in found}
    for day in days.order_by("day", "id"):
        if day.day >= todays[day.production_id]:
            coming.setdefault(day.production_id, day)
    return [Mine(each, roles.get(each.id, []), coming.get(each.id)) for each in found]


def all_productions() -> list[Production]:
    """Every production, for whoever runs the server."""
    return list(Production.objects.select_related("organisation").order_by("code_name"))


def production_named(code_name: str) -> Production | None:
    """The production of a code name or slug, for whoever runs the server."""
    named = Q(code_name__iexact=code_name.strip()) | Q(slug=code_name.strip())
    found: Production | None = Production.objects.filter(named).first()
    return found


def people_with(production: Production, action: Action) -> list[User]:
    """Everybody who may do something in a production: those who stand in come last."""
    rows = (
        Membership.objects.filter(production=production, ended_at=None, user__is_active=True)
        .select_related("user", "role")
        .order_by("stands_in", "since", "id")
    )
    found = {row.user_id: row.user for row in rows if action.value in row.role.actions}
    return list(found.values())


def members_of(production: Production) -> list[Membership]:
    """Who belongs to a production and who did, in the order of its roles."""
    rows = Membership.objects.filter(production=production)
    return list(
        rows.select_related("user__organisation", "role").order_by(
            "role_id", "stands_in", "user__name", "user__email", "since"
        )
    )


def member_of(production: Production, number: int) -> Membership | None:
    """A present member of a production by the number of the row."""
    rows = Membership.objects.filter(production=production, id=number, ended_at=None)
    found: Membership | None = rows.select_related("user__organisation", "role").first()
    return found


def looked_after(member: Membership) -> str:
    """What a member looks after, in one text that differs as soon as it does."""
    return f"{','.join(sorted(member.areas))};{'stands in' if member.stands_in else ''}"


def roles_of(production: Production) -> list[Role]:
    """The roles of a production: those that were shipped first."""
    return list(Role.objects.filter(production=production))


def role_of(production: Production, number: int) -> Role | None:
    """A role of a production by the number of the row."""
    found: Role | None = Role.objects.filter(production=production, id=number).first()
    return found


def all_organisations() -> list[Organisation]:
    """Every organisation, for whoever creates productions."""
    return list(Organisation.objects.order_by("name"))


def organisations_near(production: Production) -> list[Organisation]:
    """The organisations that a production has to do with: its own, its members', the platform's."""
    near = (
        Q(id=production.organisation_id)
        | Q(kind=Organisation.Kind.PLATFORM)
        | Q(people__membership__production=production)
    )
    return list(Organisation.objects.filter(near).distinct().order_by("name"))


@dataclass(frozen=True)
class Row:
    """One line of the calendar: an episode, or the production as a whole."""

    episode: Episode | None
    days: dict[str, date]


def calendar_of(production: Production) -> list[Row]:
    """The calendar of a production: the whole first, then its episodes."""
    days: dict[int | None, dict[str, date]] = {}
    for milestone in Milestone.objects.filter(production=production):
        days.setdefault(milestone.episode_id, {})[milestone.kind] = milestone.day
    episodes: Iterable[Episode] = Episode.objects.filter(production=production)
    return [
        Row(None, days.get(None, {})),
        *(Row(each, days.get(each.id, {})) for each in episodes),
    ]


def next_of(rows: list[Row], today: date) -> list[tuple[date, str, list[str]]]:
    """What comes next in a calendar: the day, its kind, the codes of the episodes (none: all)."""
    coming: dict[tuple[date, str], list[str]] = {}
    for row in rows:
        for kind, day in row.days.items():
            if day >= today:
                coming.setdefault((day, kind), []).extend([row.episode.code] if row.episode else [])
    nearest = min((day for day, _ in coming), default=None)
    return [(day, kind, codes) for (day, kind), codes in coming.items() if day == nearest]


def today_in(production: Production, at: datetime) -> date:
    """The legal date of an instant in the production's time zone."""
    return at.astimezone(ZoneInfo(production.zone)).date()
