"""Letters that duties ask for: which one, filled with what, and never more than a draft."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clearslate.policy import library
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.notices import Draft, drafts
from clearslate.policy.pack.load import load_pack, shipped_pack
from clearslate.policy.pack.papers import read_papers

ROOT = Path(__file__).parents[2]
SERIES = ROOT / "examples" / "series"
ASSESSOR = Assessor([Rulebook(shipped_pack())])
LETTER = {
    "date": "24 Nov 2026",
    "production": "SALTBOX",
    "company": "Vannick Pictures",
    "sender": "Labour relations",
}


@cache
def series(name: str) -> Case:
    return library.case(SERIES / f"{name}.yaml", on="2026-11-24", facts=SERIES / "facts.yaml")


def changed(made: Case, **parts: Any) -> Case:
    return make_case(
        {**made.declaration, **parts}, rulebooks=made.rulebooks, on=made.date, facts=made.facts
    )


def letters(made: Case, letter: dict[str, str] = LETTER) -> tuple[Draft, ...]:
    return drafts(made, ASSESSOR, ASSESSOR.assess(made), letter=letter)


def names(made: Case) -> list[str]:
    return [draft.notice for draft in letters(made)]


def test_it_works() -> None:
    director, guild = letters(series("vfx-de-ageing-lead"))
    assert (director.notice, director.duty, director.path) == (
        "director",
        "ask_director",
        "outputs[0]",
    )
    assert (guild.notice, guild.subject, guild.certain) == (
        "sag_aftra_2026",
        "Ottoline Marrick",
        True,
    )
    assert guild.body.startswith("24 Nov 2026\n\nTo SAG-AFTRA\nAbout SALTBOX, Vannick Pictures\n")
    assert "\nPerformer: Ottoline Marrick\n" in guild.body
    assert "\nWork: from 1 Dec 2026 to 5 Mar 2027\n" in guild.body
    assert guild.body.endswith("Questions go to Labour relations.")
    assert guild.check.startswith("Draft. Labour relations and a lawyer check it")
    assert guild.grade == "unverified"
    assert guild.due.startswith("at least 48 hours")


def test_what_the_paper_does_not_know_stays_open() -> None:
    _, guild = letters(series("vfx-de-ageing-lead"), {"date": "24 Nov 2026"})
    assert "About [production], [company]" in guild.body
    assert guild.body.endswith("Questions go to [sender].")


def test_an_answer_fills_no_place_of_the_letter() -> None:
    made = series("vfx-de-ageing-lead")
    use = {**made.declaration["use"], "purpose": "{letter.sender} and {use.title}"}
    _, guild = letters(changed(made, use=use))
    assert "What is made, and what for: {letter.sender} and {use.title}\n" in guild.body


@pytest.mark.parametrize(
    ("guild", "wanted"),
    [
        ("sag_aftra", "sag_aftra_2026"),
        ("actra", "actra"),
        ("equity_uk", "equity_uk"),
        ("bffs", "bffs"),
        ("other", "any_guild"),
        ("unknown", "any_guild"),
        ("none", None),
    ],
)
def test_each_guild_has_its_letter(guild: str, wanted: str | None) -> None:
    made = series("vfx-de-ageing-lead")
    (person,) = made.declaration["people"]
    found = [
        draft.notice
        for draft in letters(changed(made, people=[{**person, "guild": guild}]))
        if draft.duty == "guild_notice"
    ]
    assert found == ([] if wanted is None else [wanted])


@pytest.mark.parametrize(
    ("work_from", "wanted"),
    [
        ("2026-06-30", ["sag_aftra_2023"]),
        ("2026-07-01", ["sag_aftra_2026"]),
        ("2030-07-01", ["any_guild"]),
        ("unknown", ["sag_aftra_2023", "sag_aftra_2026"]),
    ],
)
def test_the_agreement_is_that_of_the_day_the_work_begins(
    work_from: str, wanted: list[str]
) -> None:
    made = series("sound-line-made-warmer")
    use = {**made.declaration["use"], "work_from": work_from, "work_to": "unknown"}
    assert names(changed(made, use=use)) == wanted


@pytest.mark.parametrize(
    ("union", "wanted"),
    [
        ("SAG-AFTRA", "synthetic_performers"),
        ("  sag-aftra ", "synthetic_performers"),
        ("IATSE", "crew"),
        ("The Animation Guild", "crew"),
        ("WGA", "writers"),
        ("BECTU", "any_union"),
        ("unknown", "any_union"),
    ],
)
def test_each_union_has_its_letter(union: str, wanted: str) -> None:
    made = series("vfx-crowd-of-strangers-agreement-ends")
    (craft,) = made.declaration["crafts"]
    assert names(changed(made, crafts=[{**craft, "union": union}])) == [wanted]


def test_a_letter_for_what_may_fall_away_says_so() -> None:
    made = series("vfx-sharpening-invents-a-face")
    assert [draft.certain for draft in letters(made)] == [False]


@pytest.mark.parametrize("part", ["people", "outputs", "crafts"])
def test_nobody_is_written_to_about_a_list_that_is_not_known(part: str) -> None:
    made = changed(series("vfx-de-ageing-lead"), **{part: "unknown"})
    assert all("[" in draft.path for draft in letters(made))


def test_a_use_that_asks_for_no_letter_has_none() -> None:
    assert letters(series("development-mood-board")) == ()


def test_papers_that_were_read_before_are_taken() -> None:
    made = series("vfx-de-ageing-lead")
    papers = {shipped_pack().pack.sha256: read_papers(shipped_pack())}
    again = drafts(made, ASSESSOR, ASSESSOR.assess(made), letter=LETTER, papers=papers)
    assert again == letters(made)


def test_neither_an_old_pack_nor_an_advisory_one_writes_letters() -> None:
    made = series("vfx-de-ageing-lead")
    for books in (
        [Rulebook(load_pack(ROOT / "tests" / "golden" / "pack"))],
        [Rulebook(shipped_pack(), adopted=False)],
    ):
        assessor = Assessor(books)
        found = ASSESSOR.assess(made)
        assert drafts(made, assessor, found, letter=LETTER) == ()


NOTICES = read_papers(shipped_pack()).notices


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.id)
def test_a_letter_of_the_platform_is_a_draft_that_says_so(notice: Any) -> None:
    assert notice.check.startswith("Draft. ")
    assert "{letter.date}" in notice.body
    assert "{letter.sender}" in notice.body
    assert re.search(r"\[[a-z].*?\]", notice.body), "something a person must write"
    assert notice.from_ is None or notice.from_ < date(2027, 1, 1)


def test_every_duty_on_the_line_of_labour_or_the_director_has_a_letter_for_all() -> None:
    for duty in shipped_pack().pack.duties:
        mine = [notice for notice in NOTICES if notice.duty == duty.id]
        assert bool(duty.line) is bool(mine), duty.id
        if duty.line:
            assert any(each.guild is None and not each.unions for each in mine), duty.id
