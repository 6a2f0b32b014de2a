"""The PDF of an assessment: its text can be read by programs, and no name turns into boxes."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from typing import Any

import pytest
from django.test import Client

from clearslate.policy.assess import Assessor
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.pack import shipped_pack
from clearslate.policy.render.build import outline
from clearslate.policy.render.outline import Cell, Item, Note, Outline, Section
from clearslate.policy.ways import ways
from clearslate.ui.pdf import Paper, faces, write
from clearslate.ui.shapes import MARKS, VERDICTS
from clearslate.uses.models import UseVersion
from tests.docs.world import DAY, assessor, declaration, declared, facts
from tests.policy.render.hostile import CONTROL, NAME
from tests.server import pdftext
from tests.server.series import HOLD, NOT_A_USE, series

NAMES = "Łódź 李小龍 Ελληνικά Київ 홍길동 Nguyễn Ærøskøbing さくら Ж"
UNSETTABLE = "العربية 😀"
SIGNS = {
    **VERDICTS,
    "met": MARKS["met"],
    "not_met": MARKS["not_met"],
    "not_sure": MARKS["not_sure"],
}
PURPOSE = "For the harbour.\nIn two lines & <more>."


def case_of(name: str, **use: str) -> Case:
    document = declaration(name)
    document["use"] = {**document["use"], **use}
    return make_case(document, rulebooks=[Rulebook(shipped_pack())], on=DAY, facts=facts())


def paper(case: Case, **more: Any) -> Paper:
    assessed = assessor().assess(case)
    lower = ways(case, Assessor(case.rulebooks)) if assessed.outcome else None
    page = outline(assessed, case=case, ways=lower)
    return Paper("U-042, version 3", "SALTBOX", page, **more)


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("name", [HOLD, NOT_A_USE, "editorial-everything-not-sure.yaml"])
def test_everything_in_the_outline_is_in_the_text(name: str) -> None:
    made = paper(case_of(name), lines=(PURPOSE,))
    said = squeezed(pdftext.read(write(made)).text)
    page = made.outline
    assert page.verdict is not None
    words = [page.title, page.verdict.headline, page.verdict.means, page.verdict.settled]
    words += [cell.value for cell in page.cells] + [cell.value for cell in page.foot]
    words += [*PURPOSE.splitlines(), "SALTBOX", "U-042, version 3", page.made_by]
    for section in page.sections:
        words += [section.title, section.intro]
        for item in section.items:
            words += [item.text, item.group, item.aside, item.word]
            words += [text for note in item.notes for text in note]
    for each in words:
        assert squeezed(each) in said, each


@pytest.mark.parametrize("name", declared())
def test_every_declaration_of_the_series_can_be_set(name: str) -> None:
    assert write(paper(case_of(name))).startswith(b"%PDF-")


def test_names_of_many_scripts_are_set_and_can_be_read() -> None:
    read = pdftext.read(write(paper(case_of(HOLD, title=NAMES), lines=(NAMES,))))
    assert squeezed(read.text).count(squeezed(NAMES)) >= 2
    assert "written as their codes" not in read.text
    assert faces.settable(NAMES)
    for letter in NAMES.replace(" ", ""):
        (name, _), *more = faces.runs(letter)
        assert not more
        assert name.startswith("Clearslate-")


def test_every_face_is_within_the_file() -> None:
    data = write(paper(case_of(HOLD, title=NAMES)))
    embedded = set(re.findall(rb"/FontName /\w{6}\+(Clearslate\w+-\w+)", data))
    used = {b"ClearslateText-Regular", b"ClearslateText-Bold", b"ClearslateWide-Regular"}
    assert embedded >= used | {b"ClearslateHan-Regular", b"ClearslateHangul-Regular"}
    assert data.count(b"/FontFile2") == len(embedded)


def test_letters_without_a_face_are_written_as_codes_and_it_says_so() -> None:
    read = pdftext.read(write(paper(case_of(HOLD, title=UNSETTABLE))))
    for letter in UNSETTABLE.replace(" ", ""):
        assert f"[U+{ord(letter):04X}]" in squeezed(read.text)
    assert "Letters that this document has no face for are written as their codes." in read.text


def test_what_our_own_sentences_say_can_be_set() -> None:
    assert faces.settable("Where it ends up: “The final mix” → “Development only”")


def test_hostile_names_are_only_text() -> None:
    page = paper(case_of(HOLD, title=NAME[:120])).outline
    read = pdftext.read(write(Paper(CONTROL, NAME, page, lines=(NAME + CONTROL,))))
    assert "<script>alert(1)</script>" in squeezed(read.text)
    assert "\u202e" not in read.text
    assert "\x1b" not in read.text
    assert b"/JavaScript" not in read.raw
    assert b"/URI" not in read.raw


def test_each_page_says_which_it_is_and_of_which_case() -> None:
    case = case_of(HOLD)
    read = pdftext.read(write(paper(case)))
    count = len(read.pages)
    assert count > 2
    for number, page in enumerate(read.pages, 1):
        assert f"Page {number} of {count}" in page
        assert case.sha256 in page
        assert "Made by rule, not by a lawyer." in page
        assert "U-042, version 3" in page


def test_what_programs_read_of_it() -> None:
    read = pdftext.read(write(paper(case_of(HOLD, title=NAMES))))
    assert read.entry("Title") == f"SALTBOX U-042, version 3: {NAMES}"
    assert read.entry("Lang") == "en"
    assert read.entry("Author") == "Clearslate"
    assert "Made by rule" in read.entry("Subject")
    assert b"/DisplayDocTitle true" in read.raw


def test_the_same_paper_gives_the_same_bytes() -> None:
    made = paper(case_of(HOLD, title=NAMES))
    assert write(made) == write(made)


def test_papers_can_be_written_side_by_side() -> None:
    made = [paper(case_of(name, title=NAMES)) for name in (HOLD, NOT_A_USE)]
    alone = [write(each) for each in made]
    found: list[tuple[int, bytes]] = []
    threads = [
        threading.Thread(target=lambda at=at: found.append((at % 2, write(made[at % 2]))))
        for at in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(data == alone[which] for which, data in found)


def test_the_longest_texts_that_a_declaration_may_hold_can_be_set() -> None:
    word = "W" * 120
    long = " ".join([word] * 200)
    notes = (Note("", long), Note(word, word))
    item = Item(long, sign="hold", word=long[:240], group=long[:600], aside=long[:600], notes=notes)
    page = Outline(
        title=word * 3,
        cells=tuple(Cell(word, long[:600]) for _ in range(7)),
        verdict=None,
        sections=(Section("x", word, (item, item), long),),
        foot=(Cell("case", word * 4),),
        made_by="Made by rule, not by a lawyer.",
    )
    read = pdftext.read(write(Paper("U-1, version 1", word, page, lines=(long,))))
    assert len(read.pages) > 10
    assert squeezed(read.text).count("W") > 4 * 200 * 120


def test_every_shape_can_be_drawn() -> None:
    items = tuple(Item("x", sign=name, word=sign.word) for name, sign in SIGNS.items())
    page = Outline("t", (), None, (Section("s", "t", items),), (), "m")
    read = pdftext.read(write(Paper("n", "p", page)))
    for sign in SIGNS.values():
        assert squeezed(sign.word) in squeezed(read.text)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_another_reader_reads_the_same_names(tmp_path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(write(paper(case_of(HOLD, title=NAMES))))
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True)
    assert done.stderr == ""
    assert squeezed(NAMES) in squeezed(done.stdout)


@pytest.mark.usefixtures("database")
def test_the_page_gives_it_as_a_file(client: Client) -> None:
    made = series()
    made.submit(HOLD)
    client.force_login(made.coordinator)
    answer = client.get("/p/saltbox-s2/uses/1/assessment.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    read = pdftext.read(answer.content)
    assert UseVersion.objects.get().case_sha256 in read.pages[0]
    assert "Submitted by Ines Okoro, 24 Nov 2026." in read.text
    assert "What would lower it" in read.text
    assert client.get("/p/saltbox-s2/uses/1/assessment.pdf").content == answer.content
