"""Reads the text of a PDF as reportlab writes it, so that tests need no program for it.

It knows what those files use: streams in ASCII 85 and deflate, TrueType subsets with a map to
Unicode, and text shown with `Tj` or by `T*`.
"""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Pdf:
    """What stands in a PDF: the text of each page, and the dictionaries as they are written."""

    pages: tuple[str, ...]
    raw: bytes

    @property
    def text(self) -> str:
        """All pages, with single spaces."""
        return " ".join(" ".join(self.pages).split())

    def entry(self, name: str) -> str:
        """The text of an entry such as /Title, wherever it stands."""
        found = re.search(rb"/" + name.encode() + rb" ?\(((?:\\.|[^\\)])*)\)", self.raw, re.S)
        assert found, name
        data = _unescaped(found[1])
        return data[2:].decode("utf-16-be") if data[:2] == b"\xfe\xff" else data.decode("latin-1")


def read(data: bytes) -> Pdf:
    """Read a PDF."""
    objects = {
        int(number): body for number, body in re.findall(rb"(\d+) 0 obj\s(.*?)endobj", data, re.S)
    }
    fonts: dict[str, dict[int, str]] = {}
    for body in objects.values():
        name = re.search(rb"/Name /(F[\d+]+)", body)
        to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", body)
        if name and to_unicode:
            fonts[name[1].decode()] = _map(_stream(objects[int(to_unicode[1])]))
    ordered = []
    for body in objects.values():
        if b"/Type /Pages" in body:
            ordered = [int(each) for each in re.findall(rb"(\d+) 0 R", body.split(b"/Kids")[1])]
    pages = []
    for number in ordered:
        body = objects.get(number, b"")
        contents = re.search(rb"/Contents (\d+) 0 R", body)
        if b"/Type /Page" in body and contents:
            pages.append(_shown(_stream(objects[int(contents[1])]), fonts))
    return Pdf(tuple(pages), data)


def _stream(body: bytes) -> bytes:
    data = re.search(rb"stream\r?\n(.*?)endstream", body, re.S)[1]
    if b"/ASCII85Decode" in body:
        data = base64.a85decode(data.strip().removesuffix(b"~>"))
    return zlib.decompress(data) if b"/FlateDecode" in body else data


def _map(cmap: bytes) -> dict[int, str]:
    """Byte → letter."""
    pairs = re.findall(rb"<(\w\w)> <(\w{4,})>", cmap.split(b"beginbfchar")[1])
    return {
        int(byte, 16): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for byte, letters in pairs
    }


_TOKEN = re.compile(rb"/(F[\d+]+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj|(T\*|ET)", re.S)


def _shown(content: bytes, fonts: dict[str, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    words = []
    for font, shown, end in _TOKEN.findall(content):
        if font:
            letters = fonts.get(font.decode(), {})
        elif end:
            words.append(" ")
        else:
            words.append("".join(letters.get(byte, "") for byte in _unescaped(shown)))
    return "".join(words)


_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _unescaped(data: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        given = found[1]
        if given[:1].isdigit():
            return bytes([int(given, 8) & 255])
        return _ESCAPES.get(given, given)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, data, flags=re.S)
