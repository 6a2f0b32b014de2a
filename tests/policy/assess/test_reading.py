"""Reading back gives the very value that was kept, and the very bytes; all else is refused."""

from __future__ import annotations

import dataclasses
import json
from random import Random

import pytest

from clearslate.policy.assess import Assessor
from clearslate.policy.assess.reading import pinned, read_assessment, read_case
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.errors import CaseError
from clearslate.policy.pack import shipped_pack
from clearslate.policy.pack.load import Loaded
from tests.docs.world import DAY, assessed, declaration, declared, facts
from tests.policy.ways import drawn


@pytest.mark.parametrize("name", declared())
def test_the_series_reads_back(name: str) -> None:
    pack = shipped_pack()
    found = assessed(name)
    assert read_assessment(found.canonical) == found
    case = make_case(declaration(name), rulebooks=[Rulebook(pack)], on=DAY, facts=facts())
    assert pinned(case.canonical) == (pack.pack.sha256,)
    again = read_case(case.canonical, {pack.pack.sha256: pack})
    assert again == case
    assert again.sha256 == found.case
    assert Assessor(again.rulebooks).assess(again).canonical == found.canonical


ASSESSOR = Assessor([Rulebook(shipped_pack())])


@pytest.mark.parametrize("seed", range(200))
def test_random_cases_read_back(seed: int) -> None:
    book = Rulebook(shipped_pack())
    case = drawn.case(Random(seed), book)
    found = ASSESSOR.assess(case)
    again = read_assessment(found.canonical)
    assert again == found
    assert again.canonical == found.canonical
    assert again.sha256 == found.sha256
    assert read_case(case.canonical, {book.loaded.pack.sha256: book.loaded}) == case


def test_adopted_and_advisory_packs_read_back_as_they_applied() -> None:
    random = Random(1)
    first, second, third = (drawn.rulebook(random).loaded for _ in range(3))
    books = (
        Rulebook(first),
        Rulebook(_named(second, "urn:test:second"), adopted=True, adopted_by="Ada Okafor"),
        Rulebook(_named(third, "urn:test:third"), adopted=False),
    )
    case = dataclasses.replace(drawn.case(random, books[0]), rulebooks=books)
    packs = {book.loaded.pack.sha256: book.loaded for book in books}
    assert read_case(case.canonical, packs).rulebooks == books


def _named(loaded: Loaded, urn: str) -> Loaded:
    pack = dataclasses.replace(loaded.pack, urn=urn, sha256=urn.ljust(64, "0"))
    return dataclasses.replace(loaded, pack=pack)


def test_a_case_without_its_pack_says_which() -> None:
    pack = shipped_pack()
    case = make_case(declaration(declared()[0]), rulebooks=[Rulebook(pack)], on=DAY, facts=facts())
    with pytest.raises(CaseError, match=pack.pack.urn):
        read_case(case.canonical, {})


BYTES = assessed("vfx-crowd-from-scans.yaml").canonical


def changed(**changes: object) -> bytes:
    """The assessment with other values at its top level, as canonical bytes."""
    document = json.loads(BYTES) | changes
    return json.dumps(
        {key: value for key, value in document.items() if value is not ...},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


FINDING = json.loads(BYTES)["findings"][0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"nonsense",
        b"\xff",
        b"[" * 100_000,
        BYTES[:-1],
        BYTES + b" ",
        BYTES.replace(b'","', b'", "', 1),
        changed(clearslate="assessment/2"),
        changed(semantics=3),
        changed(made_by="a lawyer"),
        changed(title=7),
        changed(title=...),
        changed(other="x"),
        changed(findings="none"),
        changed(findings=[{**FINDING, "certain": "yes"}]),
        changed(findings=[{**FINDING, "certain": 1}]),
        changed(findings=[{**FINDING, "cite": [None]}]),
        changed(findings=[{**FINDING, "answers": [{"path": "x"}]}]),
        changed(findings=[{**FINDING, "switches": [["S1", "strict"]]}]),
        changed(interval=["hold"]),
        changed(reviewers=[{"area": "a", "title": "", "reviewer": "", "days": True, "rules": []}]),
        changed(switches=[]),
        changed(title="half").replace(b'"half"', b'"\\ud800"'),
    ],
    ids=lambda data: str(len(data)),
)
def test_bytes_that_are_no_assessment_are_refused(data: bytes) -> None:
    with pytest.raises(CaseError, match="cannot be read back"):
        read_assessment(data)


CASE = make_case(
    declaration("vfx-crowd-from-scans.yaml"),
    rulebooks=[Rulebook(shipped_pack())],
    on=DAY,
    facts=facts(),
).canonical


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        BYTES,
        CASE[:-1],
        CASE.replace(b'"date":"2026-11-24"', b'"date":"2026-11-31"'),
        CASE.replace(b'"date":"2026-11-24"', b'"date": "2026-11-24"'),
        CASE.replace(b'"date":"2026-11-24",', b""),
        CASE.replace(b'"switches":{', b'"switches":7,"z":{'),
        CASE.replace(b'"facts":{', b'"facts":{"x":1.5,'),
        CASE.replace(b'"packs":[', b'"packs":["x",'),
        CASE.replace(b'"packs":[', b'"packs":7,"z":['),
    ],
)
def test_bytes_that_are_no_case_are_refused(data: bytes) -> None:
    pack = shipped_pack()
    with pytest.raises(CaseError, match="cannot be read back"):
        read_case(data, {pack.pack.sha256: pack})


def test_a_case_that_names_no_packs_is_refused() -> None:
    with pytest.raises(CaseError, match="does not name its packs"):
        pinned(b'{"clearslate":"case/1"}')


def test_what_an_earlier_engine_made_is_read_as_it_was() -> None:
    data = changed(semantics=1)
    found = read_assessment(data)
    assert found.semantics == 1
    assert found.canonical == data
