"""The parts of the pages of declaring: sections, board, panel, words, and what was taken back."""

from __future__ import annotations

from typing import Any

import pytest

from clearslate.policy.intake import make_rulebooks
from clearslate.policy.interview import Asked, Interview, Journey, blank
from clearslate.policy.library import load_pack
from clearslate.ui.views.declare.board import cells_of
from clearslate.ui.views.declare.gone import titles_gone
from clearslate.ui.views.declare.lines import line_of
from clearslate.ui.views.declare.panel import Panel, panel_of
from clearslate.ui.views.declare.sections import Section, numbers_of, sections_of
from clearslate.ui.views.declare.words import answer_of, change_words
from clearslate.uses.changes import Change
from tests.docs.world import DAY, HOUSE, assess, declaration, declared, facts


@pytest.fixture(scope="module")
def interview() -> Interview:
    return Interview(make_rulebooks(load_pack("platform")), on=DAY, facts=facts())


def sections(interview: Interview, document: Any) -> tuple[Section, ...]:
    return sections_of(interview.journey(document), interview.schema, {})


def panel(interview: Interview, document: Any) -> Panel:
    journey = interview.journey(document)
    numbers = numbers_of(sections(interview, document))
    ids = {path: path for path in numbers}
    return panel_of(assess(document), journey, DAY, numbers, ids)


def asked(journey: Journey, path: str) -> Asked:
    found = journey.asked(path)
    assert found is not None
    return found


@pytest.mark.parametrize("name", declared()[::6])
def test_every_question_stands_in_one_section_under_one_number(
    interview: Interview, name: str
) -> None:
    found = sections(interview, declaration(name))
    numbers = numbers_of(found)
    assert len(set(numbers.values())) == len(numbers)
    steps = [step.key for section in found for step in section.steps]
    assert sorted(steps) == sorted(s.key for s in interview.journey(declaration(name)).steps)
    open_ = {a.path for s in interview.journey(declaration(name)).steps for a in s.questions
             if a.state == "open"}  # fmt: skip
    assert open_ <= set(numbers)


def test_cards_of_other_packs_have_a_section_of_their_own() -> None:
    platform = load_pack("platform")
    books = make_rulebooks(platform, [load_pack(HOUSE)], adopted_by="Nadja Polwhele")
    house = Interview(books, on=DAY)
    titles = {book.loaded.pack.urn: book.loaded.pack.title for book in books}
    last = sections_of(house.journey(blank()), house.schema, titles)[-1]
    assert last.title == f"Further questions of {books[-1].loaded.pack.title}"
    assert [step.card.id for step in last.steps] == ["house"]


def test_a_section_says_where_it_stands(interview: Interview) -> None:
    words = {each.key: each.word for each in sections(interview, blank())}
    assert words["what"] == "9 left"
    assert words["models"] == "waits"
    mood = {
        each.key: each for each in sections(interview, declaration("development-mood-board.yaml"))
    }
    assert mood["people"].done
    assert mood["people"].word == "1"
    assert mood["models"].word == "not asked"
    assert not mood["models"].done


def test_the_board_says_what_is_known_and_what_is_not(interview: Interview) -> None:
    empty = [cell["value"] for cell in cells_of(blank(), interview.schema, "Draft")]
    assert empty == ["Without a title", *["not said yet"] * 4]
    document = declaration("vfx-de-ageing-lead.yaml")
    cells = cells_of(document, interview.schema, "Draft")
    assert [cell["value"] for cell in cells] == [
        "The keeper at twenty-five",
        "Visual effects, Larkspire VFX",
        "203_0100 to 203_0140",
        "The final picture",
        "1 Dec 2026 to 5 Mar 2027",
    ]
    unsure = dict.fromkeys(("outputs", "components"), "unknown")
    use = dict.fromkeys(("title", "department", "shots", "work_from", "work_to"), "unknown")
    cells = cells_of({**unsure, "use": use}, interview.schema, "Draft")
    assert [cell["value"] for cell in cells] == empty


