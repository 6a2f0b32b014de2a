"""No assessment of the golden corpus changes without a new semantics number."""

from __future__ import annotations

from collections import Counter

import pytest

from clearslate.policy.assess.assessment import SEMANTICS
from clearslate.policy.pack.load import load_pack
from tools import golden

LOADED = load_pack(golden.PACK)
STORED = golden.stored(LOADED)
CASES = [made for made, _ in STORED.values()]
WANTED = {name: result for name, (_, result) in STORED.items()}


def test_it_is_large_and_holds_every_outcome() -> None:
    assert len(STORED) >= 200
    counts = Counter(result["outcome"] for result in WANTED.values())
    assert set(counts) == {"notify", "approval", "hold", None}
    assert min(counts.values()) >= 3
    assert len({made.sha256 for made in CASES}) == len(CASES)


def test_every_rule_holds_somewhere_in_it() -> None:
    from clearslate.policy.assess.assess import Assessor

    assessor = Assessor(CASES[0].rulebooks)
    fired = {f.rule for made in CASES for f in assessor.assess(made).findings if f.certain}
    assert fired == {rule.id for rule in LOADED.pack.rules}


def test_it_was_written_under_the_semantics_in_force() -> None:
    assert golden.recorded_semantics() == SEMANTICS, "run: python -m tools.golden"


def test_every_assessment_is_the_same_to_the_byte() -> None:
    now = dict(zip(STORED, golden.results(CASES), strict=True))
    changed = [name for name in STORED if now[name] != WANTED[name]]
    assert changed == [], (
        "An assessment changed. If that is meant, raise SEMANTICS, say why in CHANGELOG.md, and"
        " run: python -m tools.golden"
    )


def test_the_tool_refuses_a_change_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        golden, "results", lambda made: ({"outcome": "hold", "sha256": "0"} for _ in made)
    )
    before = golden.CORPUS.read_bytes()
    assert golden.main([]) == 1
    assert golden.CORPUS.read_bytes() == before
