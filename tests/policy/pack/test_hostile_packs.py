"""Packs that a careless or hostile author may write: refused in clear words, or quick."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clearslate.policy.errors import PackError, Problem
from clearslate.policy.pack.exercise import run_examples
from clearslate.policy.pack.lint import lint
from clearslate.policy.pack.load import load_pack
from clearslate.policy.pack.repeats import MOST, Effort, loses_certainty
from tests.policy.pack.test_load_errors import GOOD, UNSERVED


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    path = folder / "pack.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(path)
    return caught.value.problems


def complete(found: tuple[Problem, ...]) -> None:
    for problem in found:
        assert problem.file == "pack.yaml"
        assert problem.line
        assert problem.message.endswith(".")


OWN = """\
namespace: house
vocabularies:
  mood: {calm: Calm, loud: Loud}
fields:
  use: {mood: {type: one, of: mood, title: Mood}}
"""
SERVED = ("when: output.is_final", 'when: output.is_final or use.house.mood == "loud"')


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{calm: Calm, loud: Loud}", "calm", "A group of keys is needed here."),
        ("{calm: Calm, loud: Loud}", "[calm]", "A group of keys is needed here."),
        ("{calm: Calm, loud: Loud}", "{}", "A vocabulary has at least one word"),
        ("{calm: Calm, loud: Loud}", "{loud: Loud, a: {b: c}}", "A text is needed here."),
        ("{calm: Calm, loud: Loud}", "{loud: Loud, unknown: x}", "Every answer can be unknown"),
        ("  mood: {calm", "  department: {loud: x}\n  mood: {calm", "“department” is taken"),
        ("  use: {mood", "  outputs: mood\n  use: {mood", "A group of keys is needed here."),
        ("of: mood", "of: mode", "There is no vocabulary “mode”."),
        ("title: Mood}", "title: Mood, max: -5}", "Found -5; it lies between 1 and 10,000."),
        ("{mood: {type", "{class: {type: yesno, title: x}, mood: {type", "“class” is no name."),
        ("{mood: {type", "{a.b: {type: yesno, title: x}, mood: {type", "“a.b” is no name."),
        ("namespace: house", "namespace: title", "“title” is taken already."),
        ("namespace: house", "namespace: people", "“people” is taken already."),
        ("namespace: house", "namespace: a.b", "“a.b” is no name."),
        ("namespace: house", "namespace: [a]", "A text is needed here."),
    ],
)
def test_own_fields_and_vocabularies(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = GOOD.replace(*SERVED) + OWN.replace(old, new)
    found = problems(tmp_path, text)
    complete(found)
    assert any(message in problem.message for problem in found), found


DUTY = "  - {id: tell, text: a, owner: b, due: {on: today, words: c}, cite: [A1]}\n"
CARD = "  - {card: where, title: x}\n"
CONDITION = "  calm: {title: Calm, text: Stay.}\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("duties:\n  - id", f"duties:\n{DUTY}  - id", "The duty “tell” stands twice, first at"),
        ("  - card: where\n", f"{CARD}  - card: where\n", "The card “where” stands twice, first"),
        (
            "      - field: use.work_from\n",
            f"{UNSERVED}      - field: use.work_from\n",
            "No rule or",
        ),
        ("  careful: {", f"{CONDITION}  careful: {{", "No rule asks for this condition."),
        ("    duties: [tell]\n", "", "No rule brings this duty"),
        ("days: -2", "days: 9007199254740991", "it lies between -3,660 and 3,660."),
        ("days: 3", "days: -3", "it lies between 0 and 366."),
        ("{from: 2026-01-01}", "{from: 2026-01-01, to: 2025-01-01}", "It ends on 2025-01-01"),
        ("output: {is_final", "output: {fabricates", "“output” has a field of that name."),
    ],
)
def test_what_is_wrong_with_the_whole_has_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    complete(found)
    assert any(message in problem.message for problem in found), found


@pytest.mark.parametrize(
    ("key", "one"),
    [
        ("switches:\n  - ", "{id: S1, title: x, why: y, values: {other: z}, default: other}"),
        ("principles: [", "{id: P1, title: x}"),
        ("areas: [", "{id: data, title: x, reviewer: y, days: 1}"),
    ],
)
def test_what_has_an_id_has_it_alone(tmp_path: Path, key: str, one: str) -> None:
    found = problems(
        tmp_path, GOOD.replace(key, f"{key}{one}{', ' if '[' in key else chr(10) + '  - '}")
    )
    complete(found)
    assert "stands twice; ids are used once." in found[0].message


def test_a_pack_without_questions_says_so_at_its_rule(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.partition("cards:")[0])
    complete(found)
    assert "The pack has no questions" in found[0].message


def test_a_switch_without_readings(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace("values: {strict: a, relaxed: b}", "values: {}"))
    complete(found)
    assert "A switch has its readings" in found[0].message


def test_thousands_of_problems_are_counted_and_not_listed(tmp_path: Path) -> None:
    wrong = "".join(f"    surplus_{number}: x\n" for number in range(3000))
    found = problems(tmp_path, GOOD.replace("    basis: report\n", f"    basis: report\n{wrong}"))
    complete(found)
    assert len(found) == 101
    assert found[-1].message == "2,900 further problems are not listed."


def test_a_sentence_may_hold_a_field_with_a_digit(tmp_path: Path) -> None:
    own = OWN.replace("house", "house2")
    text = GOOD.replace(*SERVED).replace("use.house.mood", "use.house2.mood")
    text = text.replace("fix: Keep", 'fix: "{use.house2.mood}? Keep it." #')
    question = "      - {field: use.house2.mood, ask: a, why: b, who: c, nature: fact}\n"
    path = tmp_path / "pack.yaml"
    path.write_text(text + question + own, encoding="utf-8")
    assert load_pack(path).pack.rules[0].fix.startswith("{use.house2.mood}")


def test_a_repeated_list_of_many_values_is_not_tried_to_the_end(tmp_path: Path) -> None:
    several = " or ".join(f'"a{number}" in output.made_by' for number in range(60))
    question = "      - {field: output.made_by, ask: a, why: b, who: c, nature: fact}\n"
    path = tmp_path / "pack.yaml"
    text = GOOD.replace("when: output.is_final", f"when: output.is_final and ({several})")
    path.write_text(text + question, encoding="utf-8")
    loaded = load_pack(path)
    assert len(loaded.pack.warnings) == 1
    assert lint(loaded.pack, loaded.schema)[0] == []


def test_the_effort_is_bounded_for_the_whole_pack(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(GOOD.replace("is_final\n", "is_final or output.is_final\n"), encoding="utf-8")
    when = load_pack(path).pack.rules[0].when
    effort = Effort()
    assert not loses_certainty(when, effort)
    assert effort.allows(MOST)
    effort.left = 1
    assert loses_certainty(when, effort)


@pytest.mark.parametrize("name", ["final.yml", "final.YAML", "final.json", "folder.yaml/x.yaml"])
def test_no_rule_goes_missing_by_the_name_of_its_file(tmp_path: Path, name: str) -> None:
    head, rules = GOOD.split("rules:\n")
    (tmp_path / "pack.yaml").write_text(head, encoding="utf-8")
    path = tmp_path / "rules" / name
    path.parent.mkdir(parents=True)
    path.write_text(f"rules:\n{rules}", encoding="utf-8")
    with pytest.raises(PackError, match="and nothing else"):
        load_pack(tmp_path)


def test_rules_in_a_file_without_a_suffix(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "rules").write_text("rules: []\n", encoding="utf-8")
    with pytest.raises(PackError, match="a folder of YAML files"):
        load_pack(tmp_path)


@pytest.mark.parametrize(
    "examples",
    [
        "bases: {a: {declaration: x, facts: []}}\n",
        "examples: [{id: a, title: b, why: c, declaration: x, expect: {outcome: notify}}]\n",
        "examples: [{id: a, title: b, why: c, facts: [], declaration: {}, expect: x}]\n",
        "examples: [x]\n",
        "bases: [x]\n",
    ],
)
def test_examples_of_the_wrong_shape(tmp_path: Path, examples: str) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(GOOD + examples, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        run_examples(load_pack(path))
    complete(caught.value.problems)


def test_an_index_of_thousands_of_digits_in_an_example(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    unset = f"outputs[{'9' * 5000}]"
    example = f"{{id: a, title: b, why: c, declaration: {{}}, unset: ['{unset}'], expect: {{}}}}"
    path.write_text(f"{GOOD}examples: [{example}]\n", encoding="utf-8")
    with pytest.raises(PackError):
        run_examples(load_pack(path))


def test_what_a_house_pack_may_not_reword_has_its_line(tmp_path: Path) -> None:
    house = Path(__file__).parents[3] / "examples" / "house"
    shutil.copytree(house, tmp_path / "house")
    head = tmp_path / "house" / "pack.yaml"
    text = head.read_text(encoding="utf-8").replace("rows:\n", "rows:\n  A1: Anything goes\n")
    switch = "{id: S1, title: a, why: b, values: {strict: c}, default: strict}"
    head.write_text(f"{text}\nswitches:\n  - {switch}\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path / "house")
    complete(caught.value.problems)
    lines = text.splitlines()
    places = {problem.path: problem.line for problem in caught.value.problems}
    assert places["rows.A1"] == lines.index("  A1: Anything goes") + 1
    assert places["switches.S1"] == len(lines) + 3
