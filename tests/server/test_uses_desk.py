"""What a declaration is judged with: kept between requests, and never a statement behind."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clearslate.ledger.parties import COMMAND_LINE
from clearslate.policy.pack.load import shipped_pack
from clearslate.productions.models import FactSheet, Milestone, Production
from clearslate.productions.services.switches import set_switch
from clearslate.uses.desk import Desk, desk_for
from tests.server.test_uses_starting import put_house
from tests.server.uses_world import AT, DAY, TERMS, World, harmless, make_world

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def world(database) -> World:
    return make_world()


def desk(world: World, day: int = 0) -> Desk:
    return desk_for(Production.objects.get(id=world.production.id), AT + day * DAY)


def test_it_works(world: World) -> None:
    first = desk(world)
    assert first.assess(harmless()).outcome == "notify"
    with CaptureQueriesContext(connection) as found:
        again = desk(world)
    assert len(found) <= 4
    assert again.rulebooks is first.rulebooks
    assert again.facts == first.facts


def test_facts_that_are_filed_count_at_once(world: World) -> None:
    assert len(desk(world).facts["terms"]) == 1
    FactSheet.objects.create(
        production=world.production, number=2, document={}, sha256="0" * 64, filed_at=AT
    )
    assert "terms" not in desk(world).facts


def test_a_pack_and_a_reading_count_at_once_and_from_their_day(world: World) -> None:
    assert len(desk(world).rulebooks) == 1
    house = put_house(world)
    assert [each.loaded.pack.urn for each in desk(world).rulebooks] == [house.pack.urn]
    switch = shipped_pack().pack.switches[0]
    other = next(value for value, _ in switch.values if value != switch.default)
    set_switch(
        actor=COMMAND_LINE,
        at=AT,
        production=world.production,
        switch=switch.id,
        value=other,
        from_day=AT.date() + DAY,
    )
    assert switch.id not in desk(world).switches
    assert desk(world, 1).switches[switch.id] == other


def test_the_calendar_counts_at_once(world: World) -> None:
    assert "picture_lock" not in desk(world).facts["production"]
    Milestone.objects.create(
        production=world.production, kind=Milestone.Kind.PICTURE_LOCK, day=date(2027, 3, 1)
    )
    assert desk(world).facts["production"]["picture_lock"] == "2027-03-01"


def test_what_one_desk_is_given_no_other_sees(world: World) -> None:
    one = desk(world)
    one.facts["evidence"] = [{"id": "x"}]
    one.switches["V9"] = "x"
    two = desk(world)
    assert "evidence" not in two.facts
    assert two.switches == {}
    assert two.facts["terms"] == TERMS["terms"]
