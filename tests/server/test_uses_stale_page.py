"""A page that is behind: what it sends of an entry that is gone is told, and not lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from clearslate.uses import drafts
from clearslate.uses.changes import Change
from clearslate.uses.models import Collision
from tests.server.declaring import NOW, World, declaration, make_world

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def world(database: Any) -> World:
    return make_world()


@pytest.mark.parametrize("path", ["answer", ""])
def test_an_answer_to_the_only_entry_of_a_list_that_is_gone(world: World, path: str) -> None:
    document = declaration("development-mood-board") | {"people": [{"who": "Mara Lind"}]}
    draft = drafts.start(
        author=world.author, production=world.production, at=NOW, document=document
    )
    draft.authors.add(world.other)
    drafts.keep(
        draft_id=draft.id,
        author=world.author,
        at=NOW,
        base=1,
        page="mine",
        changes=[Change("remove", "people[0]")],
    )
    client = Client()
    client.force_login(world.other)
    sent = {
        "asked": "people[0].relation",
        "people[0].relation": "cast",
        "base": "1",
        "page": "theirs",
        "step": "person_act[0]",
    }
    response = client.post(f"{world.url}drafts/{draft.id}/{path}", sent)
    assert response.status_code in (200, 302)
    collision = Collision.objects.get()
    assert collision.offered["value"] == {"who": "Mara Lind", "relation": "cast"}
