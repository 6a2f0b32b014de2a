"""The home of a production: is it clear, what blocks it, who has it, and by when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import ROLES, Action
from clearslate.productions.models import Membership, Milestone, Production
from clearslate.uses import drafts
from clearslate.uses.asked import Asked
from clearslate.uses.home import standing
from clearslate.uses.locks import (
    DELIVERY,
    LOCK,
    Alike,
    Calendar,
    Day,
    blocks,
    undated,
    working_days,
)
from clearslate.uses.models import WaitsFor
from clearslate.uses.reading import READINGS
from clearslate.uses.table import Search
from tests.server.many import AT, make_production, make_uses
from tests.server.productions import world

TODAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine) -> None:
    """The pages read the clock; the calendar of these tests lies around one day."""
    time_machine.move_to(AT, tick=False)


def day(code: str, away: int, kind: str = LOCK) -> Day:
    return Day(TODAY + timedelta(days=away), kind, code)


CALENDAR = Calendar.of(
    [
        *(day("101", -30), day("101", 30, DELIVERY)),
        *(day("102", 10), day("102", 60, DELIVERY)),
        *(day("103", 20), day("103", 80, DELIVERY)),
    ],
    TODAY,
)


def use(
    reads: str = "in_review", final: bool | None = True, *episodes: str, waits: str = ""
) -> Alike:
    return Alike(reads, final, episodes, waits)


@pytest.mark.parametrize(
    ("given", "blocked"),
    [
        (use("in_review", True, "102"), {day("102", 10)}),
        (use("on_hold", True, "102"), {day("102", 10)}),
        (use("on_hold", None, "102"), {day("102", 10)}),
        # Once the lock has passed, the delivery is next.
        (use("on_hold", True, "101"), {day("101", 30, DELIVERY)}),
        (use("on_hold", True, "101", "103"), {day("101", 30, DELIVERY), day("103", 20)}),
        # Temporary material blocks nothing before the lock, and the delivery after it.
        (use("on_hold", False, "102"), set()),
        (use("on_hold", False, "101"), {day("101", 30, DELIVERY)}),
        # A use that names no episode, or none with a day, belongs to the last of all.
        (use("in_review", True), {day("103", 20)}),
        (use("in_review", True, "999"), {day("103", 20)}),
        # What is settled blocks nothing.
        (use("noticed", True, "102"), set()),
        (use("cleared", True, "102"), set()),
        (use("not_a_use", True, "102"), set()),
        (use("declined", True, "102"), set()),
        (use("withdrawn", True, "102"), set()),
        # A go-ahead is enough for what is temporary; a final waits for what follows it.
        (use("go_ahead", False, "101"), set()),
        (use("go_ahead", True, "102", waits="result"), {day("102", 10)}),
        (use("go_ahead", True, "102", waits="rights"), {day("102", 10)}),
        (use("go_ahead", None, "102"), {day("102", 10)}),
        # What no longer holds is open.
        (use("stale", True, "102"), {day("102", 10)}),
        (use("lapsed", True, "102"), {day("102", 10)}),
        (use("suspended", True, "102"), {day("102", 10)}),
    ],
)
def test_what_blocks_what(given: Alike, blocked: set[Day]) -> None:
    assert blocks(given, CALENDAR) == blocked
    assert not undated(given, CALENDAR)


def test_a_lock_of_today_still_lies_ahead() -> None:
    today = Calendar.of([day("101", 0), day("101", 9, DELIVERY)], TODAY)
    assert blocks(use("on_hold", True, "101"), today) == {day("101", 0)}
    assert blocks(use("on_hold", False, "101"), today) == set()


def test_what_is_open_after_every_date_is_said_to_be() -> None:
    past = Calendar.of([day("101", -30), day("101", -3, DELIVERY)], TODAY)
    assert undated(use("in_review", True, "101"), past)
    assert undated(use("in_review", False, "101"), past)
    assert not undated(use("noticed", True, "101"), past)
    nothing = Calendar.of([], TODAY)
    assert undated(use("on_hold", None), nothing)
    assert not undated(use("on_hold", False), nothing)


def test_working_days_leave_out_weekends() -> None:
    assert working_days(TODAY, date(2026, 5, 22)) == 8
    assert working_days(TODAY, TODAY) == 0
    assert working_days(date(2026, 5, 15), date(2026, 5, 18)) == 1


days = st.builds(
    day,
    st.sampled_from(["", "101", "102", "103"]),
    st.integers(-40, 90),
    st.sampled_from([LOCK, DELIVERY]),
)
uses = st.builds(
    Alike,
    st.sampled_from(list(READINGS)),
    st.sampled_from([True, False, None]),
    st.lists(st.sampled_from(["101", "102", "103", "999"]), unique=True).map(tuple),
    st.sampled_from(["", *WaitsFor.values]),
)


@given(st.lists(days), uses)
def test_what_blocks_lies_ahead_and_is_open(calendar: list[Day], one: Alike) -> None:
    known = Calendar.of(calendar, TODAY)
    found = blocks(one, known)
    assert found <= set(known.ahead())
    if found or undated(one, known):
        assert one.open
    if one.reads in ("noticed", "cleared", "not_a_use", "declined", "withdrawn"):
        assert not found
    if one.open and one.final is not False:
        assert found or undated(one, known)


@given(st.lists(days), uses)
def test_doubt_never_blocks_less_than_certainty(calendar: list[Day], one: Alike) -> None:
    known = Calendar.of(calendar, TODAY)
    final, unknown, temporary = (
        blocks(Alike(one.reads, value, one.episodes, one.waits_for), known)
        for value in (True, None, False)
    )
    assert unknown == final
    assert temporary <= final


def signed_in(production: Production, role: str = "coordinator") -> Client:
    member = Membership.objects.filter(production=production, role__key=role).first()
    client = Client()
    client.force_login(member.user)
    return client


@pytest.mark.usefixtures("database")
class TestPage:
    def test_it_works(self) -> None:
        production = make_production()
        make_uses(production, 40)
        page = signed_in(production).get("/p/tideline/").content.decode()
        assert "Is Tideline clear?" in page
        assert "Not yet." in page
        assert "What blocks the" in page
        assert "Locks and deliveries" in page

    def test_an_empty_production_teaches(self) -> None:
        production = make_production()
        page = signed_in(production).get("/p/tideline/").content.decode()
        assert "Nothing declared yet." in page
        assert "No use has been declared yet" in page
        assert "What blocks" not in page

    def test_nobody_else_is_told_that_it_exists(self) -> None:
        production = make_production()
        other = make_production("Ashore")
        client = signed_in(other)
        assert client.get(f"/p/{production.slug}/").status_code == 404
        assert client.get(f"/p/{production.slug}/uses/").status_code == 404
        assert Client().get(f"/p/{production.slug}/").status_code == 302

    def test_noticed_uses_leave_it_clear(self) -> None:
        production = make_production()
        made = make_uses(production, 30)
        production.uses.filter(id__in=[each.id for each in made]).update(state="noticed")
        page = signed_in(production).get("/p/tideline/").content.decode()
        assert "Clear so far." in page

    def test_what_blocks_is_counted_from_this_production_only(self) -> None:
        production, other = make_production(), make_production("Ashore")
        make_uses(other, 40)
        page = signed_in(production).get("/p/tideline/").content.decode()
        assert "Nothing declared yet." in page

    def test_without_a_calendar_it_says_what_it_cannot_say(self) -> None:
        production = make_production()
        make_uses(production, 30)
        Milestone.objects.filter(production=production).delete()
        page = signed_in(production).get("/p/tideline/").content.decode()
        assert "are open." in page
        assert "The calendar has no lock and no delivery yet" in page

    def test_another_noticed_use_changes_nothing_that_blocks(self) -> None:
        production = make_production()
        make_uses(production, 30)
        actor = party_of(User.objects.get(email="vfx@tideline.example"))
        before = standing(actor=actor, production=production, at=AT)
        more = make_uses(production, 20, seed=1)
        production.uses.filter(id__in=[each.id for each in more]).update(state="noticed")
        after = standing(actor=actor, production=production, at=AT)
        assert before.blocked == after.blocked
        assert before.blocking == after.blocking > 0
        assert before.undated == after.undated
        assert [each.use.pk for each in before.blockers] == [each.use.pk for each in after.blockers]
        # It adds up: every use of what blocks first is one that the filter of the table finds.
        found = Search(actor, production, Asked(blocks=after.first_blocked.key), AT)
        assert found.counts()["matching"] == after.blocked[after.first_blocked]
        assert {each.use.pk for each in after.blockers} <= set(found.ids())

    def test_a_settled_use_is_open_again_once_its_facts_changed(self) -> None:
        production = make_production()
        (use,) = make_uses(production, 1)
        use.state, use.final, use.episodes = "noticed", True, ["103"]
        use.save()
        browser = signed_in(production)
        for until, clear in ((None, True), (date(2999, 1, 1), True), (AT.date(), False)):
            production.uses.update(holds_until=until)
            page = browser.get("/p/tideline/").content.decode()
            assert ("Clear so far." in page) is clear
            assert ("assess again" in page) is not clear
        assert "Not yet. 1 use blocks the lock of 103." in page
        assert "Something it rests on changed; it is assessed again." in page

    def test_a_film_has_one_lock(self) -> None:
        production = make_production(episodes=0)
        production.kind = "film"
        production.save()
        day = AT.date() + timedelta(days=400)
        Milestone.objects.create(production=production, kind="picture_lock", day=day)
        (use,) = make_uses(production, 1)
        use.state, use.final = "on_hold", None
        use.save()
        page = signed_in(production).get("/p/tideline/").content.decode()
        assert "Not yet. 1 use blocks the lock." in page
        assert "The production locks in" in page
        assert ">Film<" in page

    def test_an_archived_production_says_so(self) -> None:
        production = make_production()
        production.archived_at = AT
        production.save()
        page = signed_in(production).get("/p/tideline/").content.decode()
        assert "This production was archived on" in page
        assert ">Declare a use<" not in page

    def test_drafts_are_shown_to_their_authors_only(self) -> None:
        production = make_production()
        author = User.objects.get(email="vfx@tideline.example")
        document = {"clearslate": "declaration/1", "use": {"title": "Fog over the lock"}}
        drafts.start(author=author, production=production, at=AT, document=document)
        mine = signed_in(production, "department_lead").get("/p/tideline/").content.decode()
        theirs = signed_in(production).get("/p/tideline/").content.decode()
        assert "Fog over the lock" in mine
        assert "Fog over the lock" not in theirs

    @pytest.mark.parametrize("role", list(ROLES))
    def test_every_section_opens_for_whoever_is_shown_it(self, role: str) -> None:
        here = world()
        browser = Client()
        browser.force_login(here.people[role])
        home = browser.get(f"/p/{here.production.slug}/")
        sections = list(home.context["sections"])
        assert [each.name for each in sections if each.current] == ["Overview"]
        for section in sections:
            page = browser.get(section.url)
            assert page.status_code == 200, section
            assert [each.url for each in page.context["sections"] if each.current] == [section.url]
        may_declare = Action.DECLARE in ROLES[role].actions
        assert ("Ask first" in {each.name for each in sections}) is may_declare
        assert ("Declare a use" in home.content.decode()) is may_declare
