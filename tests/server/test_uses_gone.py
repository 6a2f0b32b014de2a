"""A draft whose record is no longer on file: it goes on, and is not submitted so."""

from __future__ import annotations

from typing import Any

import pytest

from clearslate.accounts.parties import party_of
from clearslate.productions.services.facts import file_facts
from clearslate.uses import drafts
from clearslate.uses.desk import desk_for
from clearslate.uses.models import Draft, Use
from tests.server.declaring import NOW, World, declaration, make_world, signed_in


@pytest.fixture
def world(database: Any) -> World:
    return make_world()


def without_terms() -> dict[str, object]:
    facts = declaration("facts")
    return {**facts, "terms": []}


def draft_of(world: World) -> Draft:
    return drafts.start(
        author=world.author,
        production=world.production,
        at=NOW,
        document=declaration("development-mood-board"),
    )


def test_doubt_takes_the_place_of_what_is_gone(world: World) -> None:
    draft = draft_of(world)
    before = desk_for(world.production, NOW, draft=draft).assess(draft.document)
    file_facts(
        actor=party_of(world.author), at=NOW, production=world.production, data=without_terms()
    )
    after = desk_for(world.production, NOW, draft=draft).assess(draft.document)
    assert (before.outcome, after.outcome) == ("notify", "approval")


def test_every_page_of_the_draft_answers(world: World) -> None:
    draft = draft_of(world)
    file_facts(
        actor=party_of(world.author), at=NOW, production=world.production, data=without_terms()
    )
    client = signed_in(world.author)
    base = f"{world.url}drafts/{draft.id}/"
    for page in ("?step=tools", "check/", "panel", "ways", "files/"):
        assert client.get(base + page).status_code == 200, page
    sent = {"asked": "use.title", "use.title": "A board", "base": draft.revision, "page": "a"}
    assert client.post(f"{base}answer", sent).status_code == 200
    draft.refresh_from_db()
    refused = client.post(f"{base}check/", {"revision": draft.revision})
    assert refused.status_code == 422
    assert "Nothing on file" in refused.content.decode()
    assert not Use.objects.exists()
