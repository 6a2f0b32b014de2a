"""Builds what the story tells, through the services that the pages use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from clearslate.accounts.models import Organisation
from clearslate.accounts.parties import party_of
from clearslate.accounts.services import appoint, create_organisation, create_user
from clearslate.demo.acting import Acting
from clearslate.demo.story import Story, email_of
from clearslate.flows.calendar import set_calendar
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.productions.calendar import GivenCalendar, GivenEpisode
from clearslate.productions.particulars import Particulars
from clearslate.productions.services.members import Place, add_member
from clearslate.productions.services.production import create_production

_EPISODE_DAYS = ("picture_lock", "delivery")

Given = Mapping[str, Any]


class Builder:
    """Makes organisations, people and productions; the acts follow."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.organisations: dict[str, Organisation] = {}
        self.acting = Acting(story)

    def build(self) -> None:
        """Everything, in the order of its instants."""
        self._cast()
        for each in self.story.productions:
            self._production(each)
        self.acting.carry_out()

    def _cast(self) -> None:
        cast = self.story.cast
        at = min(self._created(each) for each in self.story.productions) - timedelta(days=3)
        for each in cast["organisations"]:
            self.organisations[each["key"]] = create_organisation(
                actor=COMMAND_LINE, at=at, name=each["name"], kind=each["kind"]
            )
        for each in cast["people"]:
            user = create_user(
                actor=COMMAND_LINE,
                at=at,
                email=email_of(each),
                name=each["name"],
                organisation=self.organisations[each["of"]],
                password=self.story.password if each.get("signs_in") == "yes" else None,
            )
            self.acting.people[each["key"]] = user
            if "office" in each:
                appoint(actor=COMMAND_LINE, at=at, user=user, office=each["office"])

    def _created(self, production: Given) -> datetime:
        return self.story.instant(production["created"], production["key"])

    def _production(self, given: Given) -> None:
        at = self._created(given)
        coordinator = self.acting.people[given["coordinator"]]
        made = create_production(
            actor=COMMAND_LINE,
            at=at,
            organisation=self.organisations[given["of"]],
            coordinator=coordinator,
            given=Particulars(
                code_name=given["code_name"],
                kind=given["kind"],
                zone=given["zone"],
                title=given["title"],
                slug=given["slug"],
                phase=given["phase"],
                territories=tuple(given["territories"]),
                guilds=tuple(given["guilds"]),
                photography_from=date.fromisoformat(given["photography_from"]),
            ),
        )
        actor = party_of(coordinator)
        self.acting.productions[given["key"]] = set_calendar(
            actor=actor, at=at, production=made, revision=made.revision, given=_calendar(given)
        )
        for each in given["members"]:
            place = Place(
                made.roles.get(key=each["role"]),
                each.get("areas", ()),
                each.get("stands_in") == "yes",
            )
            user = self.acting.people[each["who"]]
            add_member(actor=actor, at=at, production=made, user=user, place=place)


def _calendar(given: Given) -> GivenCalendar:
    return GivenCalendar(
        {each["kind"]: date.fromisoformat(each["day"]) for each in given["calendar"]},
        [
            GivenEpisode(
                each["code"],
                each["title"],
                {kind: date.fromisoformat(each[kind]) for kind in _EPISODE_DAYS},
            )
            for each in given["episodes"]
        ],
    )
