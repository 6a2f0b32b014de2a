"""Merging the changes of several open pages: nothing unseen is replaced, nothing is lost."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from clearslate.policy.intake import read
from clearslate.policy.interview import Interview, given
from clearslate.policy.library import rulebooks
from clearslate.uses.changes import Act, Change
from clearslate.uses.merging import Merge, Move, Stamps, follow_change
from tests.server.uses_world import harmless

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
INTERVIEW = Interview(rulebooks(), on=date(2026, 11, 24))


@dataclass
class Sheet:
    """A draft as the server keeps it."""

    document: dict[str, Any]
    stamps: Stamps = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    revision: int = 1

    def make(self, user: str, base: int, *changes: Change, page: str = "") -> Merge:
        merge = Merge(
            interview=INTERVIEW,
            document=self.document,
            stamps=dict(self.stamps),
            moves=list(self.moves),
            forgotten=0,
            revision=self.revision + 1,
            base=base,
            user=user,
            page=page or f"page of {user}",
            at=AT,
        )
        for change in changes:
            merge.apply(change)
        if merge.changed:
            self.document, self.stamps, self.moves = merge.document, merge.stamps, merge.moves
            self.revision = merge.revision
        return merge


def people(*names: str) -> Sheet:
    return Sheet(harmless() | {"people": [{"who": name} for name in names]})


def answer(path: str, value: Any) -> Change:
    return Change("answer", path, value)


def offered(merge: Merge) -> list[tuple[Change, str]]:
    return [(offer.change, offer.stands_by) for offer in merge.offers]


def test_two_answers_to_two_questions_both_stand() -> None:
    sheet = people()
    assert not sheet.make("ana", 1, answer("use.title", "A")).offers
    assert not sheet.make("bo", 1, answer("use.purpose", "B")).offers
    assert given(sheet.document, "use.title") == "A"
    assert given(sheet.document, "use.purpose") == "B"


def test_two_answers_to_one_question_collide_and_the_first_stands() -> None:
    sheet = people()
    sheet.make("ana", 1, answer("use.title", "A"))
    merge = sheet.make("bo", 1, answer("use.title", "B"))
    assert offered(merge) == [(answer("use.title", "B"), "ana")]
    assert given(sheet.document, "use.title") == "A"
    assert list(merge.others()) == ["use.title"]


def test_the_same_answer_twice_is_no_collision() -> None:
    sheet = people()
    sheet.make("ana", 1, answer("use.title", "A"))
    merge = sheet.make("bo", 1, answer("use.title", "A"))
    assert (merge.offers, merge.changed) == ([], False)


def test_a_page_never_collides_with_itself_and_a_second_tab_does() -> None:
    sheet = people()
    sheet.make("ana", 1, answer("use.title", "A"))
    assert not sheet.make("ana", 1, answer("use.title", "B")).offers
    assert given(sheet.document, "use.title") == "B"
    assert sheet.make("ana", 1, answer("use.title", "C"), page="second tab").offers


def test_a_page_name_of_somebody_else_is_not_ones_own() -> None:
    sheet = people()
    sheet.make("ana", 1, answer("use.title", "A"), page="x")
    assert sheet.make("bo", 1, answer("use.title", "B"), page="x").offers


def test_what_a_page_has_shown_it_may_replace() -> None:
    sheet = people()
    sheet.make("ana", 1, answer("use.title", "A"))
    assert not sheet.make("bo", 2, answer("use.title", "B")).offers


def test_an_answer_finds_its_item_after_another_was_removed() -> None:
    sheet = people("Mara", "Ilan", "Noor")
    sheet.make("ana", 1, Change("remove", "people[0]"))
    merge = sheet.make("bo", 1, answer("people[1].relation", "stunt"))
    assert not merge.offers
    assert sheet.document["people"][0] == {"who": "Ilan", "relation": "stunt"}


def test_stamps_go_with_their_items() -> None:
    sheet = people("Mara", "Ilan", "Noor")
    sheet.make("ana", 1, answer("people[1].relation", "cast"))
    sheet.make("ana", 1, Change("remove", "people[0]"))
    assert "people[0].relation" in sheet.stamps
    merge = sheet.make("bo", 1, answer("people[1].relation", "stunt"))
    assert offered(merge) == [(answer("people[0].relation", "stunt"), "ana")]
    assert not sheet.make("bo", 1, answer("people[2].relation", "stunt")).offers
    assert [each.get("relation") for each in sheet.document["people"]] == ["cast", "stunt"]


def test_an_answer_to_an_item_that_is_gone_offers_it_again() -> None:
    sheet = people("Mara", "Ilan")
    sheet.make("ana", 1, Change("remove", "people[0]"))
    merge = sheet.make("bo", 1, answer("people[0].relation", "cast"))
    assert offered(merge) == [(Change("add", "people", {"who": "Mara", "relation": "cast"}), "ana")]
    assert sheet.document["people"] == [{"who": "Ilan"}]


def test_an_item_that_both_remove_is_removed_once() -> None:
    sheet = people("Mara", "Ilan")
    sheet.make("ana", 1, Change("remove", "people[0]"))
    merge = sheet.make("bo", 1, Change("remove", "people[0]"))
    assert (merge.offers, merge.changed) == ([], False)
    assert sheet.document["people"] == [{"who": "Ilan"}]


def test_an_item_that_somebody_just_answered_is_not_removed_unseen() -> None:
    sheet = people("Mara", "Ilan")
    sheet.make("ana", 1, answer("people[0].relation", "cast"))
    merge = sheet.make("bo", 1, Change("remove", "people[0]"))
    assert offered(merge) == [(Change("remove", "people[0]"), "ana")]


def test_two_may_add_at_once() -> None:
    sheet = people()
    sheet.make("ana", 1, Change("add", "people", {"who": "Mara"}))
    assert not sheet.make("bo", 1, Change("add", "people", {"who": "Ilan"})).offers
    assert [each["who"] for each in sheet.document["people"]] == ["Mara", "Ilan"]


def test_an_answer_does_not_land_in_an_item_that_the_page_has_not_seen() -> None:
    sheet = people()
    sheet.make("ana", 1, Change("add", "people", {"who": "Mara"}))
    merge = sheet.make("bo", 1, answer("people[0].who", "Ilan"))
    assert offered(merge) == [(answer("people[0].who", "Ilan"), "ana")]


def test_none_of_these_collides_with_what_was_just_added_and_the_other_way() -> None:
    sheet = people()
    sheet.make("ana", 1, Change("add", "people", {"who": "Mara"}))
    assert sheet.make("bo", 1, Change("not_sure", "people")).offers
    assert sheet.make("bo", 1, Change("items", "people", [{"who": "Noor"}])).offers
    sheet = people("Mara")
    sheet.make("ana", 1, Change("none", "people"))
    assert sheet.make("bo", 1, Change("add", "people", {"who": "Ilan"})).offers
    assert sheet.document["people"] == []


def test_a_repeated_addition_is_the_same_one() -> None:
    sheet = people()
    add = Change("add", "people", {"who": "Mara"})
    sheet.make("ana", 1, add)
    assert not sheet.make("ana", 1, add).changed
    assert sheet.make("ana", 1, add, add, page="another").changed
    assert [each["who"] for each in sheet.document["people"]] == ["Mara"] * 3


def test_what_follows_from_an_answer_replaces_nothing_unseen() -> None:
    """“Nobody” takes back who is displaced; what somebody just said of that is not taken back."""
    sheet = people("Mara")
    sheet.make("ana", 1, answer("use.otherwise", "not_engaged"))
    base = sheet.revision
    sheet.make("ana", base, Change("items", "crafts", [{"name": "Matte painter"}]))
    merge = sheet.make("bo", base, answer("use.otherwise", "nobody"))
    assert offered(merge) == [(answer("use.otherwise", "nobody"), "ana")]
    assert sheet.document["crafts"] == [{"name": "Matte painter"}]
    assert not sheet.make("bo", sheet.revision, answer("use.otherwise", "nobody")).offers
    assert sheet.document["crafts"] == []


def test_the_items_of_a_checklist_keep_their_answers_wherever_they_go() -> None:
    sheet = people("Mara", "Ilan")
    wanted = [{"who": "Noor"}, {"who": "Ilan"}]
    sheet.make("ana", 1, Change("items", "people", wanted))
    sheet.make("bo", 1, answer("people[1].relation", "cast"))
    merge = sheet.make("bo", 1, answer("people[0].relation", "cast"))
    assert sheet.document["people"] == [{"who": "Noor"}, {"who": "Ilan", "relation": "cast"}]
    assert [change.value["who"] for change, _ in offered(merge)] == ["Mara"]


def test_paths_of_one_form_are_those_of_the_page() -> None:
    """A form that removes an entry sends all its answers too, under their old places."""
    sheet = people("Mara", "Ilan", "Noor")
    sheet.make(
        "ana",
        1,
        Change("remove", "people[0]"),
        answer("people[0].relation", "cast"),
        answer("people[2].relation", "stunt"),
    )
    assert sheet.document["people"] == [{"who": "Ilan"}, {"who": "Noor", "relation": "stunt"}]


def test_an_item_that_a_page_took_away_and_named_again_is_answered() -> None:
    sheet = people("Mara", "Ilan")
    sheet.make("ana", 1, Change("remove", "people[0]"))
    sheet.make("ana", 1, Change("add", "people", {"who": "Mara"}))
    sheet.make("ana", 1, answer("people[0].relation", "cast"))
    assert sheet.document["people"] == [{"who": "Ilan"}, {"who": "Mara", "relation": "cast"}]


def test_what_waits_follows_the_moves() -> None:
    move = Move("people", (None, 0), 1, {"0": {"who": "Mara"}})
    assert follow_change(answer("people[1].who", "x"), [move]) == answer("people[0].who", "x")
    again = Change("add", "people", {"who": "Mara", "relation": "unknown"})
    assert follow_change(Change("not_sure", "people[0].relation"), [move]) == again
    assert follow_change(Change("remove", "people[0]"), [move]) is None
    assert follow_change(answer("use.title", "x"), [move]) == answer("use.title", "x")
    assert Move.from_json(move.as_json()) == move


HOSTILE = [
    answer("use.title", None),
    answer("use.title", True),
    answer("use.title", 2.5),
    answer("use.title", {"a": "b"}),
    answer("use.title", [["x"]]),
    answer("use.title", "\0"),
    answer("use.title", "\ud800"),
    answer("use.title", "x" * 121),
    answer("use", "x"),
    answer("people", "x"),
    answer("people[0]", "x"),
    answer("people[99].who", "x"),
    answer("facts.terms[0].id", "x"),
    answer("", "x"),
    answer("use.title; drop", "x"),
    answer("x" * 10_000, "x"),
    answer("components[0].terms", "no-such-record"),
    Change("add", "people", None),
    Change("add", "people", ["who"]),
    Change("add", "people", {"who": None}),
    Change("add", "people", {1: "x"}),
    Change("add", "people", {"whom": "x"}),
    Change("add", "use", {"title": "x"}),
    Change("items", "people", "Mara"),
    Change("items", "people", [{"who": {"x": "y"}}]),
    Change("items", "people", [{"who": str(n)} for n in range(13)]),
    Change("items", "people[0]", []),
    Change("none", "use"),
    Change("not_sure", "nothing"),
    Change("remove", "people"),
    Change("remove", "people[9]"),
    Change("remove", "use.title"),
    Change("take_back", "facts"),
    Change("take_back", "people[7].who"),
]


@pytest.mark.parametrize("change", HOSTILE, ids=lambda change: f"{change.act} {change.path[:20]}")
def test_a_change_that_does_not_fit_is_refused_and_the_others_are_kept(change: Change) -> None:
    sheet = people("Mara")
    merge = sheet.make("ana", 1, answer("use.title", "A"), change, answer("use.purpose", "B"))
    assert given(sheet.document, "use.title") == "A"
    assert given(sheet.document, "use.purpose") == "B"
    assert [each.change for each in merge.refused] == [change]
    assert merge.refused[0].problems
    assert sheet.document["people"] == [{"who": "Mara"}]


numbers = itertools.count()


@dataclass
class Page:
    """A person's open page: the revision and the declaration that it shows."""

    user: str
    base: int
    shown: dict[str, Any]


