"""Text for a terminal: its width, its columns, and its plain form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearslate.policy.assess import Assessment, assess
from clearslate.policy.case import Case
from clearslate.policy.pack.load import Loaded
from clearslate.policy.render.table import Row
from clearslate.policy.render.terminal import columns, pad, render, wrapped
from clearslate.policy.render.terminal_table import render as render_table
from clearslate.policy.render.words import SIGNS, count, listed
from tests.policy.assess.small import case, rulebook

DECLARATION = {
    "use": {"title": "Crowd at the memorial wall, seen from the tower and again from the water"},
    "outputs": [{"name": "Menge am Denkmal — 群衆", "destination": "final_picture"}, {"name": "B"}],
    "people": [{"who": "Mara", "act": "replica"}],
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return rulebook(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def made(loaded: Loaded) -> tuple[Case, Assessment]:
    one = case(loaded, DECLARATION)
    return one, assess(one)


@pytest.mark.parametrize("width", [40, 60, 72, 88, 100, 140])
def test_no_line_is_too_wide(made: tuple[Case, Assessment], width: int) -> None:
    text = render(made[1], case=made[0], width=width)
    assert max(columns(line) for line in text.splitlines()) <= width
    assert text.endswith("\n")
    assert all(line == line.rstrip() for line in text.splitlines())


def test_a_long_answer_on_the_board_and_a_long_title_are_wrapped(loaded: Loaded) -> None:
    document = {"use": {"title": "x"}, "outputs": [{"destination": "development"}]}
    one = case(loaded, document)
    made = replace(assess(one), packs=(replace(assess(one).packs[0], title="House rules " * 9),))
    advisory = replace(made, packs=(replace(made.packs[0], standing="advisory"),))
    text = render(advisory, case=one, width=40)
    assert "Goes to: Development only" in text
    assert max(columns(line) for line in text.splitlines()) <= 40


def test_every_verdict_is_word_and_shape(made: tuple[Case, Assessment]) -> None:
    text = render(made[1])
    assert "■! On hold: evidence missing" in text
    assert "◇ needs approval" in text
    assert "? not certain" in text
    assert "✗ not met" in text


def test_colour_changes_no_word(made: tuple[Case, Assessment]) -> None:
    import re

    coloured = re.sub(r"\x1b\[[\d;]*m", "", render(made[1], colour=True))
    plain = render(made[1])
    assert [line.split() for line in coloured.splitlines()] == [
        line.split() for line in plain.splitlines()
    ]


def test_as_text_is_the_plain_form(made: tuple[Case, Assessment]) -> None:
    assert made[1].as_text() == render(made[1])


@pytest.mark.parametrize("width", [40, 60, 88, 100])
def test_a_table_fits(width: int) -> None:
    rows = [
        Row(
            "vfx-crowd-of-strangers-agreement-ends", "t", "hold", ("talent", "final output"), 2, 11
        ),
        Row("a", "t", "notify", (), 0, 0),
        Row("群衆" * 20, "", "error", (), 0, 0),
    ]
    text = render_table(rows, width=width)
    assert max(columns(line) for line in text.splitlines()) <= width
    assert "■! on hold" in text


@given(st.text(min_size=1, max_size=80), st.integers(2, 40))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    line = text.replace("\n", " ")
    parts = wrapped(line, width)
    assert "".join("".join(parts).split(" ")) == "".join(line.split(" "))
    assert all(columns(part) <= width for part in parts)


def test_a_long_name_breaks_where_it_joins() -> None:
    assert wrapped("vfx-crowd-of-strangers", 12) == ["vfx-crowd-", "of-strangers"]


def test_columns_of_wide_and_combining_characters() -> None:
    assert columns("群") == 2
    assert columns("e\u0301") == 1
    assert pad("群", 4) == "群  "


def test_small_words() -> None:
    assert count(1, "duty", "duties") == "1 duty"
    assert count(2, "duty", "duties") == "2 duties"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert len({sign.character for sign in SIGNS.values()}) == len(SIGNS) - 1
