"""Drafts in the database: durable, told to both, and whole under many hands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from clearslate.kit.models import StoredFile
from clearslate.ledger import selectors as ledger
from clearslate.productions.errors import NotAllowedError
from clearslate.uses import drafts, proposals
from clearslate.uses.changes import Change
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Collision, Draft
from clearslate.uses.selectors import draft_of, drafts_of
from clearslate.uses.services.authors import add_author, remove_author
from tests.server.uses_world import AT, DAY, MINUTE, World, harmless, make_world, member

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def world(database) -> World:
    return make_world()


def stored(draft: Draft) -> dict[str, Any]:
    return Draft.objects.get(id=draft.id).document


def answer(path: str, value: Any) -> Change:
    return Change("answer", path, value)


def together(*acts: Callable[[], object]) -> list[BaseException]:
    """Do things at once, each with a connection of its own. Returns what was raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(30)
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    return raised


def test_it_works(world: World) -> None:
    draft = world.draft()
    kept = world.keep(draft, world.ana, "a", 1, answer("use.title", "Harbour moods"))
    assert stored(draft)["use"]["title"] == "Harbour moods"
    assert (kept.draft.revision, kept.collisions, kept.problems, kept.others) == (2, (), (), ())
    assert kept.desk.interview.journey(kept.draft.document).finished
    assert kept.before["use"]["title"] == "Mood board for the harbour set"
    assert not [line for line in ledger.history("installation") if "draft" in line.sentence]


def test_both_are_told_and_either_may_choose(world: World) -> None:
    draft = world.draft(None, world.bo)
    world.keep(draft, world.ana, "a", 1, answer("use.title", "A"))
    kept = world.keep(draft, world.bo, "b", 1, answer("use.title", "B"))
    (collision,) = kept.collisions
    assert (collision.offered_by, collision.stands_by) == (world.bo, world.ana)
    assert [(each.path, each.by) for each in kept.others] == [("use.title", world.ana)]
    told = drafts.answered_since(kept.draft, base=1, author=world.bo, page="b")
    assert [(each.path, each.by, each.at) for each in told] == [("use.title", world.ana, AT)]
    assert stored(draft)["use"]["title"] == "A"
    settled = drafts.settle(
        draft_id=draft.id, author=world.ana, at=AT, collision_id=collision.id, take=True, page="a"
    )
    assert settled.draft.document["use"]["title"] == stored(draft)["use"]["title"] == "B"
    assert not Collision.objects.exists()
    with pytest.raises(UsesError, match="Somebody has chosen already"):
        drafts.settle(
            draft_id=draft.id,
            author=world.bo,
            at=AT,
            collision_id=collision.id,
            take=False,
            page="b",
        )


def test_what_stands_may_be_kept(world: World) -> None:
    draft = world.draft(None, world.bo)
    world.keep(draft, world.ana, "a", 1, answer("use.title", "A"))
    (collision,) = world.keep(draft, world.bo, "b", 1, answer("use.title", "B")).collisions
    drafts.settle(
        draft_id=draft.id, author=world.bo, at=AT, collision_id=collision.id, take=False, page="b"
    )
    assert stored(draft)["use"]["title"] == "A"
    assert not Collision.objects.exists()


def test_answering_again_on_a_page_that_showed_both_chooses(world: World) -> None:
    draft = world.draft(None, world.bo)
    world.keep(draft, world.ana, "a", 1, answer("use.title", "A"))
    kept = world.keep(draft, world.bo, "b", 1, answer("use.title", "B"))
    world.keep(draft, world.bo, "b", kept.draft.revision, answer("use.title", "C"))
    assert stored(draft)["use"]["title"] == "C"
    assert not Collision.objects.exists()


def test_the_newest_offer_of_a_person_counts_and_those_of_two_wait_both(world: World) -> None:
    draft = world.draft(None, world.bo, world.legal)
    world.keep(draft, world.ana, "a", 1, answer("use.title", "A"))
    for title in ("B", "B", "C"):
        world.keep(draft, world.bo, "b", 1, answer("use.title", title))
    member(world.production, world.legal, "editor")
    world.keep(draft, world.legal, "l", 1, answer("use.title", "D"))
    offered = [each.offered["value"] for each in draft.collisions.order_by("id")]
    assert offered == ["C", "D"]


def test_answers_to_an_entry_that_is_gone_are_offered_as_one_entry(world: World) -> None:
    document = harmless() | {"people": [{"who": "Mara"}, {"who": "Ilan"}]}
    draft = world.draft(document, world.bo)
    world.keep(draft, world.ana, "a", 1, Change("remove", "people[0]"))
    world.keep(draft, world.bo, "b", 1, answer("people[0].relation", "cast"))
    world.keep(draft, world.bo, "b", 1, Change("not_sure", "people[0].act"))
    (collision,) = draft.collisions.all()
    assert collision.offered["act"] == "add"
    assert collision.offered["value"] == {"who": "Mara", "relation": "cast", "act": "unknown"}
    drafts.settle(
        draft_id=draft.id, author=world.ana, at=AT, collision_id=collision.id, take=True, page="a"
    )
    assert stored(draft)["people"][1] == {"who": "Mara", "relation": "cast", "act": "unknown"}


