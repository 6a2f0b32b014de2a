"""Lines of shots, as somebody pastes them or a table exports them: shot, version, seconds.

Nothing is guessed: a line that cannot be read is named by its number, and then none is taken.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clearslate.envelopes.answers import Answers
from clearslate.envelopes.ceiling import seconds_of
from clearslate.envelopes.errors import LinesError
from clearslate.policy.case import Case
from clearslate.policy.derived.records import folded
from clearslate.policy.render.escape import one_line
from clearslate.uses.desk import assessor_of

MOST_LINES = 2000
MOST_BYTES = 500_000
MOST_SHOT, MOST_VERSION = 120, 20
MOST_TOLD = 20
"""Lines that are named in one answer."""

_COLUMNS = ("shot", "version", "seconds")
_MARKS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class Shot:
    """A version of a shot; the version is empty while there is none, the seconds while unknown."""

    shot: str
    version: str = ""
    seconds: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """How two of them are compared."""
        return folded(self.shot), self.version.casefold()


def read_lines(text: str) -> tuple[Shot, ...]:
    """The shots of some lines. Raises `LinesError` with every line that cannot be read."""
    if len(text) > MOST_BYTES:
        raise LinesError(f"That is more than {MOST_BYTES:,} characters. Register it in parts.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise LinesError(f"That is more than {MOST_LINES:,} lines. Register them in parts.")
    return _read((number, line) for number, line in enumerate(lines, 1) if line.strip())


def read_table(data: bytes) -> tuple[Shot, ...]:
    """The shots of a CSV file in UTF-8. Raises as `read_lines` does."""
    if len(data) > MOST_BYTES:
        raise LinesError(f"The file has more than {MOST_BYTES:,} bytes. Register it in parts.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LinesError("The file is not in UTF-8. Export it as CSV in UTF-8.") from None
    return read_lines(text)


def listed(case: Case) -> tuple[Shot, ...]:
    """The shots that a declaration lists, each once; none of them has a version yet."""
    names = Answers(case, assessor_of(case.rulebooks)).one("use", "shots") or ()
    found = [Shot(" ".join(name.split())) for name in names]
    return tuple({shot.key: shot for shot in found}.values())


def _cells(line: str) -> list[str]:
    """The cells of a line, cut at the first of tab, semicolon or comma it has, else at spaces.

    Raises `ValueError`, in words, where quotes do not match.
    """
    mark = next((mark for mark in _MARKS if mark in line), "")
    if not mark:
        return line.split()
    try:
        (cells,) = csv.reader([line], delimiter=mark, strict=True)
    except (csv.Error, ValueError):
        raise ValueError("Its quotes do not match. Write it without them.") from None
    return [cell.strip() for cell in cells]


@dataclass(frozen=True)
class _Columns:
    """Where shot, version and seconds stand in a line."""

    places: Mapping[str, int]
    named: bool = False
    """Whether a first line named them: then further columns are left out."""

    def read(self, cells: list[str]) -> Shot:
        if not self.named and any(cells[len(_COLUMNS) :]):
            raise ValueError("It has more than shot, version and seconds. Leave out the rest.")
        return _shot(*(self._cell(cells, name) for name in _COLUMNS))

    def _cell(self, cells: list[str], name: str) -> str:
        place = self.places.get(name, len(cells))
        return cells[place] if place < len(cells) else ""


def _shot(shot: str, version: str, seconds: str) -> Shot:
    """A version of a shot. Raises `ValueError`, in words, for what cannot be one."""
    if not shot:
        raise ValueError("It names no shot. Begin with the code of the shot.")
    for name, text, most in (("shot", shot, MOST_SHOT), ("version", version, MOST_VERSION)):
        if len(text) > most:
            raise ValueError(f"The {name} has more than {most} characters. Shorten it.")
        if one_line(text) != text or not text.isprintable():
            raise ValueError(f"The {name} holds a character that cannot be seen. Type it anew.")
    if seconds and seconds_of(seconds) is None:
        raise ValueError(f"“{seconds[:20]}” are no seconds. Write a number like 4 or 4.5.")
    return Shot(" ".join(shot.split()), version, seconds)


def _columns(cells: list[str]) -> _Columns | None:
    """The columns that a first line names; None where it names none."""
    names = [cell.casefold() for cell in cells]
    if "shot" not in names:
        return None
    return _Columns({name: names.index(name) for name in _COLUMNS if name in names}, named=True)


def _read(lines: Iterable[tuple[int, str]]) -> tuple[Shot, ...]:
    columns = _Columns({name: place for place, name in enumerate(_COLUMNS)})
    found: dict[tuple[str, str], tuple[int, Shot]] = {}
    problems: list[tuple[str, str]] = []
    for place, (number, line) in enumerate(lines):
        try:
            cells = _cells(line)
            if place == 0 and (named := _columns(cells)):
                columns = named
                continue
            shot = columns.read(cells)
            before, _ = found.setdefault(shot.key, (number, shot))
            if before != number:
                raise ValueError(f"It repeats line {before}. Leave one of them out.")
        except ValueError as error:
            problems.append((str(number), f"Line {number}: {one_line(str(error))}"))
    if problems:
        rest = len(problems) - MOST_TOLD
        more = [("", f"{rest} more lines cannot be read.")] if rest > 0 else []
        told = [*problems[:MOST_TOLD], *more]
        raise LinesError(" ".join(message for _, message in told), told)
    if not found:
        raise LinesError("There is no shot in it. Write one in each line.")
    return tuple(shot for _, shot in found.values())