def test_the_panel_counts_what_can_still_change_it(interview: Interview) -> None:
    first = panel(interview, blank())
    assert first.sticks == "open"
    assert first.left == len(first.deciding) + first.adding == 17
    assert "At least notify, at most on hold." in first.says
    done = panel(interview, declaration("development-mood-board.yaml"))
    assert (done.outcome, done.sticks, done.headline) == ("notify", "closed", "Notify")
    assert done.says == "As answered so far: notify. No other outcome is possible now."
    none = panel(interview, declaration("vfx-wire-removal-by-hand.yaml"))
    assert none.outcome == "not_a_use"
    assert none.says == "Not a use of generative AI. No further answer is needed."


def test_not_sure_says_what_it_does(interview: Interview) -> None:
    document = declaration("editorial-everything-not-sure.yaml")
    effects = set()
    for step in interview.journey(document).steps:
        for each in step.questions:
            line = line_of(each, step, interview, number="1.1")
            assert bool(line.effect) == (each.answer == "unknown")
            effects.add(line.effect)
    assert {"Noted as not sure. The notice will say so."} < effects
    assert any(effect.startswith("Not sure is never read as a yes") for effect in effects)


@pytest.mark.parametrize("name", declared()[::5])
def test_every_answer_has_words(interview: Interview, name: str) -> None:
    for step in interview.journey(declaration(name)).steps:
        for each in step.questions:
            words = answer_of(each, interview.schema)
            assert words
            assert "[" not in words
            if each.answer is not None:
                assert words != "not answered yet"


def test_every_change_has_words(interview: Interview) -> None:
    journey = interview.journey(declaration("development-mood-board.yaml"))
    schema = interview.schema
    cases = [
        (Change("answer", "use.department", "vfx"), "Visual effects"),
        (Change("answer", "use.begun", "yes"), "Yes"),
        (Change("answer", "use.media", ["sound"]), "Sound, voice or music"),
        (Change("answer", "use.work_from", "2026-12-01"), "1 Dec 2026"),
        (Change("not_sure", "use.title"), "not sure"),
        (Change("none", "people"), "none"),
        (Change("take_back", "use.title"), "no answer"),
        (Change("add", "people", {"who": "Ana"}), "one more: Ana"),
        (Change("items", "people", [{"who": "Ana"}, {"who": "Bo"}]), "Ana; Bo"),
        (Change("remove", "people[0]"), "one less"),
    ]
    for change, words in cases:
        assert change_words(change, journey.asked(change.path), schema) == words
    assert change_words(Change("answer", "use.title", "X"), None, schema) == "X"


def test_what_was_taken_back_is_told_item_by_item(interview: Interview) -> None:
    before = {
        "use": {"title": "T", "begun": "yes"},
        "people": [
            {"who": "Ana", "act": "replica", "guild": "actra"},
            {"who": "Bo", "act": "replica"},
        ],
    }
    after = {
        "use": {"title": "T"},
        "people": [{"who": "Bo", "act": "replica"}, {"who": "Ana", "act": "customary"}],
    }
    assert titles_gone(interview.schema, before, after) == ["Work has begun already", "Guild"]
    assert titles_gone(interview.schema, before, {**after, "people": "unknown"}) == [
        "Work has begun already"
    ]


def test_a_settled_outcome_is_not_said_to_change(interview: Interview) -> None:
    said = set()
    for name in declared():
        found = panel(interview, declaration(name))
        if found.left and found.settled and found.assessed.outcome:
            said.add("settled")
            assert found.still_open.startswith("Settled, ")
            assert found.sticks == "closed"
        elif found.left and found.deciding and not found.settled:
            said.add("open")
            assert found.still_open.endswith("can change it")
            assert found.sticks == "open"
    assert said >= {"settled"} or said >= {"open"}
    assert panel(interview, declaration(declared()[0])).principles_title == "Five principles"