def test_a_collision_goes_with_its_entry_and_does_not_end_with_it(world: World) -> None:
    document = harmless() | {"people": [{"who": "Mara"}, {"who": "Ilan"}, {"who": "Noor"}]}
    draft = world.draft(document, world.bo)
    world.keep(draft, world.ana, "a", 1, answer("people[2].relation", "cast"))
    world.keep(draft, world.bo, "b", 1, answer("people[2].relation", "stunt"))
    world.keep(draft, world.ana, "a", 3, Change("remove", "people[0]"))
    (collision,) = draft.collisions.all()
    assert collision.path == collision.offered["path"] == "people[1].relation"
    world.keep(draft, world.ana, "a", 4, Change("remove", "people[1]"))
    (collision,) = draft.collisions.all()
    assert collision.offered["value"] == {"who": "Noor", "relation": "stunt"}


def test_an_offer_that_no_longer_fits_still_waits(world: World) -> None:
    draft = world.draft(harmless() | {"people": [{"who": "Mara"}]}, world.bo)
    world.keep(draft, world.ana, "a", 1, Change("remove", "people[0]"))
    world.keep(draft, world.bo, "b", 1, answer("people[0].relation", "cast"))
    full = [Change("add", "people", {"who": f"P{n}"}) for n in range(12)]
    world.keep(draft, world.ana, "a", 3, *full)
    (collision,) = draft.collisions.all()
    kept = drafts.settle(
        draft_id=draft.id, author=world.bo, at=AT, collision_id=collision.id, take=True, page="b"
    )
    assert kept.problems
    assert draft.collisions.count() == 1


def test_a_page_older_than_what_is_remembered_answers_no_entry(world: World, monkeypatch) -> None:
    monkeypatch.setattr(drafts, "MOST_MOVES", 2)
    draft = world.draft(harmless() | {"people": [{"who": f"P{n}"} for n in range(6)]}, world.bo)
    for revision in range(1, 5):
        world.keep(draft, world.ana, "a", revision, Change("remove", "people[0]"))
    kept = world.keep(
        draft, world.bo, "b", 1, answer("people[5].act", "customary"), answer("use.title", "B")
    )
    assert [each.problems[0].path for each in kept.problems] == ["people[5].act"]
    assert stored(draft)["use"]["title"] == "B"
    kept = world.keep(draft, world.bo, "b", 4, answer("people[2].act", "customary"))
    assert not kept.problems
    assert stored(draft)["people"][1] == {"who": "P5", "act": "customary"}


def test_only_authors_of_the_production_see_and_answer(world: World) -> None:
    draft = world.draft()
    for stranger in (world.bo, world.outsider):
        with pytest.raises(UsesError, match="is gone"):
            world.keep(draft, stranger, "x", 1, answer("use.title", "X"))
        assert draft_of(world.party(stranger), world.production, draft.id) is None
        assert drafts_of(world.party(stranger), world.production) == []
        assert not drafts.drop(draft_id=draft.id, author=stranger)
    with pytest.raises(NotAllowedError):
        drafts.start(author=world.outsider, production=world.production, at=AT)
    draft.authors.add(world.outsider)
    with pytest.raises(NotAllowedError):
        world.keep(draft, world.outsider, "x", 1, answer("use.title", "X"))
    world.production.archived_at = AT
    world.production.save()
    with pytest.raises(NotAllowedError):
        world.keep(draft, world.ana, "a", 1, answer("use.title", "X"))


def test_co_authors_come_and_go_and_the_last_one_stays(world: World) -> None:
    draft = world.draft()
    ana, bo = world.party(world.ana), world.party(world.bo)
    add_author(actor=ana, at=AT, draft_id=draft.id, user=world.bo)
    world.keep(draft, world.bo, "b", 1, answer("use.title", "B"))
    with pytest.raises(UsesError, match="may not declare"):
        add_author(actor=ana, at=AT, draft_id=draft.id, user=world.outsider)
    with pytest.raises(UsesError, match="already"):
        add_author(actor=bo, at=AT, draft_id=draft.id, user=world.ana)
    remove_author(actor=bo, at=AT, draft_id=draft.id, user=world.ana)
    with pytest.raises(UsesError, match="at least one"):
        remove_author(actor=bo, at=AT, draft_id=draft.id, user=world.bo)
    with pytest.raises(UsesError, match="is gone"):
        add_author(actor=ana, at=AT, draft_id=draft.id, user=world.ana)
    told = [line.sentence for line in ledger.history("installation")]
    assert told[-2:] == [
        "Ana made Bo an author of a draft.",
        "Bo took Ana off the authors of a draft.",
    ]
    kinds = {line.type for line in ledger.history(world.production.id)}
    assert not {kind for kind in kinds if kind.startswith("author.")}


