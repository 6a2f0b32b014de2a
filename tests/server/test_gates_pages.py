"""The pages of gates: who sees what, what a page says before it acts, and two people at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clearslate.accounts.permissions import ROLES, Action
from clearslate.kit.clock import system_clock
from clearslate.productions.models import Episode, Gate, Milestone, Production
from clearslate.productions.services.gates import pass_gate
from clearslate.productions.services.production import archive_production
from clearslate.uses.models import State, Use
from tests.server import people
from tests.server.productions import AT, World, world
from tests.server.series import plain
from tests.server.test_productions_pages import SLUG, errors, get, post

pytestmark = pytest.mark.usefixtures("database")

WHY = "The network asked for another ending."


@pytest.fixture
def here(database) -> World:
    """A series with two episodes, whose locks are planned."""
    made = world()
    for code, day in (("101", date(2027, 3, 5)), ("102", date(2027, 3, 12))):
        episode = Episode.objects.create(production=made.production, code=code, title=f"No {code}")
        Milestone.objects.create(
            production=made.production, episode=episode, kind="picture_lock", day=day
        )
    return made


@pytest.fixture
def post_super(client: Client, here: World) -> Client:
    here.sign_in(client, "post_supervisor")
    return client


def ident(code: str = "101") -> int:
    return int(Episode.objects.get(code=code).id)


def passed(here: World, kind: str, code: str = "101", number: int = 1) -> Gate:
    return pass_gate(
        actor=here.party("post_supervisor"),
        at=AT,
        production=here.production,
        episode=Episode.objects.get(code=code),
        kind=kind,
        number=number,
    )


def a_use(here: World, number: int, final: bool | None, *episodes: str, **more: object) -> Use:
    return Use.objects.create(
        **{
            "production": here.production,
            "number": number,
            "state": State.NOTICED,
            "declared_by": here.people["editor"],
            "submitted_at": AT,
            "changed_at": AT,
            "title": f"Temporary <b>{number}</b>",
            "low": "notify",
            "high": "notify",
            "final": final,
            "episodes": list(episodes),
            **more,
        }
    )


def test_it_works(post_super: Client, here: World) -> None:
    text = plain(get(post_super, "gates", SLUG))
    assert "0 of 2 episodes locked." in text
    assert "Set the picture lock of 101" in text
    assert "planned 5 Mar" in text
    page = get(post_super, "gate_pass", SLUG, ident(), "picture_lock")
    assert 'class="where" href="/p/saltbox-s2/"' in page
    assert "No declared use is temporary in 101." in page
    assert not Gate.objects.exists()
    post(post_super, "gate_pass", SLUG, ident(), "picture_lock", number=1)
    text = plain(get(post_super, "gates", SLUG))
    assert "The picture lock of 101 is set." in text
    assert "1 of 2 episodes locked." in text
    lock = Gate.objects.get()
    assert lock.passed_by == here.people["post_supervisor"]
    page = get(post_super, "gate_lift", SLUG, lock.id)
    assert "Assessments take the planned day again" in plain(page)
    said = errors(post(post_super, "gate_lift", SLUG, lock.id, status=422, reason=" "))
    assert said == ["Reason: Say why, in one or two sentences."]
    post(post_super, "gate_lift", SLUG, lock.id, reason=WHY)
    text = plain(get(post_super, "gates", SLUG))
    assert "Picture lock of 101 is lifted." in text
    assert f"Lifted by post_supervisor@example.org: {WHY}" in text
    assert "Set picture lock 2 of 101" in text


def test_turnovers_count_on_the_page(post_super: Client) -> None:
    for number in (1, 2):
        post(post_super, "gate_pass", SLUG, ident(), "turnover", number=number)
    text = plain(get(post_super, "gates", SLUG))
    assert "2 turnovers the last" in text
    assert "Pass turnover 3" in text
    assert "Turnover 2 of 101 is passed." in text
    post(post_super, "gate_lift", SLUG, Gate.objects.first().id, reason=WHY)
    text = plain(get(post_super, "gates", SLUG))
    assert "1 turnover the last" in text
    assert "Pass turnover 3" in text


def test_what_is_still_temporary_is_listed_before(post_super: Client, here: World) -> None:
    a_use(here, 1, False, "101")
    a_use(here, 2, None, "101", "102")
    a_use(here, 3, True, "101")
    a_use(here, 4, False, "102")
    a_use(here, 5, False)
    a_use(here, 6, False, "101", state=State.WITHDRAWN)
    a_use(here, 7, False, "101", frozen_at=AT)

    def listed(code: str, kind: str = "picture_lock") -> list[str]:
        page = get(post_super, "gate_pass", SLUG, ident(code), kind)
        assert "<b>" not in page.partition("<main")[2]
        return [each for each in (f"U-00{n}" for n in range(1, 8)) if each in page]

    assert listed("101") == ["U-001", "U-002"]
    page = plain(get(post_super, "gate_pass", SLUG, ident(), "picture_lock"))
    assert "2 uses are still temporary in 101, or may be. They are assessed again by that" in page
    # What names no episode belongs to the last lock of all.
    passed(here, "picture_lock", "102")
    assert listed("101") == ["U-001", "U-002", "U-005"]
    assert listed("101", "turnover") == ["U-001", "U-002"]


def test_a_long_list_leads_to_the_table(post_super: Client, here: World) -> None:
    for number in range(1, 15):
        a_use(here, number, False, "101")
    page = get(post_super, "gate_pass", SLUG, ident(), "turnover")
    assert "U-012" in page
    assert "U-013" not in page
    address = f"/p/{SLUG}/uses/?episode=101&amp;goes=temporary&amp;goes=unknown"
    assert address in page
    found = post_super.get(address.replace("&amp;", "&")).content.decode()
    assert "U-014" in found


def test_who_may_not_see_uses_is_told_only_how_many(here: World, client: Client) -> None:
    role = here.role("post_supervisor")
    role.actions = [Action.SEE_PRODUCTION.value, Action.KEEP_GATES.value]
    role.save()
    a_use(here, 1, False, "101")
    here.sign_in(client, "post_supervisor")
    page = get(client, "gate_pass", SLUG, ident(), "turnover")
    assert "One use is still temporary in 101" in plain(page)
    assert "U-001" not in page
    assert "Temporary" not in page


@pytest.mark.parametrize("who", sorted(ROLES))
def test_each_role_sees_what_it_may_do(client: Client, here: World, who: str) -> None:
    lock, delivery = passed(here, "picture_lock"), passed(here, "delivery", "102")
    here.sign_in(client, who)
    page = get(client, "gates", SLUG)
    assert 'href="/p/saltbox-s2/gates/" aria-current="page"' in page
    keeps, legal = (
        action in ROLES[who].actions for action in (Action.KEEP_GATES, Action.REVIEW_LEGALLY)
    )
    addresses = {
        reverse("gate_pass", args=[SLUG, ident(), "turnover"]): keeps,
        reverse("gate_lift", args=[SLUG, lock.id]): keeps,
        reverse("delivery_lift", args=[SLUG, delivery.id]): legal,
    }
    for address, allowed in addresses.items():
        assert (address in page) is allowed
        assert client.get(address).status_code == (200 if allowed else 404)
    assert ("The post supervisor passes gates" in page) is not keeps
    # What is frozen offers nothing; what stands is not passed again.
    assert reverse("gate_pass", args=[SLUG, ident("102"), "turnover"]) not in page
    assert reverse("gate_pass", args=[SLUG, ident(), "picture_lock"]) not in page


def test_the_second_of_two_is_told_and_nothing_is_done_twice(
    here: World, post_super: Client
) -> None:
    passed(here, "turnover")
    page = post(post_super, "gate_pass", SLUG, ident(), "turnover", status=409, number=1)
    assert "Meanwhile somebody passed turnover 1." in page
    # What stands now is shown, and passing the next one is a choice.
    assert 'name="number" value="2"' in page
    lock = passed(here, "picture_lock")
    page = post(post_super, "gate_pass", SLUG, ident(), "picture_lock", status=409, number=1)
    assert "post_supervisor@example.org did so" in plain(page)
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    post(post_super, "gate_pass", SLUG, ident(), "picture_lock", status=422, number=2)
    post(post_super, "gate_pass", SLUG, ident(), "picture_lock", status=422, number="x")
    post(post_super, "gate_lift", SLUG, lock.id, reason=WHY)
    page = post(post_super, "gate_lift", SLUG, lock.id, status=409, reason=WHY)
    assert "somebody lifted this gate" in page
    assert WHY in page
    assert Gate.objects.count() == 2


def test_a_link_passes_nothing(post_super: Client, here: World) -> None:
    post_super.get(reverse("gate_pass", args=[SLUG, ident(), "turnover"]), {"number": 1})
    lock = passed(here, "picture_lock")
    post_super.get(reverse("gate_lift", args=[SLUG, lock.id]), {"reason": WHY})
    assert Gate.objects.get().lifted_at is None


def test_a_delivery_is_passed_and_taken_back_by_who_shows_who_they_are(
    client: Client, here: World, time_machine
) -> None:
    now = system_clock()
    for who in ("post_supervisor", "platform_legal"):
        here.people[who].set_password(people.PASSWORD)
        here.people[who].save()

    def sign_in(who: str) -> None:
        client.logout()
        time_machine.move_to(now)
        people.sign_in(client, here.people[who])
        time_machine.move_to(now + timedelta(minutes=20))

    sign_in("post_supervisor")
    page = plain(get(client, "gate_pass", SLUG, ident(), "delivery"))
    assert "Its picture lock is not set." in page
    address = reverse("gate_pass", args=[SLUG, ident(), "delivery"])
    answer = client.post(address, {"number": 1})
    assert reverse("account_reauthenticate") in answer.headers["Location"]
    assert not Gate.objects.exists()
    client.post(answer.headers["Location"], {"password": people.PASSWORD})
    gate = Gate.objects.get()
    assert "1 delivered." in get(client, "gates", SLUG)
    get(client, "delivery_lift", SLUG, gate.id, status=404)
    page = get(client, "gate_pass", SLUG, ident(), "turnover")
    assert "stays as it is, and passes no further gate" in page
    post(client, "gate_pass", SLUG, ident(), "turnover", status=422, number=1)

    sign_in("platform_legal")
    address = reverse("delivery_lift", args=[SLUG, gate.id])
    answer = client.post(address, {"reason": WHY})
    assert reverse("account_reauthenticate") in answer.headers["Location"]
    client.post(answer.headers["Location"], {"password": people.PASSWORD})
    gate.refresh_from_db()
    assert (gate.lifted_by, gate.reason) == (here.people["platform_legal"], WHY)
    text = plain(get(client, "gates", SLUG))
    assert "Delivery of 101 is taken back." in text


def test_what_is_delivered_lifts_nothing_else(here: World, post_super: Client) -> None:
    lock = passed(here, "picture_lock")
    passed(here, "delivery")
    assert "Legal would have to take the delivery back" in get(
        post_super, "gate_lift", SLUG, lock.id
    )
    post(post_super, "gate_lift", SLUG, lock.id, status=422, reason=WHY)
    lock.refresh_from_db()
    assert lock.lifted_at is None


def test_what_is_not_there_is_not_found(post_super: Client, here: World) -> None:
    delivery = passed(here, "delivery")
    foreign = Episode.objects.create(production=here.foreign, code="900")
    for episode, gate in ((0, "turnover"), (foreign.id, "turnover"), (ident(), "wrap")):
        get(post_super, "gate_pass", SLUG, episode, gate, status=404)
        post(post_super, "gate_pass", SLUG, episode, gate, status=404, number=1)
    get(post_super, "gate_lift", SLUG, delivery.id, status=404)
    get(post_super, "gate_lift", SLUG, 99999999999999999999, status=404)
    Gate.objects.filter(id=delivery.id).update(production=here.foreign)
    here.sign_in(post_super, "platform_legal")
    get(post_super, "delivery_lift", SLUG, delivery.id, status=404)


def test_a_film_has_one_line(post_super: Client, here: World) -> None:
    Milestone.objects.all().delete()
    Episode.objects.all().delete()
    assert "The calendar has no episodes" in get(post_super, "gates", SLUG)
    Production.objects.filter(id=here.production.id).update(kind="film")
    text = plain(get(post_super, "gates", SLUG))
    assert "The calendar has no episodes" not in text
    assert "Not locked." in text
    post(post_super, "gate_pass", SLUG, 0, "picture_lock", number=1)
    text = plain(get(post_super, "gates", SLUG))
    assert "The picture lock is set." in text
    assert "Locked, not delivered." in text


def test_an_archive_is_only_read(post_super: Client, here: World) -> None:
    lock = passed(here, "picture_lock")
    archive_production(actor=here.root, at=AT, production=here.production)
    page = get(post_super, "gates", SLUG)
    assert "Set the picture lock" not in page
    get(post_super, "gate_lift", SLUG, lock.id, status=404)


def test_the_calendar_has_days_for_turnovers_and_screenings(
    post_super: Client, here: World
) -> None:
    one, two = Episode.objects.all()
    given = {
        "revision": 1,
        "0.code": "101",
        "0.id": one.id,
        "0.turnover": "2027-01-15",
        "0.screening": "2027-02-01",
        "1.code": "102",
        "1.id": two.id,
        "shoot_begins": "2027-01-16",
    }
    text = post(post_super, "calendar_edit", SLUG, status=422, **given)
    assert errors(text) == [
        "101: turnover: This is before “shoot begins” on 2027-01-16. Change one of them."
    ]
    post(post_super, "calendar_edit", SLUG, **given | {"shoot_begins": ""})
    assert 'datetime="2027-02-01"' in get(post_super, "calendar", SLUG)
    assert "planned 15 Jan" in plain(get(post_super, "gates", SLUG))
    passed(here, "turnover")
    text = post(
        post_super, "calendar_edit", SLUG, status=422, **given | {"revision": 2, "0.remove": "on"}
    )
    assert "101 has passed a gate, so it stays in the calendar." in text


def test_the_history_can_be_narrowed_to_gates(post_super: Client, here: World) -> None:
    passed(here, "picture_lock")
    text = plain(post_super.get(f"/p/{SLUG}/history/?kind=gates").content.decode())
    assert "post_supervisor@example.org set the picture lock of 101." in text
    assert "added" not in text
