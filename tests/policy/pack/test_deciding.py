"""What deciding takes from a pack: read, checked, extended, and never part of an assessment."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearslate.policy.errors import PackError
from clearslate.policy.pack.load import Loaded, load_pack
from tests.policy.pack.test_load_errors import GOOD

DECIDING = """\
reasons:
  - {id: harmless, title: Harmless here, for: [approve]}
  - {id: not_cleared, title: The rights are not cleared, for: [decline, send_back], areas: [data]}
"""
CAREFUL = "careful: {title: Careful, text: Take care."


def load(folder: Path, deciding: str = DECIDING, head: str = GOOD) -> Loaded:
    (folder / "pack.yaml").write_text(head, encoding="utf-8")
    (folder / "deciding.yaml").write_text(deciding, encoding="utf-8")
    return load_pack(folder)


def refused(folder: Path, deciding: str = DECIDING, head: str = GOOD) -> list[str]:
    with pytest.raises(PackError) as caught:
        load(folder, deciding, head)
    assert all(problem.line for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


def house(folder: Path, base: Loaded, text: str) -> Loaded:
    path = folder / "house.yaml"
    path.write_text(
        "format: pack/1\nurn: urn:test:house\ntitle: A house\npublisher: Nobody\n"
        'version: "1"\nin_force: {from: 2026-01-01}\nlicence: Apache-2.0\n'
        f"languages: [en]\nextends: urn:test:pack\n{text}",
        encoding="utf-8",
    )
    return load_pack(path, bases=[base])


def test_reasons_are_offered_for_an_act_and_in_their_areas(tmp_path: Path) -> None:
    harmless, not_cleared = load(tmp_path).pack.reasons
    assert (harmless.title, harmless.for_, harmless.areas) == ("Harmless here", ("approve",), ())
    assert harmless.offered("approve", "data")
    assert harmless.offered("approve", "talent")
    assert not harmless.offered("decline", "data")
    assert not_cleared.offered("send_back", "data")
    assert not not_cleared.offered("decline", "talent")
    assert not_cleared.source == "deciding.yaml:3"


def test_a_pack_in_one_file_holds_them_too(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(GOOD + DECIDING, encoding="utf-8")
    assert [reason.id for reason in load_pack(path).pack.reasons] == ["harmless", "not_cleared"]


def test_a_pack_without_them_loads(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(GOOD, encoding="utf-8")
    pack = load_pack(path).pack
    assert pack.reasons == ()
    assert [(each.line, each.human_input) for each in pack.conditions] == [(None, False)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[approve]", "[aprove]", "There is no act “aprove”. Did you mean “approve”?"),
        ("[approve]", "[]", "A reason says what it may be given for"),
        (", for: [approve]", "", "A reason says what it may be given for"),
        ("[approve]", "approve", "A list of words is needed here."),
        ("areas: [data]", "areas: [dta]", "There is no area “dta”. Did you mean “data”?"),
        ("id: not_cleared", "id: harmless", "“harmless” stands twice, first at deciding.yaml:2."),
        ("title: Harmless here", "titel: x, title: x", "There is no such key here."),
        ("id: harmless, title: Harmless here,", "id: harmless,", "This text is missing."),
        ("reasons:", "reason:", "There is no such key here. Did you mean “reasons”?"),
    ],
)
def test_a_mistake_in_a_reason_is_told_once(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in DECIDING
    (told,) = refused(tmp_path, DECIDING.replace(old, new, 1))
    assert told.startswith("deciding.yaml:")
    assert message in told


@pytest.mark.parametrize("line", ["result", "legal_review", "rights_clearance"])
def test_a_condition_says_for_which_act_it_calls(tmp_path: Path, line: str) -> None:
    head = GOOD.replace(CAREFUL, f"{CAREFUL}, line: {line}")
    (condition,) = load(tmp_path, head=head).pack.conditions
    assert (condition.line, condition.human_input) == (line, False)


def test_a_look_at_the_result_may_ask_for_human_input(tmp_path: Path) -> None:
    head = GOOD.replace(CAREFUL, f"{CAREFUL}, line: result, human_input: yes")
    assert load(tmp_path, head=head).pack.conditions[0].human_input


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("line: results", "Did you mean “result”?"),
        ("human_input: yes", "Human input is shown when the result is looked at: line: result."),
        ("line: legal_review, human_input: yes", "Human input is shown when the result"),
        ("line: result, human_input: maybe", "Allowed are yes, no."),
    ],
)
def test_a_mistake_in_a_condition(tmp_path: Path, more: str, message: str) -> None:
    (told,) = refused(tmp_path, head=GOOD.replace(CAREFUL, f"{CAREFUL}, {more}"))
    assert told.startswith("pack.yaml:")
    assert message in told


def test_a_house_pack_adds_reasons_and_keeps_those_below(tmp_path: Path) -> None:
    base = load(tmp_path)
    own = house(tmp_path, base, "reasons: [{id: ours, title: House style, for: [decline]}]\n")
    assert [reason.id for reason in own.pack.reasons] == ["harmless", "not_cleared", "ours"]
    kept = house(tmp_path, base, "reasons: [{id: harmless, title: Harmless here, for: [approve]}]")
    assert [reason.id for reason in kept.pack.reasons] == ["harmless", "not_cleared"]


@pytest.mark.parametrize(
    "reason",
    [
        "{id: harmless, title: Fine, for: [approve]}",
        "{id: harmless, title: Harmless here, for: [decline]}",
    ],
)
def test_a_house_pack_gives_no_reason_another_meaning(tmp_path: Path, reason: str) -> None:
    with pytest.raises(PackError, match=r"house.yaml:10: reasons\[harmless\]: It replaces"):
        house(tmp_path, load(tmp_path), f"reasons: [{reason}]\n")


def test_a_house_pack_that_repeats_a_condition_leaves_its_act(tmp_path: Path) -> None:
    head = GOOD.replace(CAREFUL, f"{CAREFUL}, line: result, human_input: yes")
    own = house(tmp_path, load(tmp_path, head=head), f"conditions: {{{CAREFUL}}}}}\n")
    assert [(each.line, each.human_input) for each in own.pack.conditions] == [("result", True)]


def test_a_house_pack_lets_a_condition_call_for_no_other_act(tmp_path: Path) -> None:
    base = load(tmp_path, head=GOOD.replace(CAREFUL, f"{CAREFUL}, line: result"))
    with pytest.raises(PackError, match="It calls for result in the pack below"):
        house(tmp_path, base, f"conditions: {{{CAREFUL}, line: legal_review}}}}\n")
