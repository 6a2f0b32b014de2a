"""Lines of shots: read as pasted or exported, and named by their number where they fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearslate.envelopes.errors import LinesError
from clearslate.envelopes.shots import MOST_LINES, Shot, listed, read_lines, read_table
from clearslate.policy.case import make_case
from clearslate.policy.library import rulebooks
from tests.docs.world import DAY, declaration, facts

READ = [
    ("103_0410", [Shot("103_0410")]),
    ("103_0410 v003 4.5", [Shot("103_0410", "v003", "4.5")]),
    ("103_0410, v003, 4.5\n103_0420", [Shot("103_0410", "v003", "4.5"), Shot("103_0420")]),
    (
        "\n103_0410\tv003\t4\r\n\r\n103_0420\tv1\t\r\n",
        [("103_0410", "v003", "4"), ("103_0420", "v1")],
    ),
    ("103_0410;v003;12.125", [Shot("103_0410", "v003", "12.125")]),
    ('"103, pick-up",v1,3', [Shot("103, pick-up", "v1", "3")]),
    ("shot,version,seconds\n1,v1,2", [Shot("1", "v1", "2")]),
    ("Seconds;Shot;Note\n2;1;anything, at all", [Shot("1", "", "2")]),
    ("shot\n1\n2", [Shot("1"), Shot("2")]),
    ("1,,3", [Shot("1", "", "3")]),
    ("1,v1,,,", [Shot("1", "v1")]),
    ("1 v1\n1 v2", [Shot("1", "v1"), Shot("1", "v2")]),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=lambda each: str(each)[:40])
def test_it_works(text: str, expected: list[Shot | tuple[str, ...]]) -> None:
    wanted = tuple(each if isinstance(each, Shot) else Shot(*each) for each in expected)
    assert read_lines(text) == wanted
    assert read_table(b"\xef\xbb\xbf" + text.encode()) == wanted


REFUSED = [
    ("", "There is no shot in it. Write one in each line."),
    ("shot,version\n", "There is no shot in it."),
    ("1\n,v1", "Line 2: It names no shot. Begin with the code of the shot."),
    ("1,v1,x", "Line 1: “x” are no seconds. Write a number like 4 or 4.5."),
    ('1,v1,"4,5"', "Line 1: “4,5” are no seconds."),
    ("1,v1,-4", "Line 1: “-4” are no seconds."),
    ("1,v1,1e3", "“1e3” are no seconds."),
    ("1,v1,٤", "are no seconds."),
    ("1,v1,0004", "are no seconds."),
    ("1,v1,4.1234", "are no seconds."),
    ("1,v1,1000001", "are no seconds."),
    ("1,v1,4,night", "Line 1: It has more than shot, version and seconds. Leave out the rest."),
    ("1 v1 4 night", "Line 1: It has more than shot, version and seconds."),
    ("1 v1\n\n 1  V1", "Line 3: It repeats line 1. Leave one of them out."),
    ("x" * 121, "Line 1: The shot has more than 120 characters. Shorten it."),
    ("1," + "v" * 21, "Line 1: The version has more than 20 characters."),
    ("1\u202e2", "Line 1: The shot holds a character that cannot be seen. Type it anew."),
    ("1\u31642", "Line 1: The shot holds a character that cannot be seen."),
    ("1\0", "Line 1: The shot holds a character that cannot be seen."),
    ('1\n"2,v1', "Line 2: Its quotes do not match. Write it without them."),
    ("1\n" * (MOST_LINES + 1), "That is more than 2,000 lines. Register them in parts."),
    ("x" * 500_001, "That is more than 500,000 characters."),
]


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=lambda each: ascii(each)[:40])
def test_a_line_that_cannot_be_read_is_named(text: str, why: str) -> None:
    with pytest.raises(LinesError) as raised:
        read_lines(text)
    assert why in str(raised.value)


def test_every_bad_line_has_its_number_and_the_first_twenty_are_told() -> None:
    with pytest.raises(LinesError) as raised:
        read_lines("\n".join(["1,v1", *(f"{number},v1,x" for number in range(2, 27))]))
    assert [place for place, _ in raised.value.problems] == [*map(str, range(2, 22)), ""]
    assert str(raised.value).endswith("5 more lines cannot be read.")


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(LinesError, match="not in UTF-8"):
        read_table("Schärfe".encode("latin-1"))
    with pytest.raises(LinesError, match="more than 500,000 bytes"):
        read_table(b"x" * 500_001)


def told(text: str | bytes) -> str:
    """What is said of something that is pasted; empty where it is read."""
    try:
        found = read_table(text) if isinstance(text, bytes) else read_lines(text)
    except LinesError as error:
        return str(error)
    assert len({shot.key for shot in found}) == len(found) > 0
    assert all(shot.shot and shot.shot.isprintable() for shot in found)
    return ""


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_is_pasted_is_read_or_refused_in_words(text: str | bytes) -> None:
    said = told(text)
    assert said.isprintable()
    assert not said or said.endswith(".")


def test_the_shots_that_a_declaration_lists_are_taken_once_each() -> None:
    document = dict(declaration("vfx-denoise-craft-list.yaml"))
    document["use"] = {**document["use"], "shots": ["203_0610", "203_0610 ", "203_0620"]}
    made = make_case(document, rulebooks=rulebooks(), on=DAY, facts=facts())
    assert [shot.shot for shot in listed(made)] == ["203_0610", "203_0620"]
