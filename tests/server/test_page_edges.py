"""What every page of a production keeps to: who may keep it, and texts that hide themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Membership
from clearslate.ui.views import home
from clearslate.uses.colleagues import token_of
from tests.server.declaring import Form, World, answer, make_world, only_draft, signed_in, start

HIDES = "\u202egnp.exe"
SHOWN = "&lt;U+202E&gt;gnp.exe"


@pytest.fixture
def world(database: Any) -> World:
    return make_world()


@pytest.mark.parametrize("page", ["", "uses/", "people/", "settings/", "history/", "declare/"])
def test_a_page_said_nothing_of_who_may_keep_it(world: World, page: str) -> None:
    found = signed_in(world.author).get(f"{world.url}{page}")
    assert found.status_code == 200
    assert found["Cache-Control"] == "private, no-cache"
    assert signed_in(world.author).get("/")["Cache-Control"] == "private, no-cache"


def test_a_title_turned_around_what_its_author_checks(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    answer(client, url, "use.title", value=HIDES)
    answer(client, url, "components", add=HIDES)
    check = client.get(f"{url}check/").content.decode()
    assert SHOWN in check
    assert HIDES not in check
    client.post(f"{url}check/", {"revision": only_draft().revision})
    answer(client, start(client, world), "use.title", value=HIDES)
    for page in ("", "uses/", "declare/"):
        text = client.get(f"{world.url}{page}").content.decode()
        assert SHOWN in text, page
        assert HIDES not in text, page


def test_a_role_that_ended_while_a_page_was_made_was_an_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object) -> None:
        raise NotAllowedError("Your roles in this production do not allow this.")

    monkeypatch.setattr(home, "changed_this_week", ended)
    assert signed_in(world.author).get(world.url).status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "drafts/a%00/",
        "drafts/a%00/answer",
        "files/a%00/",
        "files/a%00/preview",
        "rules/packs/a%00/",
        "rules/packs/a%00/set/",
    ],
)
def test_an_address_with_a_nul_was_an_error(world: World, page: str) -> None:
    client = signed_in(world.author)
    assert client.get(f"{world.url}{page}").status_code in (404, 405)
    assert client.post(f"{world.url}{page}").status_code in (404, 405)


@pytest.mark.parametrize("act", ["accept", "aside", "revoke", "detach", "caption_of", "record_of"])
def test_an_id_with_a_nul_in_a_form_was_an_error(world: World, act: str) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    of_a_file = act in ("detach", "caption_of", "record_of")
    found = client.post(f"{url}files/" if of_a_file else url, {act: "a\0"}, follow=True)
    assert found.status_code == (422 if of_a_file else 200)
    assert only_draft().questions.count() == only_draft().attached.count() == 0


def test_the_second_of_two_took_back_what_the_first_gave_a_member(world: World) -> None:
    client = signed_in(world.author)
    member = Membership.objects.get(production=world.production, user=world.contact)
    url = f"{world.url}people/{member.id}/"
    was = Form(client.get(url).content.decode(), form=None).fields["was"][0]
    first = client.post(url, {"areas": ["talent"], "was": was})
    assert first.status_code == 302
    second = client.post(url, {"areas": ["data"], "was": was})
    assert second.status_code == 409
    assert "Nothing was saved" in second.content.decode()
    member.refresh_from_db()
    assert member.areas == ["talent"]
    now = Form(second.content.decode(), form=None).fields
    assert now["areas"] == ["talent"]
    assert client.post(url, {"areas": ["data"], "was": now["was"][0]}).status_code == 302


def test_an_answer_from_outside_turned_around_what_an_author_takes_over(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    client.post(url, {"ask": "use.title", "to:use.title": "outside@example.org"})
    asked = only_draft().questions.get()
    Client().post(f"/q/{token_of(asked.id)}", {"answer": HIDES, "note": "a note"})
    page = client.get(url).content.decode()
    assert f"answered: <strong>{SHOWN}</strong>" in page
    assert HIDES not in page
