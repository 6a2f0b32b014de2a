"""Which files are meant: files, folders, globs that no shell expanded, and standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from clearslate.policy.errors import DocumentError, Problem, did_you_mean

SUFFIXES = (".yaml", ".yml", ".json")
STDIN = "-"


class Input(NamedTuple):
    """One file to read: its name as it is reported, and whether a folder brought it."""

    name: str
    from_folder: bool = False

    def read(self) -> bytes:
        """The bytes; raises DocumentError in clear words where there are none."""
        if self.name == STDIN:
            return sys.stdin.buffer.read()
        path = Path(self.name)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            near = [each.name for each in path.parent.glob("*")] if path.parent.is_dir() else []
            hint = did_you_mean(path.name, near)
            raise DocumentError(
                [Problem("There is no such file.", self.name, suggestion=hint)]
            ) from None
        except OSError as error:
            message = f"It cannot be read: {error.strerror}."
            raise DocumentError([Problem(message, self.name)]) from None


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
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - absolute patterns too
        for match in matches:
            yield from _of_folder(Path(match)) if Path(match).is_dir() else (Input(match),)
        if not matches:
            yield Input(name)
    else:
        yield Input(name)


def _of_folder(folder: Path) -> Iterator[Input]:
    """The YAML and JSON files below a folder; hidden folders and files are left alone."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
            yield Input(str(path), from_folder=True)


def _is_glob(name: str) -> bool:
    return glob.has_magic(name) and not Path(name).exists()
