"""Every example of the platform pack comes out as it was expected, by hand, from the guidance."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.intake import read
from clearslate.policy.language.ir import Not
from clearslate.policy.pack.load import shipped_pack
from tests.policy.packs.examples import Example, answer, examples, expected, fails

PACK = shipped_pack().pack
ALL = examples()
RULES = [rule.id for rule in PACK.rules]
#: Rules that decide no outcome by themselves: they add to another finding on the same case.
BESIDE_OTHERS = {"prominent", "exception", "lapsed"}


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.id)
def test_example(example: Example) -> None:
    read({**example.declaration, "facts": example.facts}, example.id, shipped_pack().schema)
    got = answer(example, PACK, Interpreter(PACK))
    wanted = expected(example)
    assert {key: got.get(key, set()) for key in wanted} == wanted


def test_ids_are_used_once() -> None:
    assert [name for name, count in Counter(e.id for e in ALL).items() if count > 1] == []


def test_every_row_has_an_example() -> None:
    cited = {row for example in ALL for row in example.cites}
    assert cited == {row.id for row in PACK.rows}


def test_every_use_case_and_matrix_row_is_there() -> None:
    ids = {example.id for example in ALL}
    for number in range(2, 63, 2):
        assert any(name.startswith(f"use-{number}-") for name in ids), number
    for number in range(1, 7):
        assert sum(name.startswith(f"matrix-m{number}-") for name in ids) >= 2, number


@pytest.mark.parametrize("name", RULES)
def test_every_rule_holds_somewhere_not_everywhere_and_is_open_somewhere(name: str) -> None:
    certain = {e.id for e in ALL if any(_rule(f) == name for f in e.expect.get("findings", ()))}
    open_ = {e.id for e in ALL if any(_rule(f) == name for f in e.expect.get("uncertain", ()))}
    assert certain
    assert open_
    assert {example.id for example in ALL} - certain - open_


@pytest.mark.parametrize("name", RULES)
def test_without_a_rule_an_example_fails(name: str) -> None:
    fewer = replace(PACK, rules=tuple(rule for rule in PACK.rules if rule.id != name))
    engine = Interpreter(fewer)
    failed = [example for example in ALL if fails(example, fewer, engine)]
    assert failed
    decided = [e for e in failed if answer(e, fewer, engine)["outcome"] != e.expect["outcome"]]
    assert bool(decided) == (name not in BESIDE_OTHERS)


@pytest.mark.parametrize("name", RULES)
def test_with_a_rule_turned_round_an_example_fails(name: str) -> None:
    turned = tuple(
        replace(rule, when=Not(rule.when)) if rule.id == name else rule for rule in PACK.rules
    )
    pack = replace(PACK, rules=turned)
    engine = Interpreter(pack)
    assert any(fails(example, pack, engine) for example in ALL)


def test_proportions_are_those_of_the_guidance() -> None:
    """Over the use cases, most need approval, some are on hold, few are notify."""
    outcomes = Counter(
        example.expect["outcome"] for example in ALL if example.id.startswith("use-")
    )
    assert outcomes["approval"] > outcomes["hold"] > outcomes["notify"] > 0


def _rule(finding: str) -> str:
    return finding.partition("(")[0]
