"""Who has a use now: whose turn it is, and who would know what is missing."""

from __future__ import annotations

import json
from dataclasses import dataclass

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.productions.models import Membership
from clearslate.uses.models import State, Use


@dataclass(frozen=True)
class Holding:
    """A person whose turn it is; `areas` are those they look after here, empty for any."""

    user: User
    areas: tuple[str, ...] = ()
    stands_in: bool = False


@dataclass(frozen=True)
class Missed:
    """Evidence that is not on file, whom it is about, and who would have it."""

    title: str
    subject: str
    who: str


@dataclass(frozen=True)
class Holder:
    """Who has a use: its declarant while evidence is missing, deciders while it is in review."""

    people: tuple[Holding, ...] = ()
    missing: tuple[Missed, ...] = ()


def holder_of(use: Use) -> Holder:
    """Who has a use. Nobody has one that is noticed, withdrawn, or no use at all."""
    if use.state == State.ON_HOLD:
        return Holder((Holding(use.declared_by),), _missing(use))
    if use.state == State.IN_REVIEW:
        return Holder(tuple(_deciders(use)))
    return Holder()


def _missing(use: Use) -> tuple[Missed, ...]:
    rows = use.versions.filter(number=use.versions_count)
    data = rows.values_list("assessment__canonical", flat=True).get()
    findings = json.loads(bytes(data))["findings"]
    found = (
        Missed(each["title"], each["subject"], each["who"])
        for finding in findings
        if finding["certain"]
        for each in finding["missing"]
    )
    return tuple(dict.fromkeys(found))


def _deciders(use: Use) -> list[Holding]:
    """The people of its areas, those who stand in last; of any area where none is named."""
    rows = (
        Membership.objects.filter(
            production_id=use.production_id, ended_at=None, user__is_active=True
        )
        .select_related("user", "role")
        .order_by("stands_in", "since", "id")
    )
    able = [row for row in rows if Action.CALL_UP.value in row.role.actions]
    wanted = set(use.areas)
    chosen = [row for row in able if wanted & set(row.areas)]
    left = wanted - {area for row in chosen for area in row.areas}
    if left or not wanted:
        # Whoever looks after all areas has what nobody looks after by name.
        chosen += [row for row in able if not row.areas]
    found: dict[str, Holding] = {}
    for row in sorted(chosen, key=lambda row: row.stands_in):
        areas = tuple(area for area in use.areas if area in row.areas or not row.areas)
        found.setdefault(row.user_id, Holding(row.user, areas, row.stands_in))
    return list(found.values())
