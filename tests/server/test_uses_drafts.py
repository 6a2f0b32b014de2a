"""Drafts: no answer is lost, none is replaced unseen, and one's own page never collides."""

from __future__ import annotations

import pytest

from clearslate.uses.changes import Change
from clearslate.uses.models import Draft
from tests.server.uses_world import World, make_world

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def world(database) -> World:
    return make_world()


def person(who: str) -> dict[str, str]:
    return {"who": who}


def stored(draft: Draft) -> dict:
    return Draft.objects.get(id=draft.id).document


def test_it_works(world: World) -> None:
    draft = world.draft()
    kept = world.keep(draft, world.ana, "a", 1, Change("answer", "use.title", "Harbour moods"))
    assert stored(draft)["use"]["title"] == "Harbour moods"
    assert (kept.draft.revision, kept.collisions, kept.problems, kept.others) == (2, (), (), ())
    assert kept.desk.interview.journey(kept.draft.document).finished
