"""What an attached file is, as its content says; names and claims of a browser do not count."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO

from clearslate.kit.pictures import Picture, PictureError, read_picture
from clearslate.uses.errors import AttachmentError

PDF = "application/pdf"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    PDF: "pdf",
    TEXT: "txt",
    DOCX: "docx",
    XLSX: "xlsx",
}
"""Every type that can be attached, and how the name of a download ends."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MOST_PARTS = 5_000
_CHUNK = 1 << 20
#: Characters that no text file holds, though some encoding could carry them.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]").search


@dataclass(frozen=True)
class Content:
    """A file that was looked into: its type and, of a picture, its size and preview."""

    media_type: str
    picture: Picture | None = None


def still(file: IO[bytes]) -> Content:
    """A still. Raises `AttachmentError` for anything but a whole PNG, JPEG or WebP."""
    try:
        picture = read_picture(file)
    except PictureError as error:
        raise AttachmentError(str(error)) from None
    return Content(picture.media_type, picture)


def evidence(file: IO[bytes]) -> Content:
    """A document. Raises `AttachmentError` for what is none of the types in `EXTENSIONS`."""
    file.seek(0)
    head = file.read(16)
    if not head:
        raise AttachmentError("The file is empty. Choose another one.")
    if head.startswith(_PICTURES):
        return still(file)
    if head.startswith(b"%PDF-"):
        return Content(_pdf(file))
    if head.startswith(b"PK\x03\x04"):
        return Content(_office(file))
    return Content(_text(file))


def safe_name(name: str) -> str:
    """The name of a file as pages show it: its last part, without what cannot be seen."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(each if unicodedata.category(each)[0] != "C" else " " for each in last)
    words = " ".join(seen.split()).lstrip(".")
    if len(words) > 120:
        stem, dot, ending = words.rpartition(".")
        tail = f".{ending}" if dot and len(ending) <= 10 else ""
        words = f"{(stem if tail else words)[: 119 - len(tail)].rstrip()}…{tail}"
    return words or "file"


def _pdf(file: IO[bytes]) -> str:
    size = file.seek(0, 2)
    file.seek(max(size - 2048, 0))
    if b"%%EOF" not in file.read():
        raise AttachmentError("The PDF is cut off. Export it again.")
    return PDF


def _office(file: IO[bytes]) -> str:
    """The type of an office document by the parts in its archive; nothing is unpacked."""
    refused = "This archive is no Word or Excel document. Attach a PDF, or the files themselves."
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise AttachmentError("The document is damaged. Save it again.") from None
    names = {part.filename for part in parts}
    if len(parts) > _MOST_PARTS or "[Content_Types].xml" not in names:
        raise AttachmentError(refused)
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise AttachmentError("The document holds macros. Save it without them, or as a PDF.")
    if any(part.flag_bits & 1 for part in parts):
        raise AttachmentError("The document is encrypted. Save it without a password.")
    found = [kind for name, kind in _OFFICE.items() if name in names]
    if len(found) != 1:
        raise AttachmentError(refused)
    return found[0]


def _text(file: IO[bytes]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            if _NOT_TEXT(decoder.decode(chunk)):
                raise _unknown()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _unknown() from None
    return TEXT


def _unknown() -> AttachmentError:
    return AttachmentError(
        "This kind of file cannot be attached. Use PDF, PNG, JPEG, WebP, text, DOCX or XLSX."
    )
