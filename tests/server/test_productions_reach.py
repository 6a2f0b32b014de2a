"""Which statement about the rules holds for which use, and that no use is left without rules."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearslate.policy.pack.load import load_pack
from clearslate.productions.errors import ProductionsError
from clearslate.productions.models import PackInForce, Reaches
from clearslate.productions.packs import rulebooks_on, statements_on, switches_on
from clearslate.productions.reach import NEW_USE, Reached, holding, told_apart
from clearslate.productions.services.packs import end_pack, put_pack_in_force
from clearslate.productions.services.switches import set_switch
from tests.policy.pack.test_load_errors import GOOD
from tests.server.productions import AT, World, world
from tests.server.test_productions_rules import HOUSE, PLATFORM, TODAY, in_force, put

ZONE = ZoneInfo("Pacific/Auckland")
CREATED = datetime(2026, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)

instants = st.integers(1, 24 * 8).map(lambda hours: CREATED + hours * HOUR)


@st.composite
def made(draw: st.DrawFn) -> list[PackInForce]:
    """Statements as they are made one after another, each for its day or a later one."""
    rows = []
    for number, at in enumerate(sorted(draw(st.lists(instants, max_size=6)))):
        later = draw(st.integers(0, 3))
        rows.append(
            PackInForce(
                id=number,
                urn=draw(st.sampled_from("ab")),
                reaches=draw(st.sampled_from(Reaches.values)),
                from_day=at.astimezone(ZONE).date() + timedelta(days=later),
                set_at=at,
            )
        )
    return sorted(rows, key=lambda row: (row.from_day, row.id))


@st.composite
def used(draw: st.DrawFn) -> Reached:
    """A use that was submitted, perhaps decided since, and perhaps delivered since."""
    submitted, *later = sorted(draw(st.lists(instants, min_size=3, max_size=3)))
    decided, delivered = (draw(st.sampled_from([None, at])) for at in later)
    return Reached(submitted, decided, delivered)


def lived(rows: list[PackInForce], use: Reached) -> dict[str, int]:
    """What a use ends up with, told as a story: what came, in the order in which it came."""
    assert use.submitted_at is not None
    begins = [
        (max(row.set_at, datetime.combine(row.from_day, time.min, ZONE)), 0, row) for row in rows
    ]
    turns = [
        (use.submitted_at, 1, "submitted"),
        (use.decided_at, 1, "decided"),
        (use.delivered_at, 1, "delivered"),
    ]
    story = [*begins, *(turn for turn in turns if turn[0] is not None)]
    standing: set[str] = set()
    for_new: dict[str, int] = {}
    own: dict[str, int] = {}
    for _, _, event in sorted(story, key=lambda each: each[:2]):
        if isinstance(event, str):
            standing.add(event)
            if event == "submitted":
                own = dict(for_new)
            continue
        for_new[event.urn] = event.id
        reached = {
            "new": set(),
            "undecided": {"submitted"},
            "undelivered": {"submitted", "decided"},
        }[event.reaches]
        if standing and standing <= reached:
            own[event.urn] = event.id
    return own


@given(made(), used())
def test_a_use_has_the_rules_that_its_story_gave_it(rows: list[PackInForce], use: Reached) -> None:
    # What happens in the very instant in which a statement begins has happened under it.
    found = holding(rows, lambda row: row.urn, use, ZONE)
    assert {urn: row.id for urn, row in found.items()} == lived(rows, use)


@given(made(), used())
def test_a_use_that_is_there_is_among_those_told_apart(
    rows: list[PackInForce], use: Reached
) -> None:
    ways = [
        holding(rows, lambda row: row.urn, each, ZONE)
        for each in told_apart(rows, ZONE, since=CREATED)
    ]
    assert holding(rows, lambda row: row.urn, use, ZONE) in ways


@given(made(), used())
def test_what_reaches_few_reaches_no_more_than_what_reaches_many(
    rows: list[PackInForce], use: Reached
) -> None:
    reached = []
    for reaches in Reaches.values:
        for row in rows:
            row.reaches = reaches
        reached.append({row.id for row in holding(rows, lambda row: row.id, use, ZONE).values()})
    assert reached[0] <= reached[1] <= reached[2]


@pytest.fixture
def here(database) -> World:
    return world()


MONDAY = TODAY + timedelta(days=6)


def adopted(here: World, use: Reached) -> list[str]:
    books = rulebooks_on(here.production, MONDAY, use)
    return [book.loaded.pack.urn for book in books if book.adopted]


def test_a_pack_of_next_week_does_not_move_what_is_declared_this_week(here: World) -> None:
    put(here, from_day=MONDAY)
    this_week = Reached(AT + timedelta(days=2))
    assert adopted(here, this_week) == [PLATFORM]
    assert adopted(here, NEW_USE) == [HOUSE.pack.urn]
    assert adopted(here, Reached(AT + timedelta(days=7))) == [HOUSE.pack.urn]


@pytest.mark.parametrize(
    ("reaches", "decided", "delivered", "moves"),
    [
        ("undecided", None, None, True),
        ("undecided", 2, None, False),
        ("undecided", 8, None, True),
        ("undecided", None, 3, False),
        ("undelivered", 2, None, True),
        ("undelivered", 2, 3, False),
        ("undelivered", 2, 8, True),
    ],
)
def test_further_uses_are_reached_as_they_are_on_its_first_day(
    here: World, reaches: str, decided: int | None, delivered: int | None, moves: bool
) -> None:
    put(here, from_day=MONDAY, reaches=reaches)
    later = [None if days is None else AT + timedelta(days=days) for days in (decided, delivered)]
    assert adopted(here, Reached(AT, *later)) == [HOUSE.pack.urn if moves else PLATFORM]


def test_a_reading_reaches_as_it_says(here: World) -> None:
    given = {"actor": here.party("production_legal"), "at": AT, "production": here.production}
    set_switch(**given, switch="S1", value="relaxed", from_day=MONDAY)
    before = Reached(AT + HOUR)
    assert switches_on(here.production, MONDAY, before) == {}
    assert switches_on(here.production, MONDAY) == {"S1": "relaxed"}
    set_switch(**given, switch="S1", value="relaxed", from_day=MONDAY, reaches="undecided")
    assert switches_on(here.production, MONDAY, before) == {"S1": "relaxed"}


def test_no_use_that_is_there_is_left_without_a_pack_that_decides(here: World) -> None:
    """What ends for everybody while its successor is for new uses would leave the others bare."""
    before, later = Reached(AT + HOUR), AT + 2 * HOUR
    put(here, at=later)
    given = {"actor": here.party("policy_owner"), "at": later, "production": here.production}
    ended = {"urn": PLATFORM, "from_day": TODAY, "reaches": "undelivered"}
    with pytest.raises(ProductionsError, match="decide for uses that are there already"):
        end_pack(**given, **ended)
    put(here, at=later, reaches="undelivered")
    end_pack(**given, **ended)
    assert [row.urn for row in statements_on(here.production, TODAY, before)] == [HOUSE.pack.urn]


def test_a_later_day_is_checked_as_well(here: World) -> None:
    """A pack that steps back leaves nothing for the day on which the other one ends."""
    put(here)
    given = {"actor": here.party("policy_owner"), "at": AT, "production": here.production}
    end_pack(**given, urn=PLATFORM, from_day=MONDAY)
    with pytest.raises(ProductionsError, match="From 2026-11-30 no adopted pack"):
        put_pack_in_force(
            **given, pack=HOUSE, standing="advisory", from_day=TODAY + timedelta(days=2)
        )
    assert (HOUSE.pack.urn, True) in [each[:2] for each in in_force(here, MONDAY)]


def test_rules_of_earlier_uses_may_not_contradict_either(here: World, tmp_path: Path) -> None:
    """Two packs that never hold together for new uses may still meet for one that is there."""
    one, two = (load_pack(with_switch(tmp_path, urn, word)) for urn, word in TWO_WAYS)
    put(here, pack=one, standing="advisory")
    given = {"actor": here.party("policy_owner"), "production": here.production}
    end_pack(**given, at=AT + HOUR, urn=one.pack.urn, from_day=TODAY)
    later = AT + 2 * HOUR
    with pytest.raises(ProductionsError, match="fit together for uses that are there already"):
        put(here, pack=two, standing="advisory", at=later, reaches="undelivered")
    put(here, pack=two, standing="advisory", at=later)


#: Packs that give one switch different readings.
TWO_WAYS = (("urn:test:one", "relaxed"), ("urn:test:two", "loose"))


def with_switch(folder: Path, urn: str, word: str) -> Path:
    text = GOOD.replace("urn:test:pack", urn).replace("id: S1", "id: S77")
    path = folder / f"{word}.yaml"
    path.write_text(text.replace("relaxed: b", f"{word}: b"), encoding="utf-8")
    return path
