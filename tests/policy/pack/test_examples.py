"""The examples of a pack: how they are read, changed, run and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearslate.policy.errors import PackError
from clearslate.policy.pack import Loaded, load_pack
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.exercise import Report, run_examples
from clearslate.policy.pack.load import shipped_pack
from tests.policy.assess.small import PACK

BASES = """\
bases:
  board:
    declaration:
      clearslate: declaration/1
      outputs: [{name: Board, destination: development}]
      people: []
      components: []
      use: {begun: no}
"""
MARA = "{who: Mara, act: replica, exception: none}"
EXAMPLES = f"""\
examples:
  - id: board
    title: A board
    cites: [A1]
    row: "2"
    base: board
    expect: {{outcome: notify, interval: [notify, notify], findings: [], guards: []}}
    why: It is harmless.
    flips:
      - id: final
        title: It is final
        set: {{"outputs[0].destination": final_picture}}
        expect: {{outcome: approval, findings: [final(Board)]}}
        why: A final.
      - id: open
        title: Nobody knows
        unset: ["outputs[0].destination"]
        set: {{people: [{{who: Jo}}]}}
        expect: {{outcome: approval, findings: [], uncertain: [final(Board), replica(Jo)]}}
        why: Doubt.
      - id: replica
        title: A replica
        set: {{"people[0]": {MARA}}}
        expect:
          outcome: hold
          findings: [replica(Mara)]
          missing: ["replica(Mara): person.use_consent"]
        why: No consent.
      - id: wire
        title: No AI
        set: {{"components[0]": {{technique: not_ai}}}}
        expect: {{outcome: not_a_use}}
        why: By hand.
"""


@pytest.fixture
def made(tmp_path: Path):  # type: ignore[no-untyped-def]
    def make(examples: str = EXAMPLES, bases: str = BASES) -> Loaded:
        (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
        (tmp_path / "examples").mkdir(exist_ok=True)
        (tmp_path / "examples" / "a.yaml").write_text(examples, encoding="utf-8")
        (tmp_path / "examples" / "bases.yaml").write_text(bases, encoding="utf-8")
        return load_pack(tmp_path)

    return make


def run(made, old: str = "", new: str = "") -> Report:  # type: ignore[no-untyped-def]
    assert old in EXAMPLES
    return run_examples(made(EXAMPLES.replace(old, new) if old else EXAMPLES))


def test_it_works(made) -> None:  # type: ignore[no-untyped-def]
    report = run(made)
    assert report.passed
    assert [each.id for each in report.examples] == ["board", "final", "open", "replica", "wire"]
    assert report.examples[1].of == "board"
    assert {each.row for each in report.examples} == {"2"}
    assert report.examples[0].declaration["outputs"][0]["destination"] == "development"


@pytest.mark.parametrize(
    ("old", "new", "what", "wanted", "found"),
    [
        ("outcome: hold", "outcome: approval", "outcome", "approval", "hold"),
        ("interval: [notify, notify]", "interval: [notify, hold]", "interval",
         "notify to hold", "notify to notify"),
        ("[final(Board)]", "[final(Poster)]", "findings", "final(Poster)", "final(Board)"),
        ("[final(Board)]", "[]", "findings", "—", "final(Board)"),
        ("uncertain: [final(Board), replica(Jo)]", "uncertain: [replica(Jo)]", "uncertain", "—",
         "final(Board)"),
        ('missing: ["replica(Mara): person.use_consent"]', "missing: []", "missing", "—",
         "replica(Mara): person.use_consent"),
        ("guards: []", "guards: [people]", "guards", "people", "—"),
    ],
)  # fmt: skip
def test_a_difference_says_what_only_one_side_has(
    made, old: str, new: str, what: str, wanted: str, found: str
) -> None:  # type: ignore[no-untyped-def]
    report = run(made, old, new)
    assert (what, wanted, found) in [(d.what, d.expected, d.found) for d in report.differences]
    assert not report.passed


def test_an_example_that_is_no_declaration_is_a_difference(made) -> None:  # type: ignore[no-untyped-def]
    report = run(made, '"outputs[0].destination": final_picture', '"outputs[0].destination": finl')
    (difference,) = report.differences
    assert difference.what == "the declaration"
    assert "outputs[0].destination" in difference.found


@pytest.mark.parametrize(
    ("flip", "lacks"),
    [("open", "is not certain"), ("final", "certainly holds")],
)
def test_a_rule_needs_three_examples(made, flip: str, lacks: str) -> None:  # type: ignore[no-untyped-def]
    head, *flips = EXAMPLES.split("      - id: ")
    kept = [each for each in flips if not each.startswith(f"{flip}\n")]
    report = run_examples(made("      - id: ".join([head, *kept])))
    assert f"The rule has no example in which it {lacks}." in {g.message for g in report.gaps}
    assert all(gap.file and gap.line and gap.path for gap in report.gaps)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("base: board", "base: bord", "Did you mean “board”?"),
        ("outcome: notify,", "outcome: notfy,", "Did you mean “notify”?"),
        ("[final(Board)]", "[finale(Board)]", "Did you mean “final”?"),
        ("unset: [\"outputs[0].destination\"]", "unset: [\"outputs[4].name\"]", "nothing at"),
        ('"people[0]"', '"people[3]"', "There is no place “people[3]”"),
        ("cites: [A1]", "cites: [Z1]", "There is no row “Z1”"),
        ("id: final", "id: board", "stands twice"),
        ("title: A board", "titel: A board", "Did you mean “title”?"),
        ("why: A final.", "because: A final.", "There is no such key here"),
        ("row:", "expect: {outcome: notify}\n    row:", "twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(made, old: str, new: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PackError) as error:
        run(made, old, new)
    problems = [problem for problem in error.value.problems if said in str(problem)]
    assert problems
    assert all(problem.file == "examples/a.yaml" and problem.line for problem in problems)


def test_examples_can_stand_in_the_one_file_of_a_pack(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(PACK + BASES + EXAMPLES, encoding="utf-8")
    assert run_examples(load_pack(path)).passed


def test_a_house_pack_may_use_the_bases_of_what_it_extends() -> None:
    house = load_pack(Path(__file__).parents[3] / "examples" / "house")
    assert house.base is not None
    report = run_examples(house)
    assert report.passed
    assert {each.file for each in report.examples} & {each.file for each in read_examples(house)}


def test_the_platform_pack() -> None:
    report = run_examples(shipped_pack())
    assert report.passed
    assert len(report.examples) > 200
