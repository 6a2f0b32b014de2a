"""The journey: which cards come up, in which state, and when the interview is finished."""

import copy
from pathlib import Path
from typing import Any

import pytest

from clearslate.policy.interview import Interview, State, blank, given
from clearslate.policy.library import rulebooks
from clearslate.policy.pack.model import Outcome
from tests.policy.interview import deageing
from tests.policy.interview.respondents import ON, Walk, replay
from tests.policy.interview.world import CONSENTS, FACTS, MOOD_BOARD, interview

HOUSE = Path(__file__).parents[3] / "examples" / "house"


def with_(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The document with answers changed; a path is written with two underscores for each dot."""
    changed = copy.deepcopy(document)
    for key, value in changes.items():
        part, _, field = key.partition("__")
        target = changed[part] if isinstance(changed[part], dict) else changed[part][0]
        target[field] = value
    return changed


def walk(mind: dict[str, Any], asking: Interview | None = None) -> Walk:
    return Walk(asking or interview(), replay(mind))


def test_a_harmless_mood_board_with_a_known_tool_takes_ten_cards_and_is_notify() -> None:
    taken = walk(MOOD_BOARD)
    assert len(taken.cards) == 10
    assert taken.last.so_far.outcome is Outcome.NOTIFY
    assert taken.document == MOOD_BOARD


def test_a_tool_that_nobody_knows_adds_one_card_about_its_terms() -> None:
    own = {"technique": "generative", "stores": "no", "reuses": "no", "trains": "no",
           "terms_match": "yes", "secured": "yes"}  # fmt: skip
    mind = copy.deepcopy(MOOD_BOARD)
    mind["components"][0] |= own
    del mind["components"][0]["terms"]
    taken = walk(mind, interview({"production": FACTS["production"]}))
    assert len(taken.cards) == 11
    assert taken.last.so_far.outcome is Outcome.NOTIFY


def test_a_full_deageing_case_takes_about_twenty_five_cards() -> None:
    taken = walk(deageing.DEAGEING, interview(deageing.FACTS))
    assert 21 <= len(taken.cards) <= 27
    assert taken.last.so_far.outcome is Outcome.HOLD
    assert taken.document == deageing.DEAGEING


def test_a_use_without_generative_ai_ends_at_once() -> None:
    mind = with_(MOOD_BOARD, components__technique="not_ai", components__terms="unknown")
    taken = walk(mind)
    assert taken.last.so_far.outcome is None
    assert taken.cards == ["use", "tools", "tool_terms[0]"]
    assert all(step.state is not State.OPEN for step in taken.last.steps)


def test_not_sure_is_possible_everywhere_and_needs_approval() -> None:
    taken = Walk(
        interview(), lambda asking, document, step, asked: asking.not_sure(document, asked.path)
    )
    assert taken.last.finished
    assert taken.last.so_far.outcome is Outcome.APPROVAL
    assert taken.last.so_far.high is Outcome.HOLD


def test_what_the_register_answers_is_not_asked_and_is_shown() -> None:
    journey = walk(MOOD_BOARD).last
    asked = journey.asked("components[0].stores")
    assert asked is not None
    assert (asked.state, asked.on_file) == (State.SETTLED, "no")


def test_terms_that_have_lapsed_are_not_asked_about_again() -> None:
    facts = copy.deepcopy(FACTS)
    facts["agreements"][0]["to"] = "2026-12-10"
    taken = walk(MOOD_BOARD, interview(facts))
    assert not any(card.startswith("tool_terms") for card in taken.cards)
    assert taken.last.so_far.outcome is Outcome.APPROVAL


def test_the_same_journey_comes_of_the_same_declaration() -> None:
    one, other = interview(), interview()
    document = walk(MOOD_BOARD, one).documents[12]
    assert one.journey(document) == other.journey(document)


def test_a_blank_declaration_says_how_much_there_is_to_ask() -> None:
    journey = interview().journey(blank())
    assert (journey.remaining, journey.finished) == (10, False)
    assert journey.possible > 0
    assert journey.next is not None
    assert journey.next.key == "use"


def test_every_list_empty_asks_for_a_tool_and_an_output() -> None:
    lists = ("outputs", "components", "inputs", "references", "people", "models", "crafts")
    journey = interview().journey({**blank(), **{name: [] for name in lists}})
    for name in ("outputs", "components"):
        asked = journey.asked(name)
        assert asked is not None
        assert (asked.state, asked.needs_one) == (State.OPEN, True)


def test_an_exception_is_asked_for_only_where_consent_or_its_record_hangs_on_it() -> None:
    facts = {**FACTS, "evidence": CONSENTS}
    person = {"who": "Mara Lindqvist", "relation": "cast"}
    customary = {**MOOD_BOARD, "people": [{**person, "act": "customary", "as_scripted": "yes"}]}
    assert not {"person_change[0]", "person_exception[0]", "person_guild[0]"} & set(
        walk(customary, interview(facts)).cards
    )
    altered = {**MOOD_BOARD, "people": [{**person, "act": "significant", "aspects": ["face"]}]}
    assert "person_exception[0]" in walk(altered, interview(facts)).cards


def test_a_consent_is_not_missing_while_its_scope_is_still_being_asked() -> None:
    facts = {**FACTS, "evidence": CONSENTS}
    person = {"who": "Mara Lindqvist", "relation": "cast", "act": "significant"}
    document = {**MOOD_BOARD, "people": [person]}
    asking = interview(facts)
    aspects = asking.journey(document).asked("people[0].aspects")
    assert aspects is not None
    assert aspects.state is State.OPEN
    answered = asking.answer(document, "people[0].aspects", ["face", "age"])
    assert "alter" in {each.rule for each in asking.journey(answered).so_far.findings}


def test_a_card_that_is_begun_is_finished_first() -> None:
    asking = interview()
    document = asking.answer(walk(MOOD_BOARD).documents[9], "use.misleads", "no")
    following = asking.journey(document).next
    assert following is not None
    assert following.key == "tools" or any(
        asked.state is State.ANSWERED for asked in following.questions
    )


def test_cards_about_one_person_follow_each_other() -> None:
    cards = walk(deageing.DEAGEING, interview(deageing.FACTS)).cards
    first = cards.index("person_act[0]")
    own = {"person_change[0]", "person_exception[0]", "person_guild[0]"}
    assert set(cards[first + 1 : first + 4]) == own


def test_a_question_says_which_rules_wait_for_it() -> None:
    journey = interview().journey(walk(MOOD_BOARD).documents[9])
    models = journey.asked("models")
    assert models is not None
    assert {"train", "talent_model", "reuse"} <= set(models.settles)


def test_craft_facts_are_asked_where_every_tool_only_assists() -> None:
    asking = interview()
    mind = with_(
        MOOD_BOARD,
        components__technique="assistive", components__terms="unknown",
        outputs__destination="final_picture", outputs__adds_nothing="yes",
        outputs__people_unchanged="yes", outputs__stays_inside="yes", outputs__quality_only="yes",
    )  # fmt: skip
    assert "craft[0]" in walk(mind, asking).cards
    generative = with_(mind, components__technique="generative")
    assert "craft[0]" not in walk(generative, asking).cards


def test_a_line_somebody_is_not_sure_about_keeps_its_rules_open() -> None:
    asking = interview()
    card = next(step.card for step in asking.journey(blank()).steps if step.key == "references")
    item = asking.doubt_item(card, "living_artist")
    document = asking.set_items(MOOD_BOARD, "references", [item])
    so_far = asking.journey(document).so_far
    assert "reference" in so_far.open_rules
    assert so_far.outcome is Outcome.APPROVAL
    assert asking.journey(document).finished


def test_nothing_opens_again_after_an_answer_that_only_settles() -> None:
    taken = walk(deageing.DEAGEING, interview(deageing.FACTS))
    left = [each.remaining for each in taken.journeys]
    assert left[-1] == 0
    assert all(given(taken.document, asked.path) is not None or asked.state is not State.OPEN
               for step in taken.last.steps for asked in step.questions)  # fmt: skip


REVISED = (
    ("use.otherwise", "nobody"),
    ("outputs[0].destination", "development"),
    ("inputs[1].owner", "production"),
    ("inputs[1].personal_data", "no"),
    ("people[0].act", "customary"),
    ("people[0].act", "anonymise"),
    ("models[0].talent", "no"),
    ("models[0].origin", "as_supplied"),
    ("components[1].secured", "no"),
    ("components[0].technique", "not_ai"),
)


@pytest.mark.parametrize(("path", "value"), REVISED)
def test_revising_an_answer_and_revising_it_back_loses_nothing_for_good(
    path: str, value: str
) -> None:
    asking = interview(deageing.FACTS)
    revised = asking.answer(deageing.DEAGEING, path, value)
    assert Walk(asking, replay(deageing.DEAGEING), revised).last.finished
    back = asking.answer(revised, path, given(deageing.DEAGEING, path))
    assert Walk(asking, replay(deageing.DEAGEING), back).document == deageing.DEAGEING


def test_a_house_pack_asks_its_own_questions_once_somebody_has_adopted_it() -> None:
    adopted, advisory = (
        Interview(rulebooks([HOUSE], adopted_by=name), on=ON, facts=FACTS) for name in ("Ada", "")
    )
    assert "house" in walk(MOOD_BOARD, adopted).cards
    assert given(adopted.answer(MOOD_BOARD, "use.house.agreed", "yes"), "use.house.agreed") == "yes"
    assert walk(MOOD_BOARD, advisory).cards == walk(MOOD_BOARD).cards
