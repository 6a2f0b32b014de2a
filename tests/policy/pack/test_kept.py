"""What a pack on top of another may not take away beside the outcome, and what it may not lower."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clearslate.policy.errors import PackError
from clearslate.policy.library import assess, load_pack

HOUSE = Path(__file__).parents[3] / "examples" / "house"
SERIES = HOUSE.parent / "series"
RULE = """\
rules:
  - id: personal
    title: Personal data goes in
    area: data
    for_each: input
    when: input.personal_data
    outcome: approval
    because: It holds personal data.
    unsure: It may hold personal data.
    fix: Leave it out.
    duties: [least_data]
    basis: ours
    cite: [D2, A4]
"""
DUTY = """\
duties:
  - id: tell_contact
    text: Tell the contact.
    owner: coordinator
    due: {on: use.work_from, days: -1, words: the day before}
    when: "True"
    cite: [N1]
"""
SWITCH = """
switches:
  - id: S2
    title: Own proprietary material in an onboarded tool
    why: It is open.
    values: {strict: Approval., relaxed: Notify.}
    default: strict
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    shutil.copytree(HOUSE, folder)
    return folder


@pytest.mark.parametrize("text", [RULE, DUTY])
def test_one_that_keeps_everything_loads(house: Path, text: str) -> None:
    (house / "rules" / "more.yaml").write_text(text, encoding="utf-8")
    assert load_pack(house).base is not None


@pytest.mark.parametrize(
    ("text", "old", "new", "place"),
    [
        (RULE, "area: data", "area: house", "more.yaml:2: rules[personal].area"),
        (RULE, "area: data", "area: data\n    principle: P1", "rules[personal].principle"),
        (RULE, "duties: [least_data]", "duties: [tell_contact]", "rules[personal].duties"),
        (RULE, "cite: [D2, A4]", "cite: [D2]", "rules[personal].cite"),
        (RULE, "for_each: input\n    when: input.personal_data",
         "when: any(i.personal_data for i in inputs)", "rules[personal].for_each"),
        (DUTY, "days: -1", "days: 1", "more.yaml:2: duties[tell_contact].due"),
        (DUTY, "use.work_from", "use.work_to", "duties[tell_contact].due"),
        (DUTY, '"True"', "use.begun", "duties[tell_contact].when"),
    ],
)  # fmt: skip
def test_a_replacement_that_drops_something(
    house: Path, text: str, old: str, new: str, place: str
) -> None:
    changed = text.replace(old, new)
    assert changed != text
    (house / "rules" / "more.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(house)
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("more", "place"),
    [
        (SWITCH, "switches.S2"),
        (
            "evidence: {person.use_consent: {title: A word, who: you}}",
            "evidence.person.use_consent",
        ),
        ("conditions: {human_input: {title: None, text: Nothing.}}", "conditions.human_input"),
    ],
)
def test_words_of_the_pack_below_keep_their_meaning(house: Path, more: str, place: str) -> None:
    head = house / "pack.yaml"
    head.write_text(f"{head.read_text(encoding='utf-8')}\n{more}\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(house)
    assert place in str(caught.value)


def test_no_verdict_rests_on_an_adopted_pack_that_loosens(house: Path) -> None:
    looser = RULE.replace("outcome: approval", "outcome: notify")
    (house / "rules" / "more.yaml").write_text(looser, encoding="utf-8")
    text = (SERIES / "development-mood-board.yaml").read_text(encoding="utf-8")
    text = text.replace("personal_data: no", "personal_data: yes")
    text = text.replace("\nuse:\n", "\nuse:\n  house: {agreed: yes}\n")
    given = {"on": "2026-11-24", "facts": SERIES / "facts.yaml", "packs": [house]}
    assert assess(text, **given).outcome == "approval"
    with pytest.raises(PackError, match="may only tighten"):
        assess(text, **given, adopted_by="Ada Holt")
