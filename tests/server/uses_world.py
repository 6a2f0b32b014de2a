"""A small production with people, for the tests of drafts and uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from clearslate.accounts.models import Organisation, User
from clearslate.accounts.parties import party_of
from clearslate.accounts.services import create_organisation, create_user
from clearslate.flows.submitting import submit
from clearslate.ledger.parties import COMMAND_LINE, Party
from clearslate.productions.models import FactSheet, Membership, Production
from clearslate.productions.particulars import Particulars
from clearslate.productions.services.production import create_production
from clearslate.uses import drafts
from clearslate.uses.changes import Change
from clearslate.uses.models import Draft, Use
from tests.server.databases import made_once

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

TERMS = {
    "agreements": [
        {
            "id": "agreement-ideograph",
            "kind": "enterprise",
            "party": "Ideograph Labs",
            "onboarded": "yes",
            "from": "2026-01-01",
            "to": "2028-01-01",
            "sha256": "6f" * 32,
        }
    ],
    "terms": [
        {
            "id": "terms-ideograph",
            "tool": "Ideograph",
            "version": "3.1",
            "tier": "Enterprise",
            "plugins": [],
            "technique": "generative",
            "stores": "no",
            "reuses": "no",
            "trains": "no",
            "secured": "yes",
            "agreement": "agreement-ideograph",
            "read_by": "The production's lawyer",
            "read_on": "2026-11-02",
            "from": "2026-01-01",
            "to": "2028-01-01",
            "sha256": "1b" * 32,
        }
    ],
}


def harmless() -> dict[str, Any]:
    """A mood board that comes to notify."""
    return {
        "clearslate": "declaration/1",
        "use": {
            "title": "Mood board for the harbour set",
            "purpose": "Images for the mood.",
            "department": "art",
            "media": ["image"],
            "context": "fiction",
            "shots": [],
            "begun": "no",
            "work_from": "2026-12-01",
            "work_to": "2026-12-20",
            "misleads": "no",
            "otherwise": "same_people",
        },
        "outputs": [
            {
                "name": "Images",
                "destination": "development",
                "key_element": "none",
                "resembles": "nothing",
                "fabricates": "no",
            }
        ],
        "components": [
            {
                "name": "Ideograph",
                "version": "3.1",
                "tier": "Enterprise",
                "plugins": [],
                "performed_by": "in_house",
                "technique": "generative",
                "terms": "terms-ideograph",
                "agreement": "agreement-ideograph",
                "stores": "no",
                "reuses": "no",
                "trains": "no",
                "terms_match": "yes",
                "secured": "yes",
            }
        ],
        "inputs": [
            {
                "name": "Prompt",
                "kind": "prompt",
                "owner": "production",
                "sensitivity": "none",
                "personal_data": "no",
                "likeness": "no",
            }
        ],
        "references": [],
        "people": [],
        "models": [],
        "crafts": [],
    }


def replica() -> dict[str, Any]:
    """A performer's replica without a consent: on hold."""
    document = harmless()
    document["use"] = {**document["use"], "title": "New line for Mara", "shots": ["103_0410"]}
    document["people"] = [
        {
            "who": "Mara Lind",
            "relation": "cast",
            "act": "replica",
            "aspects": ["voice"],
            "as_scripted": "no",
            "exception": "none",
            "guild": "none",
        }
    ]
    return document


@dataclass
class World:
    """The production Lantern, and the people of it."""

    company: Organisation
    production: Production
    ana: User
    """A coordinator."""
    bo: User
    """A department lead."""
    contact: User
    """The platform's contact."""
    legal: User
    """A reviewer of talent."""
    outsider: User

    def party(self, user: User) -> Party:
        return party_of(user)

    def draft(self, document: dict[str, Any] | None = None, *authors: User) -> Draft:
        draft = drafts.start(
            author=self.ana, production=self.production, at=AT, document=document or harmless()
        )
        draft.authors.add(*authors)
        return draft

    def keep(
        self, draft: Draft, user: User, page: str, base: int, *changes: Change, at: datetime = AT
    ) -> drafts.Kept:
        return drafts.keep(
            draft_id=draft.id, author=user, at=at, base=base, page=page, changes=changes
        )

    def submit(self, document: dict[str, Any] | None = None, at: datetime = AT) -> Use:
        draft = self.draft(document)
        return submit(actor=party_of(self.ana), at=at, draft_id=draft.id, revision=draft.revision)


def person(company: Organisation, name: str) -> User:
    return create_user(
        actor=COMMAND_LINE,
        at=AT,
        email=f"{name.lower()}@example.org",
        organisation=company,
        password=None,
        name=name,
    )


def member(production: Production, user: User, role: str, **values: Any) -> Membership:
    return Membership.objects.create(
        production=production,
        user=user,
        role=production.roles.get(key=role),
        since=AT - DAY,
        **values,
    )


@made_once
def make_world() -> World:
    company = create_organisation(
        actor=COMMAND_LINE, at=AT, name="Quayside", kind="production_company"
    )
    people = {name: person(company, name) for name in ("Ana", "Bo", "Cy", "Lea", "Otto")}
    production = create_production(
        actor=COMMAND_LINE,
        at=AT - DAY,
        organisation=company,
        coordinator=people["Ana"],
        given=Particulars("Lantern", "series", "Europe/Berlin", title="The Drowned Light"),
    )
    member(production, people["Bo"], "department_lead")
    member(production, people["Cy"], "platform_contact")
    member(production, people["Lea"], "reviewer", areas=["talent"])
    FactSheet.objects.create(
        production=production, number=1, document=TERMS, sha256="0" * 64, filed_at=AT - DAY
    )
    return World(company, production, *people.values())
