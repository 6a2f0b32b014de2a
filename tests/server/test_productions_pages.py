"""The pages of a production: its list, settings, calendar, rules and what is on file."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clearslate.kit.clock import system_clock
from clearslate.kit.models import OutboxMessage
from clearslate.productions.models import (
    Episode,
    FactSheet,
    Membership,
    Production,
    Role,
    SwitchSetting,
)
from clearslate.productions.services.production import archive_production
from tests.server.productions import world

pytestmark = pytest.mark.usefixtures("database")

SLUG = "saltbox-s2"


def get(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, (name, answer.status_code)
    return answer.content.decode()


def post(client: Client, name: str, *args: object, status: int = 302, **data: object) -> str:
    answer = client.post(reverse(name, args=args), data)
    text = answer.content.decode()
    assert answer.status_code == status, (name, answer.status_code, errors(text))
    return text


def errors(text: str) -> list[str]:
    """What the summary of errors says."""
    found = re.search(r'<div class="errors".*?</div>', text, re.S)
    lines = re.findall(r"<li>(.*?)</li>", found[0], re.S) if found else []
    return [re.sub(r"<[^>]+>", "", line) for line in lines]


def test_my_productions(client: Client) -> None:
    here = world()
    Production.objects.filter(id=here.production.id).update(title="The Salt Road")
    here.sign_in(client, "director")
    text = get(client, "home")
    assert 'href="/p/saltbox-s2/"' in text
    assert "HARBOUR" not in text
    assert "The Salt Road" not in text
    assert "Create a production" not in text


def test_with_none_the_page_says_what_to_do(client: Client) -> None:
    here = world()
    here.sign_in(client, "administrator")
    text = get(client, "home")
    assert "You do not belong to a production yet" in text
    assert reverse("production_new") in text


def test_an_administrator_creates_a_production(client: Client) -> None:
    here = world()
    here.sign_in(client, "director")
    get(client, "production_new", status=404)
    here.sign_in(client, "administrator")
    get(client, "production_new")
    given = {
        "code_name": "LANTERN",
        "kind": "film",
        "phase": "shoot",
        "zone": "Europe/London",
        "organisation": here.company.id,
        "email": "new@example.org",
        "territories": "gb us",
        "guilds": ["equity_uk"],
    }
    said = errors(post(client, "production_new", status=422, **given | {"code_name": "Harbour"}))
    assert said == ["Code name: Another production is called “Harbour”. Choose another code name."]
    post(client, "production_new", **given)
    made = Production.objects.get(code_name="LANTERN")
    assert (made.territories, made.guilds, made.slug) == (["GB", "US"], ["equity_uk"], "lantern")
    assert Membership.objects.get(production=made).user.email == "new@example.org"
    assert "LANTERN is created." in get(client, "home")


def test_the_particulars_are_changed_and_the_second_is_told(client: Client) -> None:
    here = world()
    here.sign_in(client, "coordinator")
    text = get(client, "settings", SLUG)
    assert "Change the particulars" in text
    assert "platform_contact@example.org" in text
    given = {
        "revision": 1,
        "code_name": "SALTBOX S2",
        "title": "The Salt Road",
        "kind": "series",
        "phase": "post",
        "zone": "Europe/London",
    }
    get(client, "settings_edit", SLUG)
    post(client, "settings_edit", SLUG, **given)
    text = get(client, "settings", SLUG)
    assert "The settings are saved." in text
    assert "The Salt Road" in text
    text = post(client, "settings_edit", SLUG, status=409, **given | {"phase": "shoot"})
    assert "Nothing was saved" in errors(text)[0]
    # What the other one saved is shown, and saving again is a choice.
    assert "<li>Phase: post-production</li>" in text
    assert 'name="revision" value="2"' in text
    post(client, "settings_edit", SLUG, **given | {"revision": 2})
    assert "Nothing was changed." in get(client, "settings", SLUG)
    post(client, "settings_edit", SLUG, status=422, **given | {"revision": "x"})


def test_archived_and_open_again(client: Client) -> None:
    here = world()
    here.sign_in(client, "coordinator")
    post(client, "production_archive", SLUG)
    assert "Archived on" in get(client, "settings", SLUG)
    get(client, "settings_edit", SLUG, status=404)
    post(client, "production_reopen", SLUG, status=404)
    here.sign_in(client, "producer")
    assert "Open it again" in get(client, "settings", SLUG)
    post(client, "production_reopen", SLUG)
    post(client, "production_reopen", SLUG)
    assert "not archived" in get(client, "settings", SLUG)


def test_the_calendar_is_filled_in_and_contradictions_named(client: Client) -> None:
    here = world()
    here.sign_in(client, "post_supervisor")
    assert "The calendar is empty" in get(client, "calendar", SLUG)
    assert "0.code" in get(client, "calendar_edit", SLUG)
    given = {
        "revision": 1,
        "shoot_begins": "2026-09-14",
        "0.code": "101",
        "0.title": "Salt",
        "2.code": "102",
        "2.picture_lock": "2027-03-19",
        "2.delivery": "2027-03-01",
    }
    text = post(client, "calendar_edit", SLUG, status=422, **given)
    assert errors(text) == [
        "new episode: delivery: This is before “picture lock” on 2027-03-19. Change one of them."
    ]
    assert 'id="id_2.delivery_error"' in text
    post(client, "calendar_edit", SLUG, **given | {"2.delivery": "2027-05-28"})
    text = get(client, "calendar", SLUG)
    assert "Salt" in text
    assert 'datetime="2027-05-28"' in text
    first = Episode.objects.get(code="101")
    for row in Episode.objects.all():
        row.milestone_set.update_or_create(
            production=here.production, kind="picture_lock", defaults={"day": date(2099, 3, 19)}
        )
    assert "Next: delivery of 102" in get(client, "calendar", SLUG)
    row.milestone_set.filter(kind="delivery").delete()
    assert "Next: picture lock of 101, 102" in get(client, "calendar", SLUG)
    again = {
        "revision": 2,
        "shoot_begins": "2026-09-14",
        "0.code": "101",
        "0.id": first.id,
        "0.remove": "on",
        "1.code": "102B",
    }
    post(client, "calendar_edit", SLUG, **again)
    assert [each.code for each in Episode.objects.all()] == ["102B"]
    post(client, "calendar_edit", SLUG, status=409, **again)
    post(client, "calendar_edit", SLUG, status=422, revision=3, delivery="soon")


def test_a_film_has_only_the_whole(client: Client) -> None:
    here = world()
    Production.objects.filter(id=here.production.id).update(kind="film")
    here.sign_in(client, "post_supervisor")
    assert "0.code" not in get(client, "calendar_edit", SLUG)
    post(client, "calendar_edit", SLUG, revision=1, delivery="2027-05-28")
    assert here.production.milestones.get().kind == "delivery"


def test_people_are_invited_changed_and_ended(client: Client) -> None:
    here = world()
    here.sign_in(client, "coordinator")
    assert "13 people belong to" in get(client, "people", SLUG)
    get(client, "invite", SLUG)
    role = here.role("reviewer")
    given = {
        "email": "new@example.org",
        "role": role.id,
        "areas": ["talent"],
        "organisation": here.company.id,
    }
    for wrong, said in (
        ({"other": "Salt Works"}, "Organisation: Choose one, or name another, not both."),
        ({"organisation": ""}, "Organisation: Choose an organisation."),
        ({"organisation": "", "other": "Nobody"}, "Another organisation: There is no organisation"),
        ({"role": here.foreign.roles.get(key="producer").id}, "Role: Select a valid choice."),
        ({"areas": ["magic"]}, "Areas: Select a valid choice."),
        ({"email": "reviewer@example.org"}, "Role: reviewer@example.org is Reviewer here already."),
    ):
        assert errors(post(client, "invite", SLUG, status=422, **given | wrong))[0].startswith(said)
    post(client, "invite", SLUG, **given)
    text = get(client, "people", SLUG)
    assert "new@example.org is invited." in text
    assert "1 has not accepted yet" in text
    invited = Membership.objects.get(user__email="new@example.org")
    assert "Not accepted yet." in get(client, "member", SLUG, invited.id)
    post(client, "invite_again", SLUG, invited.id)
    assert OutboxMessage.objects.filter(recipient="new@example.org").count() == 2
    member = here.member("reviewer")
    said = errors(post(client, "invite_again", SLUG, member.id, status=422))
    assert "has access already" in said[0]
    assert "Not accepted yet." not in get(client, "member", SLUG, member.id)
    post(client, "member", SLUG, member.id, areas=["data"], stands_in="on")
    post(client, "member", SLUG, member.id, areas=["data"], stands_in="on")
    assert "stands in" in get(client, "people", SLUG)
    post(client, "member_end", SLUG, member.id)
    post(client, "member_end", SLUG, member.id, status=404)
    assert "Who belonged before: 1" in get(client, "people", SLUG)
    post(client, "member_end", SLUG, here.member("producer").id)
    said = errors(post(client, "member_end", SLUG, here.member("coordinator").id, status=422))
    assert "Nobody could manage people any more" in said[0]


def test_only_who_decides_or_is_told_looks_after_areas(client: Client) -> None:
    here = world()
    client.force_login(here.people["coordinator"])
    text = get(client, "people", here.production.slug)
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", text, re.DOTALL)
    told = {
        cells[0].split(" <span")[0]: cells[1]
        for cells in (re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in rows)
    }
    assert told["Coordinator"] == ""
    assert told["Platform contact"] == "all areas"


def test_ids_of_another_production_do_not_exist(client: Client) -> None:
    here = world()
    here.sign_in(client, "coordinator")
    foreign = Membership.objects.get(production=here.foreign)
    for name in ("member", "member_end", "invite_again"):
        post(client, name, SLUG, foreign.id, status=404)
        post(client, name, SLUG, 999_999_999_999, status=404)
    role = here.foreign.roles.get(key="producer")
    post(client, "role", SLUG, role.id, status=404, title="Mine")
    post(client, "roles_edit", SLUG, **{"revision": 1, f"{role.id}.declare": "on"}, status=422)
    sheet = FactSheet.objects.create(
        production=here.foreign, number=1, document={}, sha256="x", filed_at=system_clock()
    )
    get(client, "facts_download", SLUG, sheet.number, status=404)
    get(client, "pack", SLUG, "0" * 64, status=404)
    get(client, "pack", SLUG, "urn:x", status=404)


def test_roles_are_a_table_of_boxes(client: Client) -> None:
    here = world()
    here.sign_in(client, "producer")
    assert "not as shipped" not in get(client, "roles", SLUG)
    get(client, "roles_edit", SLUG)
    boxes: dict[str, object] = {
        f"{role.id}.{action}": "on"
        for role in here.production.roles.all()
        for action in role.actions
    }
    director = here.role("director")
    post(client, "roles_edit", SLUG, revision=1, **boxes | {f"{director.id}.declare": "on"})
    assert "declare" in Role.objects.get(id=director.id).actions
    assert "not as shipped" in get(client, "roles", SLUG)
    said = errors(post(client, "roles_edit", SLUG, status=409, revision=1, **boxes))
    assert "Nothing was saved" in said[0]
    boxes |= {f"{director.id}.declare": "on"}
    left = {name: on for name, on in boxes.items() if not name.endswith(".manage_people")}
    none = errors(post(client, "roles_edit", SLUG, status=422, revision=2, **left))
    assert "Nobody could manage people any more" in none[0]
    post(client, "role", SLUG, director.id, title="Showrunner")
    post(client, "role", SLUG, director.id, status=422, title="Producer")
    get(client, "role", SLUG, director.id)
    get(client, "role_add", SLUG)
    post(client, "role_add", SLUG, title="Runner", actions=["see_uses"])
    post(client, "role_add", SLUG, title="Runner", status=422)
    text = get(client, "roles", SLUG)
    assert "Showrunner" in text
    assert "of this production&#x27;s own making" in text


def test_every_page_of_an_archived_production_can_be_read(client: Client) -> None:
    here = world()
    archive_production(actor=here.root, at=system_clock(), production=here.production)
    here.sign_in(client, "producer")
    for name in ("settings", "calendar", "people", "roles", "rules", "on_file"):
        get(client, name, SLUG)
    assert "archived" in get(client, "home")
    for name in ("settings_edit", "calendar_edit", "invite", "roles_edit", "facts_file"):
        get(client, name, SLUG, status=404)


@pytest.mark.parametrize("name", ["home", "people", "calendar", "rules", "on_file", "roles"])
def test_no_page_asks_more_where_there_is_more(client: Client, name: str) -> None:
    here = world()
    here.sign_in(client, "producer")
    address = reverse(name, args=[] if name == "home" else [SLUG])
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for number in range(12):
        made = Production.objects.create(
            slug=f"more-{number}",
            code_name=f"MORE {number}",
            organisation=here.company,
            kind="series",
            zone="UTC",
            created_at=system_clock(),
        )
        role = Role.objects.create(production=made, key="x", title="X")
        Membership.objects.create(
            production=made, user=here.people["producer"], role=role, since=system_clock()
        )
        Membership.objects.create(
            production=here.production,
            user=here.people["stranger"],
            role=here.role("director"),
            since=system_clock(),
            ended_at=system_clock(),
        )
        Episode.objects.create(production=here.production, code=f"{number}")
        SwitchSetting.objects.create(
            production=here.production,
            switch="S1",
            value="strict",
            from_day=date(2099, 1, 1),
            set_at=system_clock(),
        )
        FactSheet.objects.create(
            production=here.production,
            number=number + 1,
            document={"clearslate": "facts/1"},
            sha256=str(number),
            filed_at=system_clock(),
        )
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    # With other productions the menu that leads to them takes a query; and none for each.
    assert len(after) <= len(before) + 1, [each["sql"] for each in after.captured_queries]
    assert len(after) <= 16
