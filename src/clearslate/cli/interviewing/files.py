"""The file an interview begins from and ends in."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Any

from clearslate.policy.declaration.check import check_declaration
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.documents import read_text, to_json, to_yaml
from clearslate.policy.interview import blank


def load(path: Path | None, schema: Schema) -> tuple[dict[str, Any], bool]:
    """The declaration to continue, and whether its file holds comments that saving will lose.

    A blank one where there is no file yet. Raises PolicyError where the file is no declaration,
    OSError where it cannot be read.
    """
    if path is None or not path.exists():
        return blank(), False
    data = path.read_bytes()
    document = check_declaration(read_text(data, name=str(path)), schema, name=str(path))
    return document, any(line.lstrip().startswith(b"#") for line in data.splitlines())


def check_writable(path: Path) -> None:
    """Raise OSError now where saving would fail later, so that nobody answers for nothing."""
    draft = _draft(path)
    with draft.open("wb"):
        pass
    draft.unlink()


def save(path: Path, document: dict[str, Any]) -> None:
    """Write the declaration so that a crash leaves the old file or the new one, never a part."""
    text = to_json(document) if path.suffix.lower() == ".json" else to_yaml(document)
    draft = _draft(path)
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def free_name(folder: Path) -> Path:
    """A name for a new declaration that no file in the folder has yet."""
    path, number = folder / "declaration.yaml", 2
    while path.exists():
        path, number = folder / f"declaration-{number}.yaml", number + 1
    return path


def resume_command(path: Path, options: list[str]) -> str:
    """What to type to go on where this ended."""
    return shlex.join(["clearslate", "interview", str(path), *options])
