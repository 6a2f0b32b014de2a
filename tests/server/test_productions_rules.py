"""Packs and readings in force: who may state them, from when, and what must remain."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from clearslate.policy.pack.load import load_pack, shipped_pack
from clearslate.productions.errors import NotAllowedError, ProductionsError, UnchangedError
from clearslate.productions.models import KeptPack, PackInForce
from clearslate.productions.packs import kept_pack, rulebooks_on, switches_on
from clearslate.productions.rules import areas_on, readings_on
from clearslate.productions.services.packs import end_pack, put_pack_in_force
from clearslate.productions.services.switches import set_switch
from tests.server.productions import AT, World, world

pytestmark = pytest.mark.usefixtures("database")

HOUSE = load_pack(Path(__file__).parents[2] / "examples" / "house")
TODAY = date(2026, 11, 24)
PLATFORM = shipped_pack().pack.urn


def put(here: World, who: str = "policy_owner", **given: object) -> PackInForce:
    return put_pack_in_force(
        **{
            "actor": here.party(who),
            "at": AT,
            "production": here.production,
            "pack": HOUSE,
            "standing": "adopted",
            "from_day": TODAY,
            **given,
        }
    )


def in_force(here: World, day: date = TODAY) -> list[tuple[str, bool, str]]:
    books = rulebooks_on(here.production, day)
    return sorted((book.loaded.pack.urn, book.adopted, book.adopted_by) for book in books)


def test_it_works() -> None:
    here = world()
    monday = TODAY + timedelta(days=6)
    put(here, from_day=monday)
    assert in_force(here) == [(PLATFORM, True, "")]
    # The house pack holds all rules of the platform's, so it stands in its place.
    assert in_force(here, monday) == [(HOUSE.pack.urn, True, "policy_owner@example.org")]
    assert here.history()[-1] == (
        f"policy_owner@example.org set “{HOUSE.pack.title}” in force from 30 Nov 2026, adopted, "
        "adopted by policy_owner@example.org, for new uses."
    )
    row = KeptPack.objects.get(sha256=HOUSE.pack.sha256)
    assert row.base.urn == PLATFORM
    kept_pack.cache_clear()
    assert kept_pack(row.sha256).pack == HOUSE.pack


def test_an_advisory_pack_is_for_who_manages_rules() -> None:
    here = world()
    with pytest.raises(NotAllowedError):
        put(here, "coordinator", standing="advisory")
    with pytest.raises(NotAllowedError, match="policy owner"):
        put(here, "producer")
    put(here, "producer", standing="advisory")
    assert in_force(here) == sorted([(HOUSE.pack.urn, False, ""), (PLATFORM, True, "")])
    put(here)
    with pytest.raises(NotAllowedError, match="policy owner"):
        put(here, "producer", standing="advisory")
    with pytest.raises(NotAllowedError, match="policy owner"):
        end_pack(
            actor=here.party("producer"),
            at=AT,
            production=here.production,
            urn=HOUSE.pack.urn,
            from_day=TODAY,
        )


def test_an_administrator_adopts_nothing_and_the_command_line_names_somebody() -> None:
    here = world()
    with pytest.raises(NotAllowedError):
        put(here, "administrator")
    with pytest.raises(ProductionsError, match="named person"):
        put(here, actor=here.root)
    assert put(here, actor=here.root, adopted_by=" Hanne  Lorrimer ").adopted_by == (
        "Hanne Lorrimer"
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from_day": TODAY - timedelta(days=1)}, "from_day"),
        ({"standing": "ended"}, "standing"),
        ({"standing": "obeyed"}, "standing"),
        ({"reaches": "everybody"}, "reaches"),
    ],
)
def test_what_will_not_do_is_named_by_its_field(given: dict[str, object], field: str) -> None:
    here = world()
    with pytest.raises(ProductionsError) as caught:
        put(here, **given)
    assert [name for name, _ in caught.value.problems] == [field]
    assert in_force(here) == [(PLATFORM, True, "")]


def test_the_same_again_is_no_statement() -> None:
    here = world()
    put(here)
    with pytest.raises(UnchangedError):
        put(here)
    put(here, reaches="undecided")


def test_a_pack_that_decides_must_remain() -> None:
    here = world()
    given = {"actor": here.party("policy_owner"), "at": AT, "production": here.production}
    with pytest.raises(ProductionsError, match="Adopt another first"):
        end_pack(**given, urn=PLATFORM, from_day=TODAY)
    put(here, standing="advisory", who="producer")
    with pytest.raises(ProductionsError, match="Adopt another first"):
        end_pack(**given, urn=PLATFORM, from_day=TODAY)
    put(here)
    end_pack(**given, urn=PLATFORM, from_day=TODAY)
    assert [urn for urn, _, _ in in_force(here)] == [HOUSE.pack.urn]
    with pytest.raises(UnchangedError):
        end_pack(**given, urn=PLATFORM, from_day=TODAY)
    with pytest.raises(ProductionsError, match="Adopt another first"):
        end_pack(**given, urn=HOUSE.pack.urn, from_day=TODAY + timedelta(days=1))


def test_a_pack_that_is_not_in_force_yet_would_refuse_every_case() -> None:
    here = world()
    early = here.production
    PackInForce.objects.filter(production=early).update(from_day=date(2025, 1, 1))
    with pytest.raises(ProductionsError, match="in force from 2026-09-01"):
        put(here, at=AT.replace(year=2025, month=6), from_day=date(2025, 7, 1))


def test_a_reading_is_chosen_from_a_day_on() -> None:
    here = world()
    given = {"actor": here.party("production_legal"), "at": AT, "production": here.production}
    set_switch(**given, switch="S1", value="relaxed", from_day=TODAY + timedelta(days=2))
    assert switches_on(here.production, TODAY) == {}
    later = TODAY + timedelta(days=2)
    assert switches_on(here.production, later) == {"S1": "relaxed"}
    (reading,) = [each for each in readings_on(here.production, later) if each.chosen]
    assert reading.choices[1][2] == (
        "No output that is final, or whose destination is unknown, gives notify",
        "Evidence on file lifts a hold, and never turns an approval into notify",
    )
    assert here.history()[-1] == (
        "production_legal@example.org chose the reading “relaxed” of S1 from 26 Nov 2026, "
        "for new uses."
    )
    with pytest.raises(UnchangedError):
        set_switch(**given, switch="S1", value="relaxed", from_day=later)
    wider = set_switch(**given, switch="S1", value="relaxed", from_day=later, reaches="undecided")
    assert wider.get_reaches_display() == "uses that are not decided"
    for field, wrong in (
        ("switch", {"switch": "S99", "value": "relaxed", "from_day": TODAY}),
        ("value", {"switch": "S1", "value": "loose", "from_day": TODAY}),
        ("from_day", {"switch": "S1", "value": "relaxed", "from_day": date(2020, 1, 1)}),
        (
            "reaches",
            {"switch": "S1", "value": "relaxed", "from_day": TODAY, "reaches": "everybody"},
        ),
    ):
        with pytest.raises(ProductionsError) as caught:
            set_switch(**given, **wrong)
        assert [name for name, _ in caught.value.problems] == [field]
    with pytest.raises(NotAllowedError):
        set_switch(
            **{**given, "actor": here.party("coordinator")},
            switch="S1",
            value="relaxed",
            from_day=TODAY,
        )


def test_the_areas_are_those_of_the_packs_in_force() -> None:
    here = world()
    assert "talent" in areas_on(here.production, TODAY)
