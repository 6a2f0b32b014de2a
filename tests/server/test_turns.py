"""Whose turn it is: declarants while evidence is missing, reviewers of the areas otherwise."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from clearslate.accounts.permissions import Action
from clearslate.policy.pack.load import shipped_pack
from clearslate.uses.turns import Person, Turns, turns_among

ANA = Person("ana", "Ana")


def member(name: str, *areas: str, stands_in: bool = False, **given: Any) -> Any:
    """A membership, as far as turns look at one."""
    return SimpleNamespace(
        user_id=name.lower(),
        user=SimpleNamespace(is_active=given.get("active", True), name=name),
        role=SimpleNamespace(actions=given.get("actions", [Action.DECIDE.value])),
        areas=list(areas),
        stands_in=stands_in,
        ended_at=given.get("ended_at"),
    )


def among(*members: Any) -> Turns:
    return turns_among(members, shipped_pack().pack.areas)


def who(
    turns: Turns, *areas: str, reads: str = "in_review", waits_for: str = "decision"
) -> list[str]:
    return [each.id for each in turns.of(reads, areas, ANA, waits_for).people]


def test_reviewers_have_what_is_in_their_areas_each_once() -> None:
    turns = among(member("Dee", "data", "ethics"), member("Rob", "rights"), member("Eve"))
    assert who(turns, "data", "ethics", "rights") == ["dee", "rob"]


def test_who_looks_after_all_has_what_nobody_looks_after_by_name() -> None:
    assert who(among(member("Dee", "data"), member("Eve")), "talent") == ["eve"]


def test_who_stands_in_has_it_where_there_is_nobody_else() -> None:
    stand_in = member("Ada", "data", stands_in=True)
    assert who(among(stand_in, member("Dee", "data")), "data") == ["dee"]
    assert who(among(stand_in), "data") == ["ada"]


@pytest.mark.parametrize("gone", [{"active": False}, {"ended_at": "today"}, {"actions": []}])
def test_who_is_gone_or_may_not_judge_has_nothing(gone: dict[str, Any]) -> None:
    turn = among(member("Dee", "data", **gone)).of("in_review", ["data"], ANA, "decision")
    assert (turn.people, turn.called()) == ((), "platform data security")


def test_nobody_has_what_they_declared_themselves() -> None:
    assert who(among(member("Ana", "data"), member("Dee", "data")), "data") == ["dee"]


def test_the_declarant_has_what_is_on_hold_or_lapsed_or_wants_its_result() -> None:
    turns = among(member("Dee", "data"))
    assert who(turns, "data", reads="on_hold", waits_for="evidence") == ["ana"]
    assert who(turns, reads="lapsed", waits_for="") == ["ana"]
    assert who(turns, reads="go_ahead", waits_for="result") == ["ana"]


@pytest.mark.parametrize(
    "reads", ["noticed", "cleared", "go_ahead", "stale", "suspended", "declined", "withdrawn"]
)
def test_nobody_has_what_is_settled_or_goes_on_by_itself(reads: str) -> None:
    turn = among(member("Eve")).of(reads, ["data"], ANA)
    assert turn.people == ()
    assert turn.called()


@pytest.mark.parametrize(
    ("waits_for", "action"),
    [
        ("look", Action.LOOK_AT_RESULTS),
        ("legal_review", Action.REVIEW_LEGALLY),
        ("rights", Action.CLEAR_RIGHTS),
    ],
)
def test_what_follows_the_go_ahead_is_with_whoever_keeps_it(waits_for: str, action: Action) -> None:
    keepers = [member(name, actions=[action.value]) for name in ("Kit", "Ana")]
    turns = among(*keepers, member("Dee", "data"))
    assert who(turns, reads="go_ahead", waits_for=waits_for) == ["kit"]
    nobody = among(member("Dee", "data")).of("go_ahead", [], ANA, waits_for)
    assert (nobody.people, nobody.called()) == ((), "nobody is named yet")


def test_who_was_asked_has_it_beside_those_who_can_decide_meanwhile() -> None:
    turns = among(member("Dee", "data"), member("Bo", actions=[]))
    waiting = turns.of("in_review", ["data"], ANA, "answer", ["bo"])
    assert [each.id for each in waiting.people] == ["bo"]
    both = turns.of("in_review", ["data"], ANA, "decision", ["bo"])
    assert [each.id for each in both.people] == ["dee", "bo"]


def test_what_was_called_up_is_with_whoever_looks_after_all() -> None:
    assert who(among(member("Dee", "data"), member("Eve"))) == ["eve"]


def test_you_come_first_and_the_rest_are_counted() -> None:
    turn = among(*(member(name, "data") for name in ("Bo", "Cy", "Di"))).of(
        "in_review", ["data"], ANA, "decision"
    )
    assert turn.called("di").startswith("You, ")
    assert turn.called("di").endswith(" and 1 more")
