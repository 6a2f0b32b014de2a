"""The compiled engine gives the interpreter's answers: on every pack, on every case."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Expression,
    Field,
    Literal,
    Member,
    Not,
    Or,
    Quantified,
    Truth,
)
from clearslate.policy.pack.model import Need, Outcome, Pack
from tests.policy.generators import Cases, Packs, pack, rule
from tests.policy.worlds import World, real_world, tiny_world

METHODS = ("gate", "hits", "guards", "bounds")


def answers(engine: Any, case: dict[str, Any]) -> dict[str, Any]:
    """Everything an engine says of a case."""
    return {method: getattr(engine, method)(case) for method in METHODS}


def bare_outcome(engine: Interpreter, case: dict[str, Any]) -> int | None:
    """The bare outcome by the interpreter."""
    return None if engine.gate(case) is True else engine.bounds(case).outcome


def assert_equal_on(made: Pack, world: World, random: Random, cases: int) -> None:
    """Both engines agree on some random cases."""
    oracle, engine = Interpreter(made), Compiled(made)
    for _ in range(cases):
        case = Cases(random, world).case()
        assert answers(engine, case) == answers(oracle, case), case
        assert engine.outcome(case) == bare_outcome(oracle, case), case


@pytest.mark.parametrize("seed", range(24))
def test_on_random_packs_over_the_real_schema(seed: int) -> None:
    random, world = Random(seed), real_world()
    for _ in range(3):
        made = Packs(random, world).pack(rules=8, guards=3)
        assert_equal_on(made, world, random, 25)


@pytest.mark.parametrize("seed", range(16))
def test_on_random_packs_that_repeat_the_same_few_fields(seed: int) -> None:
    random, world = Random(seed), tiny_world()
    for _ in range(4):
        made = Packs(random, world).pack(rules=6, guards=4, depth=5)
        assert_equal_on(made, world, random, 30)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_on_a_large_pack(seed: int) -> None:
    random, world = Random(seed), real_world()
    made = Packs(random, world).pack(rules=120, guards=40, depth=3)
    assert_equal_on(made, world, random, 40)


def test_the_answers_have_the_same_types() -> None:
    random, world = Random(7), real_world()
    made = Packs(random, world).pack(rules=30, guards=10)
    case = Cases(random, world).case(0.3)
    for method in METHODS:
        one, other = getattr(Interpreter(made), method)(case), getattr(Compiled(made), method)(case)
        assert type(one) is type(other)
        if isinstance(one, list):
            assert [type(each) for each in one] == [type(each) for each in other]


def test_an_empty_pack_notifies() -> None:
    case = Cases(Random(0), real_world()).case()
    assert answers(Compiled(pack([])), case) == answers(Interpreter(pack([])), case)
    assert Compiled(pack([])).bounds(case) == (0, 0, 0)


BEGUN = Truth(Field("use", "use", "begun", "yesno"))
FACE_VALUES = ("face", "voice", "age", "words")


def person(name: str, kind: Any = "yesno", variable: str = "person") -> Field:
    """A field of a person."""
    return Field(variable, "people", name, kind)


def element(variable: str) -> Field:
    """The element of a loop over somebody's aspects."""
    return Field(variable, "people.aspects", "", "one", "aspect")


ASPECTS = person("aspects", "many")
IS_FACE = Compare("==", element("a"), Literal("face"))
SAME_ELEMENT = Compare("==", element("b"), element("a"))
SAME_GUILD = Compare("==", person("guild", "one", "x"), person("guild", "one"))
ANY_FACE_OF_X = Quantified(
    "any", "a", "people", person("aspects", "many", "x"), Member(element("a"), FACE_VALUES)
)
X_SCRIPTED, Y_SCRIPTED = (Truth(person("as_scripted", variable=name)) for name in "xy")

SHAPES: dict[str, Expression] = {
    "a loop that ignores its item": Quantified("any", "x", "people", None, BEGUN),
    "all over a list": Quantified("all", "x", "people", None, X_SCRIPTED),
    "the same loop under two names": And(
        (
            Quantified("any", "x", "people", None, X_SCRIPTED),
            Quantified("any", "y", "people", None, Y_SCRIPTED),
        )
    ),
    "a loop that reads the item of the rule": Quantified("any", "x", "people", None, SAME_GUILD),
    "few elements": Quantified(
        "any", "a", "people", ASPECTS, Member(element("a"), ("face", "voice"))
    ),
    "many elements": Quantified("all", "a", "people", ASPECTS, Member(element("a"), FACE_VALUES)),
    "an element of the loop outside": Quantified(
        "any",
        "a",
        "people",
        ASPECTS,
        Quantified("all", "b", "people", ASPECTS, And((IS_FACE, Not(SAME_ELEMENT)))),
    ),
    "a loop in a loop": Quantified("all", "x", "people", None, Or((BEGUN, ANY_FACE_OF_X))),
    "written-out constants": Or((And((Constant(True), BEGUN)), Not(Constant(True)))),
    "nothing but a constant": Not(Constant(False)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_on_each_shape_of_a_condition(shape: str) -> None:
    when = SHAPES[shape]
    need = Need(person("use_consent"), when)
    shared = {"for_each": "people", "variable": "person"}
    made = pack(
        [
            rule("plain", when, outcome=Outcome.APPROVAL, **shared),
            rule("with-need", Not(when), outcome=Outcome.NOTIFY, needs=(need,), **shared),
            rule("hold", And((when, BEGUN)), outcome=Outcome.HOLD, **shared),
        ]
    )
    assert_equal_on(made, real_world(), Random(shape), 200)


def test_hostile_text_stays_a_constant() -> None:
    hostile = "'); __import__('os').system('true'); ('\\\n\"\"\"{use.title}"
    title = Field("use", "use", "title", "text")
    odd = Field("use", "use", "x'] or __import__('os", "text")
    made = pack(
        [rule(hostile, And((Compare("==", title, Literal(hostile)), Member(odd, (hostile,)))))]
    )
    case = Cases(Random(1), real_world()).case(0.0)
    case["use"] = {**case["use"], "title": hostile, odd.name: hostile}
    assert Compiled(made).bounds(case) == (1, 1, 1)
    assert answers(Compiled(made), case) == answers(Interpreter(made), case)


def test_fields_of_one_name_in_two_parts_stay_apart() -> None:
    one, other = (Field(part, part, "house.kind", "one") for part in ("use", "production"))
    is_a = [Compare("==", field, Literal("a")) for field in (one, one, other, other)]
    made = pack([rule("both", And((*is_a[:2], Not(Or(tuple(is_a[2:]))), Truth(BEGUN.field))))])
    case = Cases(Random(1), real_world()).case(0.0)
    case["use"] |= {"house.kind": "a", "begun": True}
    for kind, outcome in (("a", 0), ("b", 1)):
        case["production"]["house.kind"] = kind
        assert Compiled(made).bounds(case).outcome == outcome
