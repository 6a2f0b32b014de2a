"""One invented production with a person in every role, for the tests of productions and pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from clearslate.accounts.models import Organisation, User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import ROLES
from clearslate.accounts.services import appoint, create_organisation, create_user
from clearslate.ledger import selectors
from clearslate.ledger.parties import COMMAND_LINE, Party
from clearslate.productions.models import Membership, Production, Role
from clearslate.productions.particulars import Particulars
from clearslate.productions.services.members import Place, add_member
from clearslate.productions.services.production import create_production
from tests.server.databases import made_once

AT = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def particulars(**changes: Any) -> Particulars:
    return Particulars(
        **{"code_name": "SALTBOX S2", "kind": "series", "zone": "Europe/London", **changes}
    )


@dataclass
class World:
    """A production and another one, and somebody for every role, office and none."""

    company: Organisation
    production: Production
    foreign: Production
    people: dict[str, User] = field(default_factory=dict)
    root: Party = COMMAND_LINE

    def party(self, who: str) -> Party:
        return party_of(self.people[who])

    def role(self, key: str) -> Role:
        return self.production.roles.get(key=key)

    def member(self, who: str) -> Membership:
        return Membership.objects.get(production=self.production, user=self.people[who])

    def sign_in(self, client: Client, who: str) -> None:
        """Sign in as somebody, without the page."""
        client.force_login(self.people[who])

    def history(self) -> list[str]:
        lines = selectors.history(self.production.id, limit=1000)
        return [line.sentence for line in lines]


@made_once
def world() -> World:
    """The production SALTBOX S2 with all roles, and HARBOUR with a coordinator of its own."""
    company = create_organisation(
        actor=COMMAND_LINE, at=AT, name="Salt Works", kind="production_company"
    )
    people = {
        who: create_user(
            actor=COMMAND_LINE,
            at=AT,
            email=f"{who}@example.org",
            organisation=company,
            password=None,
        )
        for who in [*ROLES, "administrator", "policy_owner", "stranger"]
    }
    for office in ("administrator", "policy_owner"):
        appoint(actor=COMMAND_LINE, at=AT, user=people[office], office=office)
    production, foreign = (
        create_production(
            actor=COMMAND_LINE,
            at=AT,
            organisation=company,
            coordinator=people[who],
            given=particulars(code_name=name),
        )
        for name, who in (("SALTBOX S2", "coordinator"), ("HARBOUR", "stranger"))
    )
    here = World(company, production, foreign, people)
    for key in ROLES:
        if key != "coordinator":
            add_member(
                actor=COMMAND_LINE,
                at=AT,
                production=production,
                user=people[key],
                place=Place(here.role(key)),
            )
    return here
