"""Gates: passed and lifted per episode, by whom, and what rests on them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from clearslate.ledger.parties import COMMAND_LINE
from clearslate.productions.calendar import GivenCalendar, GivenEpisode
from clearslate.productions.errors import (
    NotAllowedError,
    ProductionsError,
    StaleError,
    UnchangedError,
)
from clearslate.productions.facts import facts_of
from clearslate.productions.gates import (
    covered,
    delivered_at,
    delivered_episodes,
    gate_words,
    gates_of,
    locked_episodes,
    places_of,
)
from clearslate.productions.models import Episode, Gate, Milestone, Production
from clearslate.productions.services.calendar import set_calendar
from clearslate.productions.services.gates import MOST_REASON, lift_gate, pass_gate
from clearslate.productions.services.production import archive_production
from tests.server.productions import AT, World, world
from tests.server.test_productions_at_once import at_once, kinds

pytestmark = pytest.mark.usefixtures("database")

LOCK = date(2027, 3, 19)
WHY = "The network asked for another ending."
DAY = timedelta(days=1)


@pytest.fixture
def here(database) -> World:
    """A series with two episodes, whose locks are planned."""
    made = world()
    for code in ("101", "102"):
        episode = Episode.objects.create(production=made.production, code=code)
        Milestone.objects.create(
            production=made.production, episode=episode, kind="picture_lock", day=LOCK
        )
    return made


def passes(
    here: World, kind: str, code: str = "101", number: int = 1, who: str = "post_supervisor", **more
) -> Gate:
    episode = Episode.objects.get(production=here.production, code=code) if code else None
    given = {"actor": here.party(who), "at": AT, "production": here.production}
    return pass_gate(**given | more, episode=episode, kind=kind, number=number)


def lifts(here: World, gate: Gate, who: str = "post_supervisor", reason: str = WHY) -> Gate:
    return lift_gate(actor=here.party(who), at=AT + DAY, gate=gate, reason=reason)


def test_it_works(here: World) -> None:
    assert locked_episodes(here.production) == frozenset()
    lock = passes(here, "picture_lock")
    assert locked_episodes(here.production) == {"101"}
    assert here.history()[-1] == "post_supervisor@example.org set the picture lock of 101."
    lifts(here, lock)
    assert locked_episodes(here.production) == frozenset()
    assert here.history()[-1] == (
        f"post_supervisor@example.org lifted the picture lock of 101. Reason: {WHY}"
    )
    passes(here, "picture_lock", number=2)
    assert here.history()[-1] == "post_supervisor@example.org set picture lock 2 of 101."
    assert [(each.number, each.reason) for each in gates_of(here.production)] == [(2, ""), (1, WHY)]


def test_turnovers_and_screenings_are_counted(here: World) -> None:
    for number in (1, 2, 3):
        made = passes(here, "turnover", number=number)
    passes(here, "screening")
    passes(here, "turnover", "102")
    lifts(here, made)
    fourth = passes(here, "turnover", number=4)
    assert gate_words(fourth.kind, fourth.number) == "turnover 4"
    (first, second) = places_of(here.production)
    assert [first.stages["turnover"].next, second.stages["turnover"].next] == [5, 2]
    assert first.stages["turnover"].last == fourth
    assert here.history()[-2] == (
        f"post_supervisor@example.org lifted turnover 3 of 101. Reason: {WHY}"
    )


def test_what_is_delivered_is_frozen_until_legal_takes_the_delivery_back(here: World) -> None:
    lock, turnover = passes(here, "picture_lock"), passes(here, "turnover")
    delivery = passes(here, "delivery")
    assert delivered_episodes(here.production) == {"101"}
    for kind, number in (("turnover", 2), ("screening", 1)):
        with pytest.raises(ProductionsError, match="delivered, and stays"):
            passes(here, kind, number=number)
    for gate in (lock, turnover):
        with pytest.raises(ProductionsError, match="delivered, and stays"):
            lifts(here, gate)
    passes(here, "turnover", "102")
    with pytest.raises(NotAllowedError):
        lifts(here, delivery)
    lifts(here, delivery, "production_legal")
    assert here.history()[-1] == (
        f"production_legal@example.org took back the delivery of 101. Reason: {WHY}"
    )
    assert delivered_episodes(here.production) == frozenset()
    lifts(here, lock)
    passes(here, "delivery", number=2)


@pytest.mark.parametrize(
    "who", ["coordinator", "producer", "editor", "production_legal", "auditor"]
)
def test_only_who_keeps_gates_passes_and_lifts_them(here: World, who: str) -> None:
    lock = passes(here, "picture_lock")
    for act in (
        lambda: passes(here, "turnover", who=who),
        lambda: lifts(here, lock, who),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert Gate.objects.count() == 1


def test_a_gate_bears_the_name_of_a_person_and_an_archive_has_none(here: World) -> None:
    with pytest.raises(NotAllowedError, match="by a person"):
        passes(here, "turnover", actor=COMMAND_LINE)
    lock = passes(here, "picture_lock")
    with pytest.raises(NotAllowedError, match="by a person"):
        lift_gate(actor=COMMAND_LINE, at=AT, gate=lock, reason=WHY)
    archive_production(actor=here.root, at=AT, production=here.production)
    with pytest.raises(NotAllowedError, match="archived"):
        lifts(here, lock)


def test_what_is_no_gate_or_no_place_is_refused(here: World) -> None:
    with pytest.raises(ProductionsError, match="Choose turnover"):
        passes(here, "wrap")
    with pytest.raises(ProductionsError, match="has episodes"):
        passes(here, "turnover", "")
    foreign = Episode.objects.create(production=here.foreign, code="900")
    with pytest.raises(StaleError):
        pass_gate(
            actor=here.party("post_supervisor"),
            at=AT,
            production=here.production,
            episode=foreign,
            kind="turnover",
            number=1,
        )
    assert not Gate.objects.exists()


def test_the_second_of_two_is_told_what_the_first_did(here: World) -> None:
    lock = passes(here, "picture_lock")
    with pytest.raises(StaleError, match="Meanwhile somebody passed the picture lock"):
        passes(here, "picture_lock")
    with pytest.raises(UnchangedError):
        passes(here, "picture_lock", number=2)
    with pytest.raises(StaleError):
        passes(here, "turnover", number=7)
    lifts(here, lock)
    with pytest.raises(StaleError, match="lifted this gate"):
        lifts(here, lock)


@pytest.mark.parametrize("reason", ["", " \n\t", "\0", "x" * (MOST_REASON + 1)])
def test_a_lift_needs_a_reason_that_fits(here: World, reason: str) -> None:
    lock = passes(here, "picture_lock")
    with pytest.raises(ProductionsError) as refused:
        lifts(here, lock, reason=reason)
    assert [field for field, _ in refused.value.problems] == ["reason"]
    assert locked_episodes(here.production) == {"101"}


def test_all_that_a_use_is_for_must_have_passed(here: World) -> None:
    assert not covered(["101"], delivered_episodes(here.production))
    passes(here, "delivery")
    found = delivered_episodes(here.production)
    assert [covered(each, found) for each in (["101"], ["101", "102"], [])] == [True, False, False]
    assert delivered_at(here.production, ["101"]) == AT
    assert delivered_at(here.production, []) is None
    passes(here, "delivery", "102", at=AT + DAY)
    assert delivered_episodes(here.production) == {"", "101", "102"}
    assert delivered_at(here.production, ["101", "102"]) == AT + DAY
    assert delivered_at(here.production, []) == AT + DAY
    # A code that no episode has any more belongs to the whole.
    assert delivered_at(here.production, ["1O1"]) == AT + DAY


def test_a_film_has_one_set(here: World) -> None:
    Milestone.objects.all().delete()
    Episode.objects.all().delete()
    Production.objects.filter(id=here.production.id).update(kind="film")
    lock = passes(here, "picture_lock", "")
    assert locked_episodes(here.production) == {""}
    assert here.history()[-1] == "post_supervisor@example.org set the picture lock."
    (whole,) = places_of(here.production)
    assert (whole.code, whole.takes, whole.stages["picture_lock"].last) == ("", True, lock)
    with pytest.raises(StaleError):
        passes(here, "picture_lock", "")
    lifts(here, lock)
    passes(here, "delivery", "")
    assert covered(["any"], delivered_episodes(here.production))


def test_a_lock_that_stands_is_a_fact_from_the_day_it_was_set(here: World) -> None:
    def day(*codes: str) -> str:
        return str(facts_of(here.production, episodes=codes)["production"]["picture_lock"])

    assert (day("101"), day()) == ("2027-03-19", "2027-03-19")
    # It is the next day already where the production is.
    Production.objects.filter(id=here.production.id).update(zone="Pacific/Auckland")
    here.production.refresh_from_db()
    lock = passes(here, "picture_lock")
    assert (day("101"), day("101", "102"), day("102")) == (
        "2026-11-25",
        "2026-11-25",
        "2027-03-19",
    )
    assert day() == "2027-03-19"
    lifts(here, lock)
    assert day("101") == "2027-03-19"
    passes(here, "delivery", "102")
    assert facts_of(here.production)["production"]["delivery"] == "2026-11-25"


def calendar(here: World, *episodes: GivenEpisode) -> None:
    set_calendar(
        actor=here.party("post_supervisor"),
        at=AT,
        production=here.production,
        revision=Production.objects.get(id=here.production.id).revision,
        given=GivenCalendar({}, episodes),
    )


def test_an_episode_that_passed_a_gate_stays_and_keeps_its_code(here: World) -> None:
    passes(here, "turnover")
    one, two = (GivenEpisode(each.code, id=each.id) for each in Episode.objects.all())
    with pytest.raises(ProductionsError, match="101 has passed a gate, so it stays"):
        calendar(here, two)
    with pytest.raises(ProductionsError) as refused:
        calendar(here, GivenEpisode("101B", id=one.id), two)
    assert refused.value.problems == (
        ("0.code", "It has passed a gate as 101, and keeps this code."),
    )
    calendar(here, one)
    assert Episode.objects.get().code == "101"


def test_what_is_locked_as_a_whole_gets_no_episodes(here: World) -> None:
    Milestone.objects.all().delete()
    Episode.objects.all().delete()
    lock = passes(here, "picture_lock", "")
    with pytest.raises(ProductionsError, match="Lift that before it gets episodes"):
        calendar(here, GivenEpisode("101"))
    lifts(here, lock)
    calendar(here, GivenEpisode("101"))
    assert [(each.code, each.takes) for each in places_of(here.production)] == [
        ("", False),
        ("101", True),
    ]


@pytest.mark.parametrize("episode", [False, True])
def test_the_database_keeps_it_too(here: World, episode: bool) -> None:
    place = Episode.objects.first() if episode else None
    given = {
        "production": here.production,
        "episode": place,
        "kind": "picture_lock",
        "passed_at": AT,
        "passed_by": here.people["post_supervisor"],
    }
    Gate.objects.create(**given, number=1)
    for wrong in (
        {"number": 2},
        {"number": 1, "lifted_at": AT, "lifted_by": here.people["producer"], "reason": WHY},
        {"number": 3, "lifted_at": AT, "lifted_by": here.people["producer"]},
        {"number": 3, "lifted_at": AT, "reason": WHY},
        {"number": 3, "kind": "turnover", "reason": WHY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Gate.objects.create(**given | wrong)


@pytest.mark.slow
def test_of_locks_and_lifts_at_once_each_finds_what_stands(here: World) -> None:
    lock = passes(here, "picture_lock")
    before = len(here.history())

    def again() -> object:
        return passes(here, "picture_lock", number=2)

    def lift() -> object:
        return lifts(here, lock)

    def deliver() -> object:
        return passes(here, "delivery")

    met = at_once(lift, lift, again, again, deliver, deliver)
    lock.refresh_from_db()
    locks = Gate.objects.filter(kind="picture_lock", lifted_at=None).count()
    assert Gate.objects.filter(kind="delivery").count() == 1
    if lock.lifted_at is None:
        # The delivery came first, and nothing moved afterwards.
        assert locks == 1
    else:
        assert kinds(met[:2]) == ["NoneType", StaleError.__name__]
        assert locks == sum(each is None for each in met[2:4]) <= 1
    assert kinds(met[4:]) == ["NoneType", StaleError.__name__]
    assert len(here.history()) == before + sum(each is None for each in met)
