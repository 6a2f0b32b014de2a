"""The calendar: episodes and days as one document, refused where days contradict."""

from __future__ import annotations

from datetime import date

import pytest

from clearslate.productions.calendar import GivenCalendar, GivenEpisode
from clearslate.productions.errors import (
    NotAllowedError,
    ProductionsError,
    StaleError,
    UnchangedError,
)
from clearslate.productions.facts import facts_of
from clearslate.productions.models import Episode, Milestone, Production
from clearslate.productions.particulars import apply
from clearslate.productions.services.calendar import set_calendar
from tests.server.productions import AT, World, particulars, world

pytestmark = pytest.mark.usefixtures("database")

BEGINS, LOCK, DELIVERY = date(2026, 9, 14), date(2027, 3, 19), date(2027, 5, 28)


def calendar(here: World, given: GivenCalendar, revision: int = 1) -> Production:
    return set_calendar(
        actor=here.party("post_supervisor"),
        at=AT,
        production=here.production,
        revision=revision,
        given=given,
    )


def season() -> GivenCalendar:
    return GivenCalendar(
        {"shoot_begins": BEGINS, "delivery": DELIVERY},
        [
            GivenEpisode("101", "Salt", {"picture_lock": LOCK}),
            GivenEpisode("102", "Rain", {"picture_lock": LOCK, "delivery": DELIVERY}),
        ],
    )


def test_it_works() -> None:
    here = world()
    made = calendar(here, season())
    assert (made.revision, made.photography_from) == (2, BEGINS)
    assert [row.code for row in made.episodes.all()] == ["101", "102"]
    assert facts_of(made, episodes=["101"])["production"] == {
        "id": "saltbox-s2",
        "code_name": "SALTBOX S2",
        "kind": "series",
        "photography_from": "2026-09-14",
        "picture_lock": "2027-03-19",
        "delivery": "2027-05-28",
    }
    assert here.history()[-1] == (
        "post_supervisor@example.org changed the calendar: 101 added, 102 added, "
        "shoot begins 2026-09-14, delivery 2027-05-28, 101 picture lock 2027-03-19, "
        "102 picture lock 2027-03-19, 102 delivery 2027-05-28."
    )


def test_episodes_swap_their_codes_and_one_is_removed() -> None:
    here = world()
    calendar(here, season())
    first, second = Episode.objects.order_by("code")
    calendar(
        here,
        GivenCalendar({}, [GivenEpisode("102", id=first.id), GivenEpisode("101", id=second.id)]),
        revision=2,
    )
    assert {row.id: row.code for row in Episode.objects.all()} == {
        first.id: "102",
        second.id: "101",
    }
    assert not Milestone.objects.exists()
    assert Production.objects.get(id=here.production.id).photography_from is None
    calendar(here, GivenCalendar({}, [GivenEpisode("101", id=second.id)]), revision=3)
    assert Episode.objects.get().id == second.id


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (GivenCalendar({"picture_lock": DELIVERY, "delivery": LOCK}), "delivery"),
        (GivenCalendar({"shoot_begins": LOCK, "shoot_ends": BEGINS}), "shoot_ends"),
        (
            GivenCalendar({"shoot_begins": LOCK}, [GivenEpisode("1", days={"delivery": BEGINS})]),
            "0.delivery",
        ),
        (
            GivenCalendar(
                {},
                [
                    GivenEpisode("1"),
                    GivenEpisode("2", days={"picture_lock": DELIVERY, "delivery": LOCK}),
                ],
            ),
            "1.delivery",
        ),
        (GivenCalendar({}, [GivenEpisode("a"), GivenEpisode("A")]), "1.code"),
        (GivenCalendar({}, [GivenEpisode(" ")]), "0.code"),
        (GivenCalendar({}, [GivenEpisode("1 2")]), "0.code"),
        (GivenCalendar({}, [GivenEpisode("1", "x" * 121)]), "0.title"),
        (GivenCalendar({}, [GivenEpisode(str(each)) for each in range(61)]), ""),
    ],
)
def test_what_contradicts_is_named_by_its_field(given: GivenCalendar, field: str) -> None:
    here = world()
    with pytest.raises(ProductionsError) as caught:
        calendar(here, given)
    assert [name for name, _ in caught.value.problems] == [field]
    assert not Episode.objects.exists()


@pytest.mark.parametrize("day", [date(9999, 12, 31), date.min, date(202, 9, 14)])
def test_a_mistyped_year_broke_the_home_of_everybody(day: date) -> None:
    here = world()
    given = GivenCalendar({"delivery": day}, [GivenEpisode("101", "", {"picture_lock": day})])
    with pytest.raises(ProductionsError) as refused:
        calendar(here, given)
    assert {field for field, _ in refused.value.problems} == {"delivery", "0.picture_lock"}
    with pytest.raises(ProductionsError) as refused:
        apply(particulars(photography_from=day), here.production)
    assert "photography_from" in {field for field, _ in refused.value.problems}
    assert not Milestone.objects.filter(day=day).exists()


def test_a_film_has_no_episodes() -> None:
    here = world()
    Production.objects.filter(id=here.production.id).update(kind="film")
    with pytest.raises(ProductionsError, match="A film has no episodes"):
        calendar(here, season())


def test_a_series_with_episodes_does_not_become_a_film() -> None:
    from clearslate.productions.services.production import edit_production

    here = world()
    made = calendar(here, season())
    with pytest.raises(ProductionsError, match="Remove them from the calendar first"):
        edit_production(
            actor=here.root, at=AT, production=made, revision=2, given=particulars(kind="film")
        )


def test_the_second_of_two_is_told_and_so_is_who_changes_nothing() -> None:
    here = world()
    calendar(here, season())
    with pytest.raises(StaleError):
        calendar(here, season())
    with pytest.raises(UnchangedError):
        calendar(here, GivenCalendar(season().days, _ids(season())), revision=2)


def _ids(given: GivenCalendar) -> list[GivenEpisode]:
    ids = dict(Episode.objects.values_list("code", "id"))
    return [
        GivenEpisode(each.code, each.title, each.days, ids[each.code]) for each in given.episodes
    ]


def test_an_episode_of_another_production_is_refused() -> None:
    here = world()
    foreign = Episode.objects.create(production=here.foreign, code="900")
    with pytest.raises(StaleError):
        calendar(here, GivenCalendar({}, [GivenEpisode("101", id=foreign.id)]))
    assert Episode.objects.get().code == "900"


def test_a_director_does_not_set_the_calendar() -> None:
    here = world()
    with pytest.raises(NotAllowedError):
        set_calendar(
            actor=here.party("director"),
            at=AT,
            production=here.production,
            revision=1,
            given=season(),
        )
