"""What an unquoted word of YAML, or a bare word of JSON, means.

Only what JSON itself would read as a number is a number; nothing is guessed.

| written                                            | read as                                     |
| -------------------------------------------------- | ------------------------------------------- |
| `12`, `0`, `-3`                                    | an integer, within ±(2^53 - 1)              |
| `yes`, `no`, `unknown`, `on`, `off`, `y`, `n`, …   | the text; YAML 1.1 made booleans of some    |
| `2026-11-24`, `01:00:10`, `1:30`                   | the text; YAML 1.1 made dates and numbers   |
| `007`, `1_000`, `0x1F`, `0o17`, `0b1`, `+5`        | the text; readers disagree on the number    |
| `1.0.2`, `v2`, `=`, anything else                  | the text                                    |
| `"12"`, `'no'`, `"1.5"`, block text                | the text, always                            |
| `true`, `False`, `TRUE`, …                         | refused: write `yes` or `no`                |
| `null`, `~`, nothing at all                        | refused: write `unknown` or leave it out    |
| `1.5`, `1.`, `.5`, `1e3`, `.inf`, `-.INF`, `.nan`  | refused: write a decimal number in quotes   |
| `9007199254740992`, integers beyond ±(2^53 - 1)    | refused: write it in quotes                 |

The refused words are those that the core schema of YAML 1.2.2 (section 10.3.2) makes null,
booleans and floating-point numbers of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clearslate.policy.documents.limits import MAX_INTEGER, MAX_TEXT

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)").fullmatch
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
).fullmatch
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}").fullmatch
_BOOLEANS = frozenset(["true", "True", "TRUE", "false", "False", "FALSE"])
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_FIRST_OF_SPECIAL = frozenset("-+.~0123456789tTfFnN")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]").search


@dataclass(frozen=True, slots=True)
class Refused:
    """A scalar that is not read: what was found, what is allowed instead, and the remedy."""

    found: str
    allowed: str
    suggestion: str


def read_plain(text: str) -> str | int | Refused:
    """The value of an unquoted word; see the table above."""
    if text and text[0] not in _FIRST_OF_SPECIAL:
        return text
    if text in _BOOLEANS:
        return Refused(f"the bare word {text}", "yes and no are the words", "Write yes or no.")
    if text in _NULLS:
        return Refused(
            f"the bare word {text}" if text else "nothing",
            "a value is a text, an integer, a list or a group",
            "Write unknown if you are not sure, or leave the line out; an empty list is [].",
        )
    if _INTEGER(text):
        return _integer(text)
    if _FLOAT(text):
        example = text if _DECIMAL(text) else "2.5"
        return Refused(
            f"the bare number {shown(text)}",
            "bare numbers are integers",
            f'Write a decimal number in quotes, for example "{example}".',
        )
    return text


def text_flaw(text: str) -> Refused | None:
    """Why a text cannot stand in a document; None when it can."""
    if len(text) > MAX_TEXT:
        return Refused(
            f"a text of {len(text):,} characters",
            f"at most {MAX_TEXT:,} are allowed",
            "Shorten it, or refer to a document.",
        )
    if found := _CONTROL(text):
        return control_flaw(found[0])
    return None


def control_flaw(character: str) -> Refused:
    """The refusal of one character that no text may hold."""
    code = f"U+{ord(character):04X}"
    if "\ud800" <= character <= "\udfff":
        return Refused(
            f"half a character, {code} (a lone surrogate)",
            "every Unicode character is allowed, whole",
            "Write the character itself.",
        )
    return Refused(
        f"the control character {code}",
        "of these, a text may hold tab and line breaks",
        "Remove it.",
    )


def _integer(text: str) -> int | Refused:
    if len(text) <= 17 and -MAX_INTEGER <= (number := int(text)) <= MAX_INTEGER:
        return number
    return Refused(
        f"the integer {shown(text)}",
        f"integers go up to ±{MAX_INTEGER:,}",
        "Write it in quotes if it is a name or an id.",
    )


def shown(text: str) -> str:
    """The text, or its beginning, for a message; what cannot be seen is escaped."""
    head = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:40])
    return head if len(text) <= 40 else f"{head}…"
