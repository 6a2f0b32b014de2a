"""`import clearslate`: three lines from a file to an assessment."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import clearslate
from clearslate.policy.documents import plain, read_text

ROOT = Path(__file__).parents[2]
SERIES = ROOT / "examples" / "series"
FACTS = SERIES / "facts.yaml"
BOARD = SERIES / "development-mood-board.yaml"
TEXT = "clearslate: declaration/1\nuse: {title: Board}\n"


def test_three_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assessment = clearslate.assess(BOARD, facts=FACTS, on="2026-11-24")
    print(assessment.outcome, assessment.as_text())
    assert capsys.readouterr().out.startswith("notify Mood board for the harbour")


def test_a_path_a_text_bytes_and_values_are_the_same_case() -> None:
    values = plain(read_text(TEXT.encode(), name="x"))
    path = ROOT / ".no-such-file"
    assert not path.exists()
    cases = [clearslate.case(each, on="2026-11-24") for each in (TEXT, TEXT.encode(), values)]
    assert len({made.sha256 for made in cases}) == 1
    one = clearslate.assess(str(BOARD), facts=str(FACTS), on=date(2026, 11, 24))
    other = clearslate.assess(BOARD.read_bytes(), facts=FACTS.read_bytes(), on="2026-11-24")
    assert one.canonical == other.canonical


def test_json_text_is_told_by_its_brace() -> None:
    made = clearslate.case('{"clearslate": "declaration/1"}', on="2026-11-24")
    assert made.declaration == {"clearslate": "declaration/1"}


def test_read_gives_plain_values() -> None:
    assert clearslate.read(TEXT) == {"clearslate": "declaration/1", "use": {"title": "Board"}}


def test_ways_take_what_assess_takes() -> None:
    path = SERIES / "editorial-visual-adr-new-line.yaml"
    found = clearslate.ways(path, facts=FACTS, on="2026-11-24")
    assert found.outcome == "hold"
    assert found.targets


def test_a_case_document_comes_back_as_the_same_case() -> None:
    made = clearslate.case(BOARD, facts=FACTS, on="2026-11-24", switches={"S1": "relaxed"})
    again = clearslate.case(made.document, on="2030-01-01")
    assert again.sha256 == made.sha256
    assert clearslate.assess(made.canonical, on="2030-01-01").case == made.sha256


def test_packs_by_name_path_and_value() -> None:
    house = ROOT / "examples" / "house"
    loaded = clearslate.load_pack(house)
    by_path = clearslate.assess(BOARD, facts=FACTS, on="2026-11-24", packs=[house])
    by_value = clearslate.assess(BOARD, facts=FACTS, on="2026-11-24", packs=[loaded])
    assert by_path == by_value
    assert clearslate.load_pack("platform").pack.urn == "urn:clearslate:pack:platform"
    by_name = clearslate.assess(BOARD, facts=FACTS, on="2026-11-24", packs=["platform"])
    assert [pack.standing for pack in by_name.packs] == ["adopted"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: clearslate.assess("nowhere.yaml", on="2026-11-24"), "There is no such file"),
        (lambda: clearslate.assess(TEXT, on="tomorrow"), "no date such as"),
        (lambda: clearslate.assess(TEXT, on="2026-11-24", facts=TEXT), "Facts are needed"),
        (lambda: clearslate.assess(TEXT, on="2026-11-24", switches={"S1": "x"}), "no reading"),
        (lambda: clearslate.assess(TEXT, on="2026-11-24", packs=["nothing"]), "no pack at"),
        (lambda: clearslate.assess({"use": {"begun": True}}, on="2026-11-24"), "yes or no"),
        (lambda: clearslate.read({"clearslate": "declaration/1", "x": "y"}), "no such key"),
    ],
)
def test_every_error_is_a_policy_error_with_problems(call, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(clearslate.PolicyError, match=said) as error:
        call()
    assert error.value.problems


def test_facts_in_two_places_are_refused() -> None:
    text = f"{TEXT}facts: {{production: {{id: x}}}}\n"
    with pytest.raises(clearslate.PolicyError, match="Keep one"):
        clearslate.assess(text, on="2026-11-24", facts="clearslate: facts/1\nproduction: {id: y}\n")


def test_a_problem_in_the_facts_names_the_facts() -> None:
    facts = "clearslate: facts/1\nterms:\n  - {id: t, agreement: nowhere}\n"
    with pytest.raises(clearslate.PolicyError) as error:
        clearslate.assess(BOARD, on="2026-11-24", facts=facts)
    named = {problem.path: (problem.file, problem.line) for problem in error.value.problems}
    assert named["terms[0].agreement"] == ("-", 3)
    assert named["components[0].terms"][0] == str(BOARD)


def test_importing_it_loads_nothing_else() -> None:
    code = (
        "import sys, clearslate;"
        "assert not [m for m in sys.modules if m.startswith('clearslate.')];"
        "assert 'assess' in dir(clearslate);"
        "clearslate.assess"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'asses'"):
        _ = clearslate.asses
    assert all(getattr(clearslate, name) for name in clearslate.__all__)
