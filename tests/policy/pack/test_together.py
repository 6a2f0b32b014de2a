"""Several packs in one assessment must agree on what their names mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearslate.policy.errors import PackError
from clearslate.policy.library import rulebooks
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
