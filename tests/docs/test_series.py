"""The fictional series: its tables tell the truth, and together its files cover the guidance."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from clearslate.policy.pack import shipped_pack
from clearslate.policy.render.words import SIGNS
from tests.docs.world import (
    DAY,
    SERIES,
    Row,
    assess,
    assessed,
    declaration,
    declared,
    document,
    facts,
    table,
)  # fmt: skip

ROWS = list(table())
DEPARTMENTS = (
    "development", "art", "costume", "vfx", "sound", "music", "editorial", "localisation",
    "marketing", "documentary",
)  # fmt: skip
#: Rows that the assessment carries out as a whole; no finding or duty of one use cites them.
WHOLE = {"A1", "A2", "A3", "A6", "F1", "M1", "N11", "T4", "V2"}


def outcome_word(name: str, **switches: str) -> str:
    """The outcome as people read it: never the bare word approval."""
    return SIGNS[assessed(name, **switches).outcome or "not_a_use"].word


def test_every_declaration_is_in_a_table_once() -> None:
    assert sorted(row.file for row in ROWS) == declared()
    assert len(ROWS) >= 32


def test_every_department_declares() -> None:
    assert {row.file.partition("-")[0] for row in ROWS} == set(DEPARTMENTS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_the_table_gives_the_outcome(row: Row) -> None:
    assert outcome_word(row.file) == row.outcome


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_the_file_gives_its_outcome_in_a_comment(row: Row) -> None:
    text = (SERIES / row.file).read_text(encoding="utf-8")
    said = re.search(r"^# Outcome: (not a use|notify|needs approval|on hold)\b", text, re.M)
    assert said, "a comment says “# Outcome: …”"
    assert said[1] == row.outcome


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_the_rows_are_those_that_its_assessment_cites(row: Row) -> None:
    assessment = assessed(row.file)
    cited = {name for finding in assessment.findings for name in finding.cite}
    cited |= {name for duty in assessment.duties for name in duty.cite}
    assert set(row.rows) - WHOLE <= cited


def test_together_they_cover_every_row() -> None:
    known = {row.id for row in shipped_pack().pack.rows}
    assert {name for row in ROWS for name in row.rows} == known


def test_the_proportion_is_realistic() -> None:
    counted = Counter(row.outcome for row in ROWS)
    uses = len(ROWS) - counted["not a use"]
    assert 0.06 <= counted["notify"] / uses <= 0.15
    assert 0.55 <= counted["needs approval"] / uses <= 0.75
    assert 0.18 <= counted["on hold"] / uses <= 0.30
    said = (SERIES / "README.md").read_text(encoding="utf-8")
    assert (
        f"Of the {uses} uses, {counted['notify']} are notify, {counted['needs approval']} need"
        f" approval and {counted['on hold']} are on hold." in said
    )


@pytest.mark.parametrize(
    ("name", "switches", "outcome"),
    [
        ("art-notice-board-in-background.yaml", {"S1": "relaxed"}, "notify"),
        ("vfx-fall-from-the-gallery.yaml", {"S4": "strict"}, "on hold"),
        ("vfx-reshoot-with-consented-replica.yaml", {"S4": "strict"}, "needs approval"),
        ("vfx-denoise-craft-list.yaml", {"S3": "relaxed"}, "needs approval"),
    ],
)
def test_what_the_comments_say_of_switches(
    name: str, switches: dict[str, str], outcome: str
) -> None:
    assert outcome_word(name, **switches) == outcome


@pytest.mark.parametrize(
    ("name", "changes", "outcome"),
    [
        ("art-concepts-after-agreement-ends", {"use": {"work_to": "2026-11-30"}}, "notify"),
        ("vfx-crowd-of-strangers-agreement-ends", {"use": {"work_to": "2027-01-15"}}, "approval"),
        (
            "costume-fabric-patterns-free-tier",
            {"components": dict.fromkeys(("stores", "reuses", "trains"), "no")
             | {"terms_match": "yes", "secured": "yes"}},
            "notify",
        ),
        ("development-call-sheet-assistant",
         {"inputs": {"personal_data": "no", "sensitivity": "none"}}, "notify"),
        ("editorial-visual-adr-new-line", {"use": {"shots": ["206_0450"]}}, "approval"),
        ("sound-line-made-warmer", {"use": {"shots": ["205_0310"]}}, "approval"),
        ("vfx-fall-from-the-gallery", {"people": {"unsafe_for_anyone": "no"}}, "hold"),
        ("vfx-sharpening-invents-a-face", {"people": {"act": "significant"}}, "hold"),
        ("vfx-sharpening-invents-a-face", {"people": {"act": "customary"}}, "approval"),
        ("documentary-archive-film-colourised", {"inputs": {"rights": "refused"}}, "hold"),
        ("documentary-news-clip-in-background", {"people": None}, "approval"),
        ("vfx-wire-removal-by-hand", {"components": {"technique": "generative"}}, "approval"),
    ],
)  # fmt: skip
def test_what_the_comments_say_of_one_changed_fact(
    name: str, changes: dict[str, Any], outcome: str
) -> None:
    values = declaration(f"{name}.yaml")
    for part, answers in changes.items():
        if answers is None:
            values[part] = []
        else:
            (values[part] if part == "use" else values[part][0]).update(answers)
    assert assess(values).outcome == outcome


def test_vendor_and_in_house_have_the_same_findings() -> None:
    vendor, own = (
        assessed(f"vfx-flood-three-steps-{who}.yaml").findings for who in ("vendor", "in-house")
    )
    assert vendor == own
    assert {finding.subject for finding in vendor if not finding.certain} == {"Tidecaster, water"}


def test_customary_work_reaches_no_talent_rule() -> None:
    for name in ("sound-dialogue-clean-up.yaml", "localisation-dub-timing.yaml"):
        assert "talent" not in {finding.area for finding in assessed(name).findings}


def test_doubt_leaves_every_outcome_possible() -> None:
    for name in ("editorial-everything-not-sure.yaml", "editorial-idea-barely-described.yaml"):
        assert assessed(name).interval == ("notify", "hold")


def test_the_demo_names_declarations_of_the_series() -> None:
    demo = document(SERIES / "demo.yaml")
    assert demo["clearslate"] == "demo/1"
    assert demo["date"] == DAY.isoformat()
    assert len(demo["instructive"]) == 3
    assert {each["file"] for each in demo["instructive"]} <= set(declared())
    assert all(len(each["why"].split()) <= 40 for each in demo["instructive"])


def test_hashes_are_of_different_documents() -> None:
    hashes = [
        record["sha256"] for part in ("agreements", "terms", "evidence") for record in facts()[part]
    ]
    assert all(re.fullmatch(r"[0-9a-f]{64}", each) for each in hashes)
    assert len(set(hashes)) == len(hashes)


def test_everything_on_file_is_used_by_a_declaration() -> None:
    text = "\n".join((SERIES / name).read_text(encoding="utf-8") for name in declared())
    for record in facts()["terms"]:
        assert f"terms: {record['id']}" in text, record["id"]
    for document_ in facts()["evidence"]:
        assert document_["subject"] in text, document_["id"]
    for model in facts()["models_on_file"]:
        assert f"record: {model['id']}" in text, model["id"]
