"""How many items a list needs: counted from the formula, and never too few."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from random import Random

import pytest

from clearslate.policy.pack.model import Outcome
from clearslate.policy.prove import subject
from clearslate.policy.prove.answer import answer
from clearslate.policy.prove.formula import NOW, THEN, all_of, negated
from clearslate.policy.prove.outcome import PackFormulas
from clearslate.policy.prove.rails import rails
from clearslate.policy.prove.search import Query, find
from clearslate.policy.prove.space import Comparison, How, longest
from clearslate.policy.prove.witnesses import slots
from tests.policy.generators import Cases, Packs
from tests.policy.prove.small import SCHEMA, check, expression, pack, rule, sound
from tests.policy.prove.test_encoding import S4
from tests.policy.worlds import real_world

LEVELS = (Outcome.APPROVAL, Outcome.HOLD)


def needed(text, variable=None):
    """The slots that "certainly true" needs."""
    return slots(rails(expression(text, variable), NOW).true, partial(longest, SCHEMA))


ANY_P = "any(p.recognisable for p in people)"
ANY_Q = "any(q.as_scripted for q in people)"
ANY_O = "any(o.fabricates for o in outputs)"
EACH_NAMED = "all(any(c.name == o.name for c in components) for o in outputs)"
EACH_OTHER = "all(any(x.name == o.vendor for x in components) for o in components)"
ANY_C = "any(c.stores for c in components)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use.begun", {}),
        (ANY_P, {"people": 1}),
        ("all(p.recognisable for p in people)", {}),
        ("not all(p.recognisable for p in people)", {"people": 1}),
        # Each part of a conjunction has its witness; of a disjunction one part is enough.
        (f"{ANY_P} and {ANY_Q}", {"people": 2}),
        (f"{ANY_P} or {ANY_Q}", {"people": 1}),
        # One witness of the outer loop, and one for it; each item of an "all" needs its own.
        ("any(any(c.name == o.name for c in components) for o in outputs)",
         {"outputs": 1, "components": 1}),
        (EACH_NAMED, {}),
        (f"{ANY_O} and {EACH_NAMED}", {"outputs": 1, "components": 1}),
        # A list whose items need each other has no smaller bound than the schema's.
        (f"{EACH_OTHER} and {ANY_C}", {"components": 8}),
        ("any(n == 'A' for n in use.shots) and any(n == 'B' for n in use.shots)", {"use.shots": 2}),
        # Nothing is taken out of a field of chosen values, so each of them may need a witness.
        ("all(any(p.recognisable and g == 'lock' for p in people) for g in output.gates)",
         {"people": 4}),
    ],
)  # fmt: skip
def test_slots_are_counted_from_the_formula(text, expected):
    assert needed(text, "output") == expected


def test_one_slot_would_be_unsound():
    # At one slot `both` would never hold without `first`, and would be called covered by it.
    made = pack(
        [
            rule("both", f"{ANY_P} and any(not q.recognisable for q in people)"),
            rule("none", "all(not p.recognisable for p in people)"),
        ]
    )  # fmt: skip
    assert check("overlaps-declared", made).holds
    assert check("rule-can-fire", made).holds


@pytest.mark.parametrize(
    "name", ["unknown-never-notify", "answers-stay-in-interval", "rule-can-fire"]
)
@pytest.mark.parametrize("spare", [1, 12])
def test_more_slots_change_no_verdict_of_a_small_pack(name, spare):
    about = subject(sound(), SCHEMA)
    assert check(name, replace(about, spare=spare)).holds is check(name, about).holds


def queries(made):
    """Questions about one case and about two, with what the interpreter says of each."""
    now, then = PackFormulas(made, NOW), PackFormulas(made, THEN)
    for level in LEVELS:
        yield Query(
            all_of(now.is_use, now.outcome_reaches(level)),
            partial(lambda level, s: (answer(made, s.now).outcome or 0) >= level, level),
        )
        yield Query(
            all_of(now.is_use, negated(now.outcome_reaches(level))),
            partial(
                lambda level, s: (
                    answer(made, s.now).outcome is not None and answer(made, s.now).outcome < level
                ),
                level,
            ),
        )
        yield Query(
            all_of(
                now.is_use, then.is_use, now.outcome_reaches(level),
                negated(then.outcome_reaches(level)),
            ),
            partial(
                lambda level, s: answer(made, s.then).outcome is not None
                and (answer(made, s.now).outcome or 0) >= level > answer(made, s.then).outcome,
                level,
            ),
            Comparison(answers=How.ANSWERED),
        )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_what_a_random_case_shows_is_never_called_impossible(seed):
    random, world = Random(seed), real_world()
    made = replace(Packs(random, world).pack(rules=4, guards=2, depth=3), switches=(S4,))
    about = replace(subject(made, SCHEMA), readings={"S4": ("report", "strict")})
    cases = Cases(random, world)
    pairs = [(case, cases.refined(case)) for case in (cases.case() for _ in range(150))]
    for query in queries(made):
        seen = any(query.reproduces(Pair(now, then)) for now, then in pairs)
        found = find(query, about, smallest=False)
        assert found is not None or not seen
        if found is None:
            assert find(query, replace(about, spare=1), smallest=False) is None


class Pair:
    """Two cases, as a query looks at them."""

    def __init__(self, now, then):
        self.now = now
        self.then = then