def item(document: dict[str, Any], name: str) -> dict[str, Any] | None:
    found = [each for each in document["components"] if each["name"] == name]
    return found[0] if found else None


def texts(document: dict[str, Any]) -> set[str]:
    return {each["tier"] for each in document["components"] if "tier" in each}


PLACES = [
    f"{part.name}{'' if part.one else f'[{index}]'}.{name}"
    for part in INTERVIEW.schema.declared
    for index in (0, 1)
    for name in part.fields
]
LISTS = [part.name for part in INTERVIEW.schema.declared]
PATHS = st.sampled_from([*PLACES, *LISTS]) | st.sampled_from(LISTS).map("{}[0]".format) | st.text()
NAMES = st.sampled_from(["name", "who", "kind", "tier", "act"]) | st.text(max_size=4)
WORDS = st.sampled_from(["yes", "no", "unknown", "2026-12-01", "2.5", "cast", "replica", "prompt"])

ACTS = st.tuples(
    st.sampled_from(["ana", "bo", "cy"]),
    st.sampled_from(["answer", "answer", "answer", "add", "remove", "items", "look"]),
    st.integers(0, 5),
)


@settings(max_examples=150, deadline=None)
@drawn(st.lists(ACTS, min_size=2, max_size=14))
def test_whatever_pages_do_nothing_is_lost_and_nothing_lands_elsewhere(acts: list) -> None:
    """Items are known by their name, which nobody changes; every answer is a new text."""
    document = harmless()
    document["components"] = [{"name": f"i{n}"} for n in range(3)]
    sheet = Sheet(document)
    pages = {user: Page(user, 1, document) for user in ("ana", "bo", "cy")}
    written: dict[str, tuple[str, int]] = {}
    for user, act, number in acts:
        page = pages[user]
        shown = page.shown["components"]
        if act == "look":
            pages[user] = Page(user, sheet.revision, sheet.document)
            continue
        text = f"t{next(numbers)}"
        if act == "add" or not shown:
            change = Change("add", "components", {"name": f"i{text}"})
        elif act == "items":
            kept = [{"name": each["name"]} for each in shown[number % len(shown) :]]
            change = Change("items", "components", kept)
        elif act == "remove":
            change = Change("remove", f"components[{number % len(shown)}]")
        else:
            change = answer(f"components[{number % len(shown)}].tier", text)
        before = texts(sheet.document)
        merge = sheet.make(user, page.base, change)
        gone = before - texts(sheet.document)
        for each in gone:
            by, revision = written[each]
            assert by == user or revision <= page.base, "an answer was replaced unseen"
        if change.act != "answer":
            continue
        target = shown[number % len(shown)]["name"]
        there = item(sheet.document, target)
        if merge.changed:
            assert there is not None
            assert there["tier"] == text
            written[text] = (user, sheet.revision)
        elif merge.offers:
            (offer,) = merge.offers
            if offer.change.act == "add":
                assert (offer.change.value["name"], offer.change.value["tier"]) == (target, text)
            else:
                assert given(sheet.document, offer.path.replace("tier", "name")) == target
        elif not merge.refused:
            assert there is None, "an answer was lost"
            assert any(move.user == user for move in sheet.moves), "and not by its own page"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@drawn(st.lists(st.tuples(st.sampled_from(get_args(Act)), PATHS, JSON), max_size=6))
def test_whatever_a_program_sends_is_kept_or_refused(acts: list[tuple[Act, str, Any]]) -> None:
    """Nothing raises, and what is kept is a declaration that any reader takes."""
    sheet = people("Mara", "Ilan")
    for number, (act, path, value) in enumerate(acts):
        sheet.make(("ana", "bo")[number % 2], number // 2, Change(act, path, value))
    assert read(sheet.document, "x", INTERVIEW.schema).kind == "declaration"
