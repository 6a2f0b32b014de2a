"""A house pack that somebody uploads: one YAML file, or a folder of them in a zip file.

What comes in is hostile until it is read: nothing is written to disk, no name leads anywhere, and
what a file unpacks to is bounded while it is unpacked, whatever the archive says of itself.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import IO, Any, NoReturn

from clearslate.policy.documents.limits import MAX_BYTES
from clearslate.policy.errors import PolicyError
from clearslate.policy.pack.load import Loaded, load_source
from clearslate.policy.pack.papers import read_papers
from clearslate.policy.pack.sources import PackFile, PackSource, source_of
from clearslate.productions.errors import ProductionsError
from clearslate.productions.models import Production
from clearslate.productions.packs import kept_pack, statements_on

MOST_UPLOAD = 2_000_000
"""Bytes of a file that is uploaded, and of what a zip file holds in all."""

MOST_FILES = 200

_ZIP = b"PK\x03\x04"
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What programs that pack folders add of their own.
_CLUTTER = ("__MACOSX", ".DS_Store", "Thumbs.db")


def read_pack(production: Production, on: date, name: str, data: bytes) -> Loaded:
    """The pack that an uploaded file holds; it may extend what is in force, or what ships.

    Raises `ProductionsError` with every problem, each with its file and line.
    """
    if len(data) > MOST_UPLOAD:
        _refuse(f"The file has more than {MOST_UPLOAD:,} bytes. Rulebooks are small.")
    if not data:
        _refuse("The file is empty.")
    bases = [kept_pack(row.pack_id) for row in statements_on(production, on)]
    try:
        loaded = load_source(_source(name, data), bases=bases)
        read_papers(loaded)  # nobody should find out on the day a letter is due
    except PolicyError as error:
        problems = [("pack", str(problem)) for problem in error.problems]
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise ProductionsError(
            f"The pack has {count}. Nothing was put in force.", problems
        ) from None
    return loaded


def _source(name: str, data: bytes) -> PackSource:
    name = "".join(each for each in name if each.isprintable())[-80:] or "pack.yaml"
    if not data.startswith(_ZIP):
        return PackSource(name, (PackFile(name, data),), ())
    files = dict(_unpacked(data))
    tops = {path.partition("/")[0] for path in files}
    # Folders are usually packed with their own name at the top.
    if "pack.yaml" not in files and len(tops) == 1:
        top = f"{tops.pop()}/"
        files = {path.removeprefix(top): content for path, content in files.items()}
    return source_of(_Folder(name, "", files))


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a zip by their paths. Raises `ProductionsError` for a hostile one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                _refuse(f"The zip file holds more than {MOST_FILES} files.")
            left = MOST_UPLOAD
            seen: set[str] = set()
            for entry in entries:
                path = _checked(entry, seen)
                if any(part in _CLUTTER for part in path.split("/")):
                    continue
                with archive.open(entry) as file:
                    content = file.read(min(MAX_BYTES, left) + 1)
                left -= len(content)
                if left < 0 or len(content) > MAX_BYTES:
                    _refuse(f"{_shown(path)} unpacks to more than a rulebook can have.")
                yield path, content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        _refuse("The zip file cannot be read. Pack the folder again.")
    except (ValueError, UnicodeError):
        _refuse("The zip file holds a name that cannot be read. Pack the folder again.")


def _checked(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    """The path of an entry, where it is a plain one below the folder."""
    path = entry.filename
    parts = path.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if (
        entry.orig_filename != path
        or "\\" in path
        or ":" in path
        or not path.isprintable()
        or len(path) > 200
        or any(part in ("", ".", "..") for part in parts)
    ):
        _refuse(f"The path {_shown(path)} leads out of the folder, or cannot be used.")
    if kind not in (0, stat.S_IFREG):
        _refuse(f"{_shown(path)} is a link or a device. Pack plain files only.")
    if entry.flag_bits & 1 or entry.compress_type not in _PLAIN:
        _refuse(f"{_shown(path)} is encrypted, or packed in an unusual way.")
    if path in seen:
        _refuse(f"{_shown(path)} is in the zip file twice.")
    seen.add(path)
    return path


def _shown(path: str) -> str:
    """A path in a message: short, and with nothing that a terminal or page would act on."""
    return f"“{''.join(each if each.isprintable() else '�' for each in path[:80])}”"


def _refuse(message: str) -> NoReturn:
    raise ProductionsError(message, [("pack", message)])


@dataclass(frozen=True)
class _Folder(Traversable):
    """A folder or a file within unpacked files, as the reader of packs walks it."""

    upload: str
    path: str
    files: Mapping[str, bytes]

    def __str__(self) -> str:
        """What messages call it: they show nothing of what is in it."""
        return f"{self.upload}/{self.path}" if self.path else self.upload

    @property
    def name(self) -> str:
        """The last part of its path; the folder itself is called as the upload is."""
        return self.path.rpartition("/")[2] or self.upload

    def iterdir(self) -> Iterator[_Folder]:
        """What lies directly in the folder."""
        head = f"{self.path}/" if self.path else ""
        below = {
            path[len(head) :].partition("/")[0] for path in self.files if path.startswith(head)
        }
        return (self.joinpath(each) for each in sorted(below))

    def is_dir(self) -> bool:
        """Whether something lies below."""
        head = f"{self.path}/" if self.path else ""
        return any(path.startswith(head) for path in self.files)

    def is_file(self) -> bool:
        """Whether this is a file."""
        return self.path in self.files

    def joinpath(self, *descendants: Any) -> _Folder:
        """What lies at a path below, whether it is there or not."""
        path = "/".join([*([self.path] if self.path else []), *map(str, descendants)])
        return _Folder(self.upload, path, self.files)

    __truediv__ = joinpath

    def read_bytes(self) -> bytes:
        """The content of the file."""
        return self.files[self.path]

    def read_text(self, encoding: str | None = None, errors: str | None = None) -> str:
        """The content of the file as text."""
        return self.read_bytes().decode(encoding or "utf-8", errors or "strict")

    def open(self, mode: str = "r", *_args: Any, **_kwargs: Any) -> IO[Any]:
        """The content of the file."""
        content = io.BytesIO(self.read_bytes())
        return content if "b" in mode else io.TextIOWrapper(content, encoding="utf-8")
