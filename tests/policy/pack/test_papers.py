"""The rules card and the letters of a pack: read apart from it, and checked as strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearslate.policy.errors import PackError
from clearslate.policy.pack.load import Loaded, load_pack
from clearslate.policy.pack.papers import EVERYBODY, GROUPS, MOST, Papers, read_papers
from tests.policy.pack.test_deciding import house
from tests.policy.pack.test_load_errors import GOOD

CARD = """\
rules_card:
  everybody:
    may: [{text: Use it for ideas., cite: [A1]}]
    ask: [{text: Whatever is seen., cite: [A1]}]
  vfx:
    may_not: [{text: Make up a face., cite: [A1]}]
    ask: [{text: Crowds., cite: [A1]}]
"""
LETTER = """\
notices:
  - id: told
    title: A letter
    duty: tell
    agreement: {from: 2026-01-01, to: 2027-01-01}
    due: a day before
    grade: unverified
    rests_on: Nothing.
    check: A lawyer reads it.
    body: |
      {letter.date}: “{use.title}” begins on {use.work_from}.

      {letter.sender}
"""
AGAIN = """\
  - {id: told, title: a, duty: tell, due: a, grade: primary, rests_on: a, check: a, body: a}
"""


def load(folder: Path, card: str = CARD, letter: str = LETTER, head: str = GOOD) -> Loaded:
    (folder / "pack.yaml").write_text(head, encoding="utf-8")
    (folder / "rules-card.yaml").write_text(card, encoding="utf-8")
    (folder / "notices.yaml").write_text(letter, encoding="utf-8")
    return load_pack(folder)


def lines(papers: Papers, department: str) -> list[list[str]]:
    card = papers.card(department)
    return [[line.text for line in getattr(card, group)] for group in GROUPS]


def test_a_card_holds_what_is_for_everybody_and_its_own(tmp_path: Path) -> None:
    papers = read_papers(load(tmp_path))
    assert lines(papers, "vfx") == [
        ["Use it for ideas."],
        ["Make up a face."],
        ["Whatever is seen.", "Crowds."],
    ]
    assert lines(papers, "art") == [["Use it for ideas."], [], ["Whatever is seen."]]
    assert papers.card("art").department == "art"
    line = papers.card("vfx").may_not[0]
    assert (line.cite, line.source) == (("A1",), "rules-card.yaml:6")


def test_a_letter_belongs_to_its_duty(tmp_path: Path) -> None:
    (notice,) = read_papers(load(tmp_path)).notices
    assert (notice.duty, notice.for_each, notice.guild, notice.unions) == ("tell", None, None, ())
    assert (str(notice.from_), str(notice.to)) == ("2026-01-01", "2027-01-01")
    assert notice.body.startswith("{letter.date}: “{use.title}” begins")
    assert notice.source == "notices.yaml:2"


def test_a_pack_in_one_file_holds_its_papers_too(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(GOOD + CARD + LETTER, encoding="utf-8")
    assert read_papers(load_pack(path)) != read_papers(load(tmp_path))
    path.write_text(GOOD + CARD + LETTER, encoding="utf-8")
    papers = read_papers(load_pack(path))
    assert [card.department for card in papers.cards] == [EVERYBODY, "vfx"]
    assert [notice.id for notice in papers.notices] == ["told"]


def test_a_pack_without_papers_has_none(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_papers(load_pack(path)) == Papers((), ())


def test_papers_are_part_of_what_a_case_pins(tmp_path: Path) -> None:
    before = load(tmp_path).pack.sha256
    assert load(tmp_path, CARD.replace("Crowds.", "A crowd.")).pack.sha256 != before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  vfx:", "  vxf:", "There is no department “vxf”. Did you mean “vfx”?"),
        ("cite: [A1]", "cite: [A9]", "There is no row “A9”."),
        (", cite: [A1]}", "}", "A line cites at least one row that it is written from."),
        ("text: Crowds.", "text: 'Crowds of {output.name}.'", "there is no place to fill."),
        ("text: Crowds.", "texts: Crowds.", "This text is missing."),
        ("    may_not:", "    maynt:", "There is no such key here."),
        ("rules_card:", "rules_cards:", "There is no such key here. Did you mean “rules_card”?"),
        (
            "[{text: Crowds., cite: [A1]}]",
            f"[{', '.join(['{text: Crowds., cite: [A1]}'] * (MOST + 1))}]",
            f"Here are {MOST + 1} lines. A card is one page, so keep to {MOST}.",
        ),
        ("[{text: Crowds., cite: [A1]}]", "Crowds", "A list is needed here."),
    ],
)
def test_a_mistake_in_a_card(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in CARD
    loaded = load(tmp_path, CARD.replace(old, new, 1))
    with pytest.raises(PackError) as caught:
        read_papers(loaded)
    assert message in str(caught.value)
    assert all(problem.file == "rules-card.yaml" for problem in caught.value.problems)
    assert all(problem.line for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("duty: tell", "duty: tel", "“tel” is not allowed here."),
        ("{use.title}", "{use.titel}", "“use” has no field “titel”. Did you mean “title”?"),
        ("{letter.sender}", "{letter.sendr}", "“{letter.sendr}” is no place here."),
        ("{use.title}", "{output.name}", "“{output.name}” is no place here."),
        ("{letter.sender}", "{letter.sender", "A brace has no partner"),
        ("grade: unverified", "grade: unverifed", "Did you mean “unverified”?"),
        ("to: 2027-01-01", "to: 2025-01-01", "It ends on 2025-01-01, and begins on 2026-01-01."),
        ("to: 2027-01-01", "until: 2027-01-01", "There is no such key here."),
        ("    check: A lawyer reads it.\n", "", "This text is missing."),
        ("    due: a day before\n", "", "This text is missing."),
        ("duty: tell", "duty: tell\n    guild: bffs", "Only a letter about a person is for"),
        ("duty: tell", "duty: tell\n    guild: none", "“none” is not allowed here."),
        ("duty: tell", "duty: tell\n    unions: [A]", "Only a letter about a craft is for unions"),
        ("notices:\n", f"notices:\n{AGAIN}", "“told” stands twice, first at notices.yaml:2."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_letter(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in LETTER
    loaded = load(tmp_path, letter=LETTER.replace(old, new, 1))
    with pytest.raises(PackError) as caught:
        read_papers(loaded)
    assert message in str(caught.value)
    assert all(problem.file == "notices.yaml" for problem in caught.value.problems)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    loaded = load(tmp_path, CARD.replace("  vfx:", "  vxf:"), LETTER.replace("tell", "tel"))
    with pytest.raises(PackError) as caught:
        read_papers(loaded)
    files = {problem.file for problem in caught.value.problems}
    assert files == {"rules-card.yaml", "notices.yaml"}


def test_in_a_folder_papers_stand_in_files_of_their_own(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="There is no such key here"):
        load(tmp_path, head=GOOD + CARD)


def test_a_house_says_what_may_be_done_and_adds_to_the_rest(tmp_path: Path) -> None:
    base = load(tmp_path)
    own = house(
        tmp_path,
        base,
        "rules_card:\n"
        "  everybody: {may: [{text: Nothing without asking., cite: [A1]}]}\n"
        "  vfx: {may_not: [{text: Crowds of animals., cite: [A1]}]}\n"
        "  art: {ask: [{text: Posters., cite: [A1]}]}\n",
    )
    papers = read_papers(own)
    assert lines(papers, "vfx") == [
        ["Nothing without asking."],
        ["Make up a face.", "Crowds of animals."],
        ["Whatever is seen.", "Crowds."],
    ]
    assert lines(papers, "art")[2] == ["Whatever is seen.", "Posters."]
    assert papers.notices == read_papers(base).notices


def test_a_house_may_word_a_letter_anew(tmp_path: Path) -> None:
    base = load(tmp_path)
    own = read_papers(house(tmp_path, base, LETTER.replace("A letter", "Our letter")))
    assert [(notice.id, notice.title) for notice in own.notices] == [("told", "Our letter")]
