"""Reads JSON strictly (RFC 8259) and keeps the place of every value.

The standard library's parser keeps no places, takes the last of duplicate keys, accepts NaN and
recurses with the depth of the document; hence this one. Booleans, null and numbers with a
fraction or exponent are refused with the same remedies as in YAML.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from clearslate.policy.documents.builder import Builder
from clearslate.policy.documents.nodes import Node
from clearslate.policy.documents.places import Places
from clearslate.policy.documents.scalars import read_plain, shown, text_flaw

_SPACE = re.compile(r"[ \t\n\r]*")
_TEXT_BEGIN = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*')
_TEXT = re.compile(f'{_TEXT_BEGIN.pattern}"')
_WORD = re.compile(r"[^\s\[\]{},:\"]+")
_JSON_WORD = re.compile(
    r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null"
).fullmatch

#: The states of the reader: what may come next.
_VALUE, _FIRST_ITEM, _FIRST_KEY, _KEY, _COLON, _AFTER = range(6)
_EXPECTED = {
    _VALUE: "a value",
    _FIRST_ITEM: "a value or ]",
    _FIRST_KEY: "a name in double quotes or }",
    _KEY: "a name in double quotes",
    _COLON: "a colon",
    _AFTER: "a comma or the closing bracket",
}


def read_json(text: str, *, file: str) -> Node:
    """The tree of a JSON document.

    Raises `DocumentError` with every problem, or with those up to the first syntax error.
    """
    builder = Builder(file)
    _Source(text, builder).read()
    return builder.finish()


class _Source:
    """One document, from characters to the builder."""

    def __init__(self, text: str, builder: Builder) -> None:
        self._text = text
        self._builder = builder
        self._places = Places(text)
        self._at = 0

    def read(self) -> None:
        """Feeds the builder until the end of the text."""
        state = _VALUE
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            sign = self._text[self._at : self._at + 1]
            if state == _AFTER and not self._builder.inside:
                if sign:
                    self._stop("The document ends before this place.", "Remove what follows.")
                return
            if not sign:
                self._ended(state)
            state = self._token(sign, state)

    def _token(self, sign: str, state: int) -> int:
        """Takes one token and gives the state after it."""
        inside = self._builder.inside
        value_may_come = state in (_VALUE, _FIRST_ITEM)
        if sign == '"' and state not in (_COLON, _AFTER):
            self._string()
            return _AFTER if value_may_come else _COLON
        if sign in "{[" and value_may_come:
            self._builder.start(
                "mapping" if sign == "{" else "sequence", *self._places.of(self._at)
            )
            self._at += 1
            return _FIRST_KEY if sign == "{" else _FIRST_ITEM
        if sign == ":" and state == _COLON:
            self._at += 1
            return _VALUE
        if sign == "," and state == _AFTER:
            self._at += 1
            return _KEY if inside == "mapping" else _VALUE
        closes = {"mapping": "}", "sequence": "]"}.get(inside or "")
        if sign == closes and state in (_AFTER, _FIRST_ITEM, _FIRST_KEY):
            self._builder.end()
            self._at += 1
            return _AFTER
        if value_may_come and (word := _WORD.match(self._text, self._at)):
            self._word(word[0])
            return _AFTER
        return self._unexpected(sign, state)

    def _string(self) -> None:
        """A text in double quotes, as a name or a value."""
        found = _TEXT.match(self._text, self._at)
        if found is None:
            self._bad_string()
        quoted = found[0]
        text = json.loads(quoted) if "\\" in quoted else quoted[1:-1]
        self._builder.scalar(text_flaw(text) or text, *self._places.of(self._at), plain=False)
        self._at = found.end()

    def _word(self, word: str) -> None:
        """A value without quotes: a number, or a word that is refused."""
        if not _JSON_WORD(word):
            if word.startswith(("//", "/*", "#")):
                self._stop("Found a comment; JSON has none.", "Remove it, or write YAML.")
            self._stop(
                f"Found {shown(word)}, which is no JSON value.", "Put text in double quotes."
            )
        self._builder.scalar(read_plain(word), *self._places.of(self._at), plain=True)
        self._at += len(word)

    def _bad_string(self) -> NoReturn:
        """Says why what begins with a quote is no JSON string, at the place of the flaw."""
        found = _TEXT_BEGIN.match(self._text, self._at)
        self._at = found.end() if found else self._at
        rest = self._text[self._at : self._at + 2]
        if not rest:
            self._stop("The text ends inside double quotes.", "Close it with a double quote.")
        if rest[0] == "\\":
            self._stop(
                f"Found {shown(rest)}, which is no JSON escape.", "Write two backslashes for one."
            )
        self._stop(
            f"A text in double quotes holds the bare control character U+{ord(rest[0]):04X}.",
            "Close the text in the same line; write \\n for a line break and \\t for a tab.",
        )

    def _ended(self, state: int) -> NoReturn:
        if not self._builder.inside and not self._builder.has_root:
            self._builder.finish()  # says that the document is empty
        self._stop(f"The document ends where {_EXPECTED[state]} is expected.", "Close it.")

    def _unexpected(self, sign: str, state: int) -> NoReturn:
        expected = _EXPECTED[state]
        remedy = "Check the brackets, commas and quotes before this place."
        if sign in "]}" and state in (_KEY, _VALUE):
            remedy = "Remove the comma or colon before it."
        elif state in (_KEY, _FIRST_KEY):
            remedy = "Put every name in double quotes."
        elif state == _AFTER and self._builder.inside == "mapping":
            expected = "a comma or }"
        elif state == _AFTER:
            expected = "a comma or ]"
        self._stop(f"Found {shown(sign)} where {expected} is expected.", remedy)

    def _stop(self, message: str, suggestion: str) -> NoReturn:
        self._builder.stop(message, *self._places.of(self._at), suggestion)
