"""Where the content that ships with Clearslate lies: rulebooks, questions, vocabularies, texts.

Content is YAML that a person edits without writing Python. This module only finds it, whether the
package lies in a folder or in an archive. It understands none of it; `clearslate.policy` does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["folder", "read", "shipped"]

PACK_FILE = "pack.yaml"


def folder(name: str) -> Traversable:
    """The content folder called `name`, such as `platform` or `declaration`.

    Raises FileNotFoundError, with the folders that exist, when nothing of that name ships.
    """
    found = _top().joinpath(name)
    if not name or not found.is_dir():
        known = ", ".join(sorted(entry.name for entry in _folders()))
        raise FileNotFoundError(
            f"no content folder {name!r} ships with Clearslate; there are: {known}"
        )
    return found


def read(path: str) -> bytes:
    """The bytes of one content file, by its path below this package: `platform/pack.yaml`.

    Raises FileNotFoundError when no such file ships.
    """
    return _top().joinpath(*path.split("/")).read_bytes()


def shipped() -> tuple[str, ...]:
    """The names of the policy packs that ship, in alphabetical order."""
    return tuple(
        sorted(entry.name for entry in _folders() if entry.joinpath(PACK_FILE).is_file()),
    )


def _top() -> Traversable:
    here = Path(__file__).parent
    if here.is_dir():
        return here
    # In an archive. The standard library's way opens it, and is slow to import.
    from importlib import resources

    return resources.files(__name__)


def _folders() -> list[Traversable]:
    return [entry for entry in _top().iterdir() if entry.is_dir() and entry.name[:1] not in "._"]
