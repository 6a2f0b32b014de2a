"""The faces of a PDF, and which letters each of them has.

A letter is set in the first face that has it. What no face has is written as its code, so that no
name turns into boxes. Faces are read when the first letter asks for them.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from clearslate.policy.render.escape import one_line

FOLDER = Path(__file__).parent / "faces"

#: In the order in which a letter looks for its face: regular, then bold. The last two have one
#: weight only.
_FACES = (
    ("text-regular", "text-bold"),
    ("wide-regular", "wide-bold"),
    ("han", "han"),
    ("hangul", "hangul"),
)
_loaded: dict[str, TTFont] = {}
_lock = threading.Lock()


def face(name: str) -> str:
    """The name of a face, which is read and registered when it is first asked for."""
    if name not in _loaded:
        with _lock:
            if name not in _loaded:
                font = TTFont(f"Clearslate-{name}", str(FOLDER / f"{name}.ttf"))
                pdfmetrics.registerFont(font)
                _loaded[name] = font
    return f"Clearslate-{name}"


REGULAR = face("text-regular")
BOLD = face("text-bold")


#: Signs of our own sentences that no face has.
_DRAWN = str.maketrans({"→": "»"})


def markup(text: str, *, bold: bool = False) -> str:
    """Text as the markup of a paragraph, each letter in a face that has it."""
    lines = text.splitlines() or [""]
    return "<br/>".join("".join(_line(line, bold)) for line in lines)


def _line(text: str, bold: bool) -> Iterator[str]:
    for name, part in runs(text, bold=bold):
        escaped = escape(part)
        first = name in (REGULAR, BOLD)
        yield escaped if first else f'<font name="{name}">{escaped}</font>'


def runs(text: str, *, bold: bool = False) -> Iterator[tuple[str, str]]:
    """Text in pieces, each with the face that it is set in."""
    shown = _shown(text)
    letters = ((_face_of(letter, bold), letter) for letter in shown)
    for name, pieces in groupby(letters, key=lambda each: each[0]):
        part = "".join(letter for _, letter in pieces)
        if name:
            yield name, part
        else:
            codes = "".join(f"[U+{ord(letter):04X}]" for letter in part)
            yield (BOLD if bold else REGULAR), codes


def _shown(text: str) -> str:
    return unicodedata.normalize("NFC", one_line(text)).translate(_DRAWN)


def settable(text: str) -> bool:
    """Whether every letter of a text has a face."""
    shown = _shown(text)
    return all(_face_of(letter, False) for letter in shown)


def _face_of(letter: str, bold: bool) -> str:
    """The face that a letter is set in; empty where none has it."""
    for regular, heavy in _FACES:
        name = heavy if bold else regular
        if ord(letter) in _letters(name):
            return face(name)
    return ""


def _letters(name: str) -> Any:
    face(name)
    return _loaded[name].face.charToGlyph
