"""Writes plain values as YAML or JSON that reads back as exactly the same value.

The YAML is meant for people: block style, the order kept, quotes only where a reader of YAML
1.1 or 1.2 could take a text for something else. The words `yes` and `no` stay bare: they are
the answers of a declaration. (A reader of YAML 1.1 makes booleans of them; ours and every
reader of YAML 1.2 make texts.) Text over several lines is a block where that keeps it exactly.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from clearslate.policy.documents.limits import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_KEY,
    MAX_NODES,
    TOO_DEEP,
)
from clearslate.policy.documents.nodes import step_into
from clearslate.policy.documents.scalars import text_flaw
from clearslate.policy.errors import DocumentError, Problem

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*").fullmatch
#: Words that some reader takes for null or a boolean, in lower case.
_TAKEN = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
#: Characters that a block cannot hold: line breaks other than \n, tabs, and invisible ones.
_NOT_IN_BLOCK = re.compile("[\t\r\x85\u2028\u2029\ufeff\ufffe\uffff]").search
_INVISIBLE = re.compile("[\x85\u2028\u2029\ufeff\ufffe\uffff]")
_LINE_WIDTH = 100


def to_yaml(value: Any) -> str:
    """The value (dict, list, str, int) as YAML that `read_text` reads as the same value.

    Raises `DocumentError` with the path of what no document can hold.
    """
    _check(value)
    if isinstance(value, dict | list | tuple) and value:
        lines: list[str] = []
        _write(value, 0, lines)
        text = "\n".join(lines) + "\n"
    else:
        text = _scalar(value, 0) + "\n"
    return _within_size(text)


def to_json(value: Any) -> str:
    """The value (dict, list, str, int) as JSON that `read_text` reads as the same value.

    Raises `DocumentError` with the path of what no document can hold.
    """
    _check(value)
    return _within_size(_escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")


def _write(value: Any, indent: int, lines: list[str]) -> None:
    """Adds the lines of a group or list that is not empty."""
    space = " " * indent
    if isinstance(value, dict):
        for key, item in value.items():
            head = f"{space}{_quoted(key) if key in _TAKEN else _text(key)}:"
            if _is_nested(item) and not (flow := _short_list(item, len(head))):
                lines.append(head)
                _write(item, indent + 2, lines)
            else:
                lines.append(f"{head} {flow if _is_nested(item) else _scalar(item, indent)}")
        return
    for item in value:
        if _is_nested(item):
            begin = len(lines)
            _write(item, indent + 2, lines)
            lines[begin] = f"{space}- {lines[begin][indent + 2 :]}"
        else:
            lines.append(f"{space}- {_scalar(item, indent)}")


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list | tuple) and bool(value)


def _short_list(value: Any, used: int) -> str:
    """A list of plain words on one line, such as `[face, voice]`; else an empty text."""
    if not isinstance(value, list | tuple):
        return ""
    words = [item for item in value if isinstance(item, str) and _WORD(item)]
    if len(words) != len(value) or any(word.lower() in _TAKEN for word in words):
        return ""
    flow = f"[{', '.join(words)}]"
    return flow if used + 1 + len(flow) <= _LINE_WIDTH else ""


def _scalar(value: Any, indent: int) -> str:
    """A value that holds no others; block text goes two columns further in than `indent`."""
    if isinstance(value, str):
        return _block(value, indent + 2) if _fits_block(value) else _text(value)
    return json.dumps(value)  # an integer, [] or {}


def _text(text: str) -> str:
    return text if _is_bare(text) else _quoted(text)


def _is_bare(text: str) -> bool:
    """Whether every reader of YAML takes the unquoted text as this text (but for yes and no)."""
    if text in ("yes", "no"):
        return True
    return (
        text[:1].isalpha()
        and text.isprintable()
        and text[-1] not in " :"
        and ": " not in text
        and " #" not in text
        and text.lower() not in _TAKEN
    )


def _quoted(text: str) -> str:
    """The text in double quotes; JSON's escapes are YAML's too."""
    return _escaped(json.dumps(text, ensure_ascii=False))


def _escaped(text: str) -> str:
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _fits_block(text: str) -> bool:
    """Whether a literal block keeps the text exactly, in every reader and editor."""
    lines = text.removesuffix("\n").split("\n")
    return (
        "\n" in text
        and bool(lines[0])
        and bool(lines[-1])
        and lines[0][0] != " "
        and all(line == line.rstrip() for line in lines)
        and not _NOT_IN_BLOCK(text)
    )


def _block(text: str, indent: int) -> str:
    head, body = ("|", text[:-1]) if text.endswith("\n") else ("|-", text)
    space = " " * indent
    return "\n".join([head, *(space + line if line else "" for line in body.split("\n"))])


def _check(value: Any) -> None:
    """Refuses what no document can hold, so that what is written can be read."""
    pending: list[tuple[str, Any, int]] = [("", value, 1)]
    seen = 0
    while pending:
        path, item, depth = pending.pop()
        seen += 1
        if seen > MAX_NODES:
            _refuse("", f"There are more than {MAX_NODES:,} names and values.")
        if isinstance(item, dict | list | tuple):
            if depth > MAX_DEPTH:
                _refuse(path, TOO_DEEP)
            if isinstance(item, dict):
                seen += len(item)
                for key in item:
                    _check_key(path, key)
                inner = [(step_into(path, key), child) for key, child in item.items()]
            else:
                inner = [(step_into(path, n), child) for n, child in enumerate(item)]
            pending.extend((where, child, depth + 1) for where, child in reversed(inner))
        else:
            _check_scalar(path, item)


def _check_key(path: str, key: Any) -> None:
    if not isinstance(key, str):
        _refuse(path, f"Found {key!r} where a name is expected; a name is a text.")
    if len(key) > MAX_KEY:
        _refuse(path, f"Found a name of {len(key):,} characters; at most {MAX_KEY} are allowed.")
    _check_scalar(path, key)


def _check_scalar(path: str, value: Any) -> None:
    if isinstance(value, str):
        if flaw := text_flaw(value):
            _refuse(path, f"Found {flaw.found}; {flaw.allowed}.", flaw.suggestion)
    elif isinstance(value, bool) or value is None:
        words = "yes or no" if value is not None else "unknown, or leave it out"
        _refuse(path, f"Found {value}, which is no value of a document.", f"Write {words}.")
    elif not isinstance(value, int):
        kind = type(value).__name__
        _refuse(path, f"Found a value of type {kind}; allowed are dict, list, str and int.")
    elif not -MAX_INTEGER <= value <= MAX_INTEGER:
        message = (
            f"Found an integer of {value.bit_length():,} bits; they go up to ±{MAX_INTEGER:,}."
        )
        _refuse(path, message, "Write it as a text.")


def _within_size(text: str) -> str:
    size = len(text.encode("utf-8"))
    if size > MAX_BYTES:
        _refuse("", f"The document has {size:,} bytes; at most {MAX_BYTES:,} are allowed.")
    return text


def _refuse(path: str, message: str, suggestion: str = "") -> NoReturn:
    raise DocumentError([Problem(message, path=path, suggestion=suggestion)])
