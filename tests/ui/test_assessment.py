"""An assessment as templates show it: nothing lost, nothing hidden, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from clearslate.policy.assess import Assessment, Assessor
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.pack import shipped_pack
from clearslate.policy.render.words import ORDER
from clearslate.ui.assessment import Shown, shown
from clearslate.ui.seen import seen
from tests.docs.world import DAY, assessor, declaration, declared, facts
from tests.policy.render.hostile import CONTROL, NAME
from tests.policy.ways import drawn

BOOK = Rulebook(shipped_pack())


def case_of(name: str) -> Case:
    return make_case(declaration(name), rulebooks=[BOOK], on=DAY, facts=facts())


def both(case: Case) -> tuple[Assessment, Shown]:
    assessed = assessor().assess(case)
    return assessed, shown(assessed, case)


@pytest.mark.parametrize("name", declared())
def test_every_finding_is_in_its_area(name: str) -> None:
    check_findings(case_of(name))


@pytest.mark.parametrize("seed", range(40))
def test_every_finding_of_random_cases_is_in_its_area(seed: int) -> None:
    check_findings(drawn.case(Random(seed), BOOK))


def check_findings(case: Case) -> None:
    assessed, page = both(case)
    by_area = {area.id: area for area in page.areas}
    assert len(by_area) == len(page.areas)
    assert set(by_area) == {finding.area for finding in assessed.findings}
    for finding in assessed.findings:
        rows = by_area[finding.area].rows
        alone = any(row.text == finding.because for row in rows)
        together = any(finding.title == title for row in rows for title, _ in row.waits)
        assert alone or together
        cites = {cite.id for row in rows for cite in row.cites}
        cites |= {cite.id for row in rows for _, waiting in row.waits for cite in waiting}
        assert set(finding.cite) <= cites
    for row in (row for area in page.areas for row in area.rows):
        assert row.sign in (*ORDER, "not_sure")
        assert all(cite.text for cite in row.cites)


def test_the_gravest_comes_first() -> None:
    for name in declared():
        _, page = both(case_of(name))
        worst = [
            max(ORDER.index(row.sign) for row in area.rows if row.sign in ORDER)
            for area in page.areas
            if any(row.sign in ORDER for row in area.rows)
        ]
        assert worst == sorted(worst, reverse=True)


def test_areas_without_a_finding_are_named() -> None:
    _, page = both(case_of("vfx-crowd-from-scans.yaml"))
    titles = {area.title for area in page.areas}
    assert titles | set(page.quiet) == {area.title for area in shipped_pack().pack.areas}
    assert not titles & set(page.quiet)


def test_how_far_an_area_is_stands_beside_it() -> None:
    case = case_of("vfx-crowd-from-scans.yaml")
    standings = {area.id: f"Standing of {area.id}" for area in shipped_pack().pack.areas}
    page = shown(assessor().assess(case), case, standings=standings)
    assert page.areas
    for area in page.areas:
        assert area.standing == f"Standing of {area.id}"


def test_findings_of_one_open_list_are_told_together() -> None:
    assessed, page = both(case_of("editorial-everything-not-sure.yaml"))
    waiting = [row for area in page.areas for row in area.rows if row.waits]
    assert len(waiting) < sum(len(row.waits) for row in waiting)
    texts = [row.text for area in page.areas for row in area.rows if not row.waits]
    assert len(texts) + sum(len(row.waits) for row in waiting) == len(assessed.findings)


def test_evidence_says_whether_it_is_there_and_who_would_have_it() -> None:
    _, page = both(case_of("editorial-visual-adr-new-line.yaml"))
    papers = [paper for area in page.areas for row in area.rows for paper in row.papers]
    missing = [paper for paper in papers if not paper.on_file]
    assert missing
    assert all(paper.who for paper in missing)


@pytest.mark.parametrize("name", declared())
def test_everything_declared_is_told(name: str) -> None:
    case = case_of(name)
    _, page = both(case)
    said = " ".join(" ".join(told(page)).split())
    for part in case.declaration.values():
        for item in part if isinstance(part, list) else [part]:
            for value in item.values() if isinstance(item, dict) else ():
                if isinstance(value, str) and " " in value:
                    assert " ".join(value.split()) in said


def told(page: Shown) -> Iterator[str]:
    """Everything that the page says of the declaration."""
    yield from (page.outline.title, page.purpose)
    for group in page.declared:
        yield from (group.title, group.words)
        for item in group.items:
            yield item.name
            yield from (text for pair in item.answers for text in pair)


def test_advisory_findings_stand_apart() -> None:
    loaded = shipped_pack()
    other = replace(
        loaded,
        pack=replace(
            loaded.pack,
            urn="urn:test:other",
            title="Another view",
            rules=tuple(replace(rule, pack="urn:test:other") for rule in loaded.pack.rules),
        ),
    )
    books = (BOOK, Rulebook(other, adopted=False))
    case = make_case(
        declaration("vfx-crowd-from-scans.yaml"), rulebooks=books, on=DAY, facts=facts()
    )
    page = shown(Assessor(books).assess(case), case)
    (advice,) = page.advice
    assert advice.title == "Another view"
    assert [row.text for row in advice.rows]
    assert {cite.id for row in advice.rows for cite in row.cites} <= {
        each.id for each in page.cites
    }


def test_what_has_no_shape_is_written_out() -> None:
    assert seen("plain") == "plain"
    assert seen("two\nlines") == "two\nlines"
    for letter in "\u202e\u2066\u200b\ufeff\x1b\x00":
        assert letter not in seen(NAME + CONTROL)
    document = {"use": {"title": NAME}, "outputs": [{"name": NAME}], "n": 7, "none": None}
    shown_ = seen(document)
    assert shown_["n"] == 7
    assert shown_["outputs"][0]["name"] == seen(NAME)


def test_a_hostile_name_is_seen_everywhere_on_the_page() -> None:
    document = declaration("vfx-crowd-from-scans.yaml")
    document["use"] = {**document["use"], "title": NAME[:120], "purpose": NAME}
    document["people"] = [{**document["people"][0], "who": NAME[:120]}]
    case = make_case(document, rulebooks=[BOOK], on=DAY, facts=facts())
    _, page = both(case)
    assert "\u202e" not in repr(replace(page, assessment=None))
    assert "\\u202e" not in repr(page)


def test_it_keeps_to_what_was_found() -> None:
    case = case_of("vfx-crowd-from-scans.yaml")
    assessed, page = both(case)
    assert page.assessment == assessed
    assert page.assessment.sha256 == assessed.sha256
    assert (page.low, page.high) == assessed.interval
