"""Which files are meant: files, folders, globs that no shell expanded, and standard input."""

from __future__ import annotations

import glob
import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from clearslate.policy.documents import read_file
from clearslate.policy.errors import DocumentError, Problem, did_you_mean

SUFFIXES = (".yaml", ".yml", ".json")
STDIN = "-"


class Input(NamedTuple):
    """One file to read: its name as it is reported, and whether a folder brought it."""

    name: str
    from_folder: bool = False
    flaw: str = ""
    """Why a folder below could not be looked into."""

    def read(self) -> bytes:
        """The bytes; raises DocumentError in clear words where there are none."""
        if self.name == STDIN:
            if sys.stdin is None:
                raise DocumentError([Problem("Standard input is closed.", STDIN)])
            return read_file(sys.stdin.buffer)
        if self.flaw:
            raise DocumentError([Problem(f"It cannot be read: {self.flaw}.", self.name)])
        path = Path(self.name)
        try:
            with path.open("rb") as file:
                return read_file(file)
        except FileNotFoundError:
            hint = did_you_mean(path.name, _beside(path))
            raise DocumentError(
                [Problem("There is no such file.", self.name, suggestion=hint)]
            ) from None
        except OSError as error:
            message = f"It cannot be read: {error.strerror}."
            raise DocumentError([Problem(message, self.name)]) from None


def _beside(path: Path) -> list[str]:
    """The names of some files in the same folder, as many as can be compared at once."""
    try:
        with os.scandir(path.parent) as entries:
            return [entry.name for entry in itertools.islice(entries, 1000)]
    except OSError:
        return []


class Inputs(NamedTuple):
    """All files that are meant, each once."""

    files: tuple[Input, ...]
    many: bool
    """Whether a list was asked for: a folder, a glob, or several names."""


def inputs(names: Sequence[str]) -> Inputs:
    """The files behind the names on the command line, in their order, folders sorted."""
    found: dict[str, Input] = {}
    for name in names:
        for each in _expanded(name):
            found.setdefault(each.name, each)
    many = len(names) > 1 or any(Path(name).is_dir() or _is_glob(name) for name in names)
    return Inputs(tuple(found.values()), many)


def _expanded(name: str) -> Iterator[Input]:
    if name == STDIN:
        yield Input(STDIN)
    elif Path(name).is_dir():
        yield from _of_folder(Path(name))
    elif _is_glob(name):
        matches = _matches(name)
        for match in matches:
            yield from _of_folder(match) if match.is_dir() else [Input(str(match))]
        if not matches:
            yield Input(name)
    else:
        yield Input(name)


def _matches(pattern: str) -> list[Path]:
    """The files and folders of a pattern, sorted; links to folders are not followed by `**`.

    What begins with a dot is left alone unless the pattern says so. Pipes and devices are, too:
    reading one may never end.
    """
    path = Path(pattern)
    start = Path(path.anchor)
    parts = path.parts[1:] if path.anchor else path.parts
    try:
        found = sorted(start.glob(str(Path(*parts))))
    except (ValueError, OSError):  # such as **x, which is no pattern
        return []
    named = set(parts)
    return [
        each
        for each in found
        if all(_is_open(part) or part in named for part in each.parts)
        and (each.is_file() or each.is_dir())
    ]


def _of_folder(folder: Path) -> Iterator[Input]:
    """The YAML and JSON files below a folder; hidden folders and files are left alone.

    Links to folders are not followed. A folder that cannot be looked into is reported; one that
    has just gone is not.
    """
    closed: list[OSError] = []
    found: list[Input] = []
    for name, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = filter(_is_open, folders)
        paths = (Path(name, file) for file in files if _is_open(file))
        found += [
            Input(str(path), from_folder=True)
            for path in paths
            if path.suffix.lower() in SUFFIXES and path.is_file()
        ]
    found += [
        Input(str(error.filename), from_folder=True, flaw=str(error.strerror))
        for error in closed
        if not isinstance(error, FileNotFoundError)
    ]
    return iter(sorted(found, key=lambda each: Path(each.name)))


def _is_open(name: str) -> bool:
    return not name.startswith(".") or name in (".", "..")


def _is_glob(name: str) -> bool:
    return glob.has_magic(name) and not Path(name).exists()
