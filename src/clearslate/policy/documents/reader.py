"""The one way from the bytes of a file to a tree: checks size and encoding, picks the reader."""

from __future__ import annotations

from typing import IO, Literal, NoReturn

from clearslate.policy.documents.json_reader import read_json
from clearslate.policy.documents.limits import MAX_BYTES
from clearslate.policy.documents.nodes import Node
from clearslate.policy.documents.yaml_reader import read_yaml
from clearslate.policy.errors import DocumentError, Problem

_MARK = "\ufeff"
#: Byte-order marks of other encodings; those of UTF-32 begin like one of UTF-16.
_OTHER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SAVE_AS = "Save the file as UTF-8."


def read_text(data: bytes, *, name: str, format: Literal["yaml", "json"] | None = None) -> Node:  # noqa: A002
    """The tree of one document.

    `name` stands in every problem as the file. Without a `format`, a name that ends in `.json`
    is JSON, standard input (`-`) is JSON when it begins with `{` or `[`, and all else is YAML.

    Raises `DocumentError` with all problems that can be told apart: refused values, duplicate
    names and the like are collected, with the rest of the tree in `recovered`; a syntax error
    ends the list.
    """
    if len(data) > MAX_BYTES:
        _refuse(
            name,
            f"The document has more than {MAX_BYTES:,} bytes, which are the most allowed.",
            "Keep one declaration per file; media and contracts are referred to, not included.",
        )
    text = _decode(data, name)
    if (format or _format_of(name, text)) == "json":
        return read_json(text, file=name)
    return read_yaml(text, file=name)


def read_file(file: IO[bytes]) -> bytes:
    """The bytes of an open file, as many as can matter: a device may never end."""
    return file.read(MAX_BYTES + 1)


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            found = f"The document is {encoding} (byte-order mark {mark.hex(' ').upper()})"
            _refuse(name, f"{found}; only UTF-8 is read.", _SAVE_AS, line=1, column=1)
    try:
        return data.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        begin = before.rfind(b"\n") + 1
        _refuse(
            name,
            f"Byte 0x{data[error.start]:02X} at offset {error.start:,} is not UTF-8.",
            _SAVE_AS,
            line=before.count(b"\n") + 1,
            column=len(before[begin:].decode("utf-8").removeprefix(_MARK)) + 1,
        )


def _format_of(name: str, text: str) -> Literal["yaml", "json"]:
    if name == "-":
        return "json" if text.lstrip(" \t\r\n")[:1] in ("{", "[") else "yaml"
    return "json" if name.lower().endswith(".json") else "yaml"


def _refuse(
    name: str, message: str, suggestion: str, *, line: int | None = None, column: int | None = None
) -> NoReturn:
    raise DocumentError([Problem(message, name, line, column, suggestion=suggestion)])
