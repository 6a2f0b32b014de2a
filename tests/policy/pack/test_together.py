"""Several packs in one assessment must agree on what their names mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearslate.policy.errors import CaseError, PackError
from clearslate.policy.library import case, rulebooks
from clearslate.policy.pack.load import load_pack
from tests.policy.pack.test_hostile_packs import OWN, SERVED
from tests.policy.pack.test_load_errors import GOOD

QUESTION = "      - {field: use.house.mood, ask: a, why: b, who: c, nature: fact}\n"


def pack(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = GOOD.replace(*SERVED) + QUESTION + OWN
    for old, new in (("urn:test:pack", f"urn:test:{name}"), *changes):
        assert old in text
        text = text.replace(old, new)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(*paths: Path) -> str:
    with pytest.raises(PackError) as caught:
        rulebooks(paths)
    return str(caught.value)


def test_a_vocabulary_defined_in_two_ways(tmp_path: Path) -> None:
    other = pack(tmp_path, "b", ("calm: Calm, ", ""))
    assert "define the vocabulary “mood” in two ways" in refusal(pack(tmp_path, "a"), other)


def test_a_field_defined_in_two_ways(tmp_path: Path) -> None:
    other = pack(tmp_path, "b", ("title: Mood}", "title: The mood}"))
    assert "define the field “use.house.mood” in two ways" in refusal(pack(tmp_path, "a"), other)


def test_a_pack_with_the_urn_of_the_platform_is_never_left_out_in_silence(tmp_path: Path) -> None:
    path = pack(tmp_path, "a", ("urn:test:a", "urn:clearslate:pack:platform"))
    assert "Two packs have the urn urn:clearslate:pack:platform." in refusal(path)


def test_a_pack_that_is_named_twice_is_one_pack(tmp_path: Path) -> None:
    path = pack(tmp_path, "a")
    assert len(rulebooks((path, load_pack(path), "platform"))) == 2


def relaxed(folder: Path, name: str) -> Path:
    """A pack that reads S1 of the platform otherwise where nobody chooses."""
    return pack(folder, name, ("default: strict", "default: relaxed"))


def readings(*packs: Path, adopted_by: str = "") -> str:
    document = {"clearslate": "declaration/1"}
    made = case(document, on="2026-11-24", packs=packs, adopted_by=adopted_by)
    return made.switches["S1"]


def test_an_advisory_pack_changes_no_reading_of_the_others(tmp_path: Path) -> None:
    assert readings(relaxed(tmp_path, "a")) == "strict"


def test_two_adopted_packs_with_two_readings_of_one_switch(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="Choose one of them"):
        readings(relaxed(tmp_path, "a"), adopted_by="somebody")
    document = {"clearslate": "declaration/1"}
    case(
        document,
        on="2026-11-24",
        packs=[relaxed(tmp_path, "a")],
        adopted_by="somebody",
        switches={"S1": "strict"},
    )


def test_a_switch_with_other_readings(tmp_path: Path) -> None:
    other = pack(tmp_path, "a", ("strict: a, relaxed: b", "strict: a, loose: b"))
    assert "define the switch “S1” in two ways" in refusal(other)
