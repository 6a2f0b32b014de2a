"""The files of a pack: a folder with `pack.yaml`, or one file that holds everything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clearslate.policy.documents import Node, read_file, read_text
from clearslate.policy.errors import DocumentError, PackError, Problem
from clearslate.record import sha256_hex

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


#: Files of a pack beside `pack.yaml` and those in its folders, each of which may be missing.
OWN_FILES = ("duties.yaml", "questions.yaml", "deciding.yaml", "rules-card.yaml", "notices.yaml")
#: Those that hold texts for papers, which nothing is decided by; see `pack.papers`.
PAPERS = ("rules-card.yaml", "notices.yaml")


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack."""

    name: str
    data: bytes

    def read(self) -> Node:
        """The document in this file; raises DocumentError."""
        return read_text(self.data, name=self.name, format="yaml")


@dataclass(frozen=True, slots=True)
class PackSource:
    """The bytes of a pack: what its hash is taken over, and its examples beside them."""

    name: str
    files: tuple[PackFile, ...]
    """`pack.yaml` first, then all others; never examples."""
    examples: tuple[PackFile, ...]

    @property
    def sha256(self) -> str:
        """The hash a case pins: over names and bytes of all files but the examples."""
        return sha256_hex({file.name: hashlib.sha256(file.data).hexdigest() for file in self.files})


def source_of(place: Traversable | Path) -> PackSource:
    """The files of the pack at a place.

    Raises PackError where there is no pack, or where a file of it would be left out by its name.
    """
    if place.is_file():
        return PackSource(place.name, (PackFile(place.name, _bytes(place)),), ())
    head = place / "pack.yaml"
    if not place.is_dir() or not head.is_file():
        message = "There is no pack here: a folder with a pack.yaml, or one YAML file, is needed."
        raise PackError([Problem(message, file=str(place))])
    files = [PackFile("pack.yaml", _bytes(head)), *_folder(place, "rules")]
    for name in OWN_FILES:
        if (place / name).is_file():
            files.append(PackFile(name, _bytes(place / name)))
    return PackSource(place.name, tuple(files), tuple(_folder(place, "examples")))


def _bytes(place: Traversable | Path) -> bytes:
    with place.open("rb") as file:
        return read_file(file)


def _folder(place: Traversable | Path, name: str) -> Iterator[PackFile]:
    """The YAML files of a folder; no rule may go missing by the name of its file."""
    folder = place / name
    if folder.is_file():
        message = "This is a folder of YAML files in a pack; a file of that name is not read."
        raise PackError([Problem(message, name)])
    if not folder.is_dir():
        return
    for item in sorted(folder.iterdir(), key=lambda each: each.name):
        path = f"{name}/{item.name}"
        if item.is_file() and item.name.endswith(".yaml"):
            yield PackFile(path, _bytes(item))
        elif item.name.lower().endswith((".yaml", ".yml", ".json")):
            message = "Files whose names end in .yaml are read here, and nothing else. Rename it."
            raise PackError([Problem(message, path)])


def read_all(files: tuple[PackFile, ...]) -> list[tuple[PackFile, Node]]:
    """Every file with its document; the problems of all files are raised together."""
    result: list[tuple[PackFile, Node]] = []
    problems: list[Problem] = []
    for file in files:
        try:
            result.append((file, file.read()))
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return result
