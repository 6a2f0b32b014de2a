"""Strong Kleene: the tables, and that unknown never becomes more certain than the truth."""

import itertools

import pytest

from clearslate.policy.language.interpret import traced, truth, unknowns
from clearslate.policy.language.ir import And, Field, Not, Or, Quantified, Truth
from clearslate.policy.language.logic import both, either, negation

VALUES = (True, False, None)


@pytest.mark.parametrize(
    ("one", "two", "conjunction", "disjunction"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_the_tables(one, two, conjunction, disjunction):
    assert both([one, two]) is both([two, one]) is conjunction
    assert either([one, two]) is either([two, one]) is disjunction


def test_negation_leaves_unknown_unknown():
    assert [negation(value) for value in VALUES] == [False, True, None]


@pytest.mark.parametrize(
    ("items", "some", "every"),
    [
        (None, None, None),
        ([], False, True),
        ([True], True, True),
        ([None], None, None),
        ([True, None], True, None),
        ([False, None], None, False),
    ],
)
def test_quantifiers_over_unknown_empty_and_full_lists(items, some, every):
    resolved = {"outputs": items if items is None else [{"fabricates": each} for each in items]}
    body = Truth(Field("o", "outputs", "fabricates", "yesno"))
    assert truth(Quantified("any", "o", "outputs", None, body), {}, resolved) is some
    assert truth(Quantified("all", "o", "outputs", None, body), {}, resolved) is every


def test_unknowns_names_only_what_keeps_the_condition_open():
    a, b, c = (Truth(Field("use", "use", name, "yesno")) for name in "abc")
    condition = And((Or((a, b)), Not(c)))
    for values in itertools.product(VALUES, repeat=3):
        item = dict(zip("abc", values, strict=True))
        env = {"use": (item, "use")}
        named = set(unknowns(condition, env, {}))
        if truth(condition, env, {}) is not None:
            assert not named
            continue
        # Some value of each named answer, with the others unknown or settled, can still matter.
        assert named
        assert named <= {f"use.{name}" for name, value in item.items() if value is None}


def test_traced_names_enough_answers_to_settle_a_condition():
    a, b, c = (Truth(Field("use", "use", name, "yesno")) for name in "abc")

    def paths(condition, **values):
        return traced(condition, {"use": (values, "use")}, {})

    either_one = Or((a, b))
    assert paths(either_one, a=True, b=True) == (True, ["use.a", "use.b"])
    assert paths(either_one, a=True, b=False) == (True, ["use.a"])
    assert paths(either_one, a=False, b=False) == (False, ["use.a", "use.b"])
    without = And((c, Not(And((a, b)))))
    assert paths(without, c=True, a=False, b=False) == (True, ["use.c", "use.a"])
    assert paths(without, c=None, a=None, b=False) == (None, ["use.c"])
