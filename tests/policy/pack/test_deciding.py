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


STANDING = """\
standing_limits:
  - {id: finals, title: It reaches an audience, for_each: output, when: output.is_final}
craft_list: {title: Craft list, text: Cleaning up., when: not output.is_final}
"""


def test_limits_and_the_craft_list_are_typed(tmp_path: Path) -> None:
    pack = load(tmp_path, STANDING).pack
    (limit,) = pack.standing_limits
    assert (limit.id, limit.for_each, limit.variable) == ("finals", "outputs", "output")
    assert limit.source == "deciding.yaml:2"
    assert pack.craft_list is not None
    assert (pack.craft_list.title, pack.craft_list.text) == ("Craft list", "Cleaning up.")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("when: output.is_final}", "when: output.is_finale}", "Did you mean “is_final”?"),
        ("for_each: output,", "for_each: outputs,", "Did you mean “output”?"),
        (", when: output.is_final}", "}", "It says when it holds; this key is missing."),
        (", when: not output.is_final}", "}", "It says when it holds; this key is missing."),
        ("text: Cleaning up., ", "", "This text is missing."),
        ("craft_list: {", "craft_list: {for_each: output, ", "There is no such key here."),
        (
            "output.is_final}\n",
            "output.is_final}\n  - {id: finals, title: x, when: 'True'}\n",
            "“finals” stands twice, first at deciding.yaml:2.",
        ),
        (
            "when: output.is_final}",
            "when: 'output.is_final and use.work_from < today'}",
            "A standing approval is asked on any day, so leave out today.",
        ),
        (
            "when: output.is_final}",
            "when: output.fabricates}",
            "The limit reads outputs.fabricates, and no question asks for it.",
        ),
        (
            "when: not output.is_final}",
            "when: output.adds_nothing}",
            "The craft list reads outputs.adds_nothing, and no question asks for it.",
        ),
    ],
)
def test_a_mistake_in_what_is_standing(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in STANDING
    told = refused(tmp_path, STANDING.replace(old, new, 1))
    assert all(each.startswith("deciding.yaml:") for each in told)
    assert message in told[0]


def test_a_pack_has_one_craft_list(tmp_path: Path) -> None:
    craft = STANDING[STANDING.index("craft_list") :]
    (told,) = refused(tmp_path, STANDING, GOOD + craft)
    assert "A pack has one craft list; the first is at pack.yaml:" in told


def test_a_condition_that_repeats_a_field_is_a_warning(tmp_path: Path) -> None:
    twice = 'output.destination == "in_camera" or output.destination != "in_camera"'
    pack = load(tmp_path, STANDING.replace("when: output.is_final}", f"when: '{twice}'}}")).pack
    assert [warning.partition(" ")[0] for warning in pack.warnings] == ["deciding.yaml:2:"]


def test_a_house_pack_adds_limits_and_keeps_the_craft_list(tmp_path: Path) -> None:
    base = load(tmp_path, STANDING)
    more = "standing_limits: [{id: ours, title: Ours, when: use.misleads}]\n"
    with pytest.raises(PackError, match="no question asks for it"):
        house(tmp_path, base, more)
    asked = "cards: [{card: c, title: t, questions: [{field: use.misleads, ask: a, why: b, who: c, nature: fact, for: notice}]}]\n"  # noqa: E501
    own = house(tmp_path, base, more + asked).pack
    assert [limit.id for limit in own.standing_limits] == ["finals", "ours"]
    assert own.craft_list == base.pack.craft_list


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (STANDING.replace("is_final}", "is_final and use.begun}", 1), "standing_limits[finals]"),
        (STANDING.replace("not output.is_final", "'True'"), "craft_list.when"),
    ],
)
def test_a_house_pack_widens_no_standing_approval(tmp_path: Path, text: str, place: str) -> None:
    base = load(tmp_path, STANDING)
    with pytest.raises(PackError) as caught:
        house(tmp_path, base, text)
    assert place in str(caught.value)


def test_a_house_pack_may_word_the_craft_list_anew(tmp_path: Path) -> None:
    own = house(tmp_path, load(tmp_path, STANDING), STANDING.replace("Cleaning up.", "Clean-up."))
    assert own.pack.craft_list is not None
    assert own.pack.craft_list.text == "Clean-up."


TELL = "    owner: coordinator\n"


def test_a_duty_says_of_what_kind_it_is_and_on_whose_line(tmp_path: Path) -> None:
    head = GOOD.replace(TELL, f"{TELL}    kind: consultation\n    line: director\n")
    (duty,) = load(tmp_path, head=head).pack.duties
    assert (duty.kind, duty.line) == ("consultation", "director")
    (plain,) = load(tmp_path).pack.duties
    assert (plain.kind, plain.line) == ("other", None)


@pytest.mark.parametrize(
    ("more", "message"),
    [("kind: notise", "Did you mean “notice”?"), ("line: labor", "Did you mean “labour”?")],
)
def test_a_mistake_in_the_kind_or_line_of_a_duty(tmp_path: Path, more: str, message: str) -> None:
    (told,) = refused(tmp_path, head=GOOD.replace(TELL, f"{TELL}    {more}\n"))
    assert message in told


def test_a_duty_that_replaces_another_stays_on_its_line(tmp_path: Path) -> None:
    base = load(
        tmp_path, head=GOOD.replace(TELL, f"{TELL}    kind: consultation\n    line: director\n")
    )
    again = (
        "duties:\n  - id: tell\n    text: Tell the contact today.\n    owner: coordinator\n"
        "    due: {on: use.work_from, days: -3, words: three days before}\n    cite: [A1]\n"
    )
    (duty,) = house(tmp_path, base, again).pack.duties
    assert (duty.text, duty.kind, duty.line) == (
        "Tell the contact today.", "consultation", "director",
    )  # fmt: skip
    with pytest.raises(PackError, match="It replaces a duty of the line “director”"):
        house(tmp_path, base, f"{again}    line: labour\n")
