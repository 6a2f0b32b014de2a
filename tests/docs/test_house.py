"""The house pack of the examples: it loads, tightens, and does what its pages say."""

from __future__ import annotations

import functools
from typing import Any

from clearslate.policy.assess import Assessment, Assessor
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.declaration.check import check_declaration
from clearslate.policy.documents import read_text
from clearslate.policy.pack import load_pack, shipped_pack
from clearslate.policy.pack.load import Loaded
from tests.docs.world import DAY, HOUSE, facts

SONG = HOUSE / "sea-song-for-the-opening.yaml"


@functools.cache
def house() -> Loaded:
    return load_pack(HOUSE)


def song(pack: Loaded, **changes: Any) -> Assessment:
    """The assessment of the house's declaration, with answers of its use changed."""
    assessor = Assessor([Rulebook(pack)])
    declaration = check_declaration(
        read_text(SONG.read_bytes(), name=SONG.name), house().schema, name=SONG.name
    )
    declaration["use"] |= changes
    if pack is not house():
        del declaration["use"]["house"]
    rulebooks = [applied.rulebook for applied in assessor.applied]
    return assessor.assess(make_case(declaration, rulebooks=rulebooks, on=DAY, facts=facts()))


def test_it_works() -> None:
    assessment = song(house())
    assert assessment.outcome == "hold"
    assert [missing.evidence for missing in assessment.missing] == ["input.clearance"]


def test_the_platform_alone_asks_for_approval() -> None:
    assert song(shipped_pack()).outcome == "approval"


def test_the_question_of_the_house_is_mandatory() -> None:
    open_ = song(house(), house={"agreed": "unknown"}).unanswered
    assert [unknown.path for unknown in open_] == ["use.house.agreed"]


def test_the_rules_that_are_replaced_and_added() -> None:
    base = {rule.id: rule for rule in shipped_pack().pack.rules}
    own = {rule.id for rule in house().pack.rules if rule.pack == house().pack.urn}
    assert own == {"agreed", "third_party"}
    assert own & set(base) == {"third_party"}
    assert house().pack.warnings == ()