def test_a_dropped_draft_leaves_nothing(world: World) -> None:
    draft = world.draft(None, world.bo)
    world.keep(draft, world.ana, "a", 1, answer("use.title", "A"))
    world.keep(draft, world.bo, "b", 1, answer("use.title", "B"))
    assert drafts.drop(draft_id=draft.id, author=world.ana)
    assert not Draft.objects.exists()
    assert not Collision.objects.exists()
    assert not StoredFile.objects.exists()
    assert not drafts.drop(draft_id=draft.id, author=world.ana)


def test_ten_pages_at_once_lose_no_answer(world: World) -> None:
    """Each answers its own question again and again, and one they share."""
    people = [{"who": f"P{n}"} for n in range(10)]
    draft = world.draft(harmless() | {"people": people})

    def writer(number: int) -> Callable[[], None]:
        def act() -> None:
            for turn in range(6):
                kept = world.keep(
                    draft,
                    world.ana,
                    f"page{number}",
                    1,
                    answer(f"people[{number}].who", f"P{number} turn {turn}"),
                    answer("use.purpose", f"{number}"),
                    at=AT + turn * MINUTE,
                )
                assert not kept.problems

        return act

    assert together(*map(writer, range(10))) == []
    document = stored(draft)
    assert [each["who"] for each in document["people"]] == [f"P{n} turn 5" for n in range(10)]
    stands = document["use"]["purpose"]
    waiting = draft.collisions.filter(path="use.purpose").values_list("offered", flat=True)
    # They are all of one person, so the newest of them waits beside what stands.
    assert len(waiting) == 1
    assert waiting[0]["value"] != stands


def test_ten_people_who_add_and_remove_at_once_lose_no_answer(world: World) -> None:
    users = [world.ana, world.bo]
    people = [{"who": f"P{n}"} for n in range(6)]
    draft = world.draft(harmless() | {"people": people}, world.bo)

    def remover() -> None:
        world.keep(draft, world.ana, "r", 1, Change("remove", "people[0]"))
        world.keep(draft, world.ana, "r", 1, Change("remove", "people[1]"))

    def writer(number: int) -> Callable[[], object]:
        change = answer(f"people[{number}].relation", "cast")
        return lambda: world.keep(draft, users[number % 2], f"p{number}", 1, change)

    def adder(number: int) -> Callable[[], object]:
        change = Change("add", "people", {"who": f"N{number}"})
        return lambda: world.keep(draft, world.bo, f"n{number}", 1, change)

    acts = [remover, *map(writer, range(2, 6)), *map(adder, range(5))]
    assert together(*acts) == []
    told = {each["who"]: each.get("relation") for each in stored(draft)["people"]}
    assert told == dict.fromkeys(["P2", "P3", "P4", "P5"], "cast") | dict.fromkeys(
        [f"N{n}" for n in range(5)]
    )


def test_an_answer_is_durable_when_the_call_returns(world: World) -> None:
    """Another connection reads it: nothing waits for the end of the request."""
    draft = world.draft()
    world.keep(draft, world.ana, "a", 1, answer("use.title", "A"))
    seen: list[str] = []
    assert together(lambda: seen.append(stored(draft)["use"]["title"])) == []
    assert seen == ["A"]


def test_a_late_declaration_is_ordinary(world: World) -> None:
    document = harmless()
    document["use"] |= {"begun": "yes", "work_from": "2026-10-01", "work_to": "2026-10-20"}
    use = world.submit(document)
    assert (use.state, use.outcome, use.begun) == ("noticed", "notify", True)


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def test_queries_do_not_grow_with_what_a_draft_holds(world: World) -> None:
    small = world.draft()
    large = world.draft(harmless() | {"people": [{"who": f"P{n}"} for n in range(12)]}, world.bo)
    for n in range(12):
        world.keep(large, world.bo, "b", 1, answer(f"people[{n}].relation", "cast"))
    one = answer("use.title", "A")
    several = [one, answer("use.purpose", "B"), answer("outputs[0].name", "C")]
    few = queries(lambda: world.keep(small, world.ana, "a", 1, one))
    many = queries(lambda: world.keep(large, world.ana, "a", large.revision + 50, *several))
    assert few == many
    assert few <= 20


def test_too_many_changes_at_once_are_refused_in_words(world: World) -> None:
    draft = world.draft()
    changes = [answer("use.title", "A")] * (drafts.MOST_CHANGES + 1)
    with pytest.raises(UsesError, match="Send them in parts"):
        world.keep(draft, world.ana, "a", 1, *changes)


def test_a_proposal_that_was_never_made_cannot_be_taken(world: World) -> None:
    draft = world.draft()
    with pytest.raises(UsesError, match="no answer to take"):
        proposals.take(
            draft_id=draft.id, author=world.ana, at=AT + DAY, question_id="x", page="a", base=1
        )
