"""What reaches a terminal that cannot show everything, and one that is very wide."""

from __future__ import annotations

import io
import sys

import pytest

from clearslate.cli import output
from tests.cli.running import HOLD, assess


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def said(text: str, encoding: str) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    stream.write(output.encodable(text, stream))
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_our_signs_gets_plain_ones(encoding: str) -> None:
    text = said(assess(HOLD).out, encoding)
    assert "[!] On hold: evidence missing" in text
    assert "<> needs approval" in text
    assert "x not met" in text
    assert "v met" in text


def test_what_has_no_plain_form_is_written_as_its_code() -> None:
    assert said("群 “a”", "ascii") == '\\u7fa4 "a"'


def test_a_terminal_that_can_gets_everything() -> None:
    text = assess(HOLD).out
    assert said(text, "utf-8") == text


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("100", 100), ("300", 100)])
def test_text_takes_the_terminals_width_up_to_what_can_be_read(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert output.width() == output.WIDTH, "a file has no columns"
    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO()))
    assert output.width() == width
