"""Bytes: size, encoding and the choice of the format."""

from __future__ import annotations

import subprocess
import sys
from typing import Literal

import pytest

from clearslate.policy.documents import plain, read_text
from clearslate.policy.documents.limits import MAX_BYTES

from .helpers import only_problem_of, value_of


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        pytest.param("a: b".encode("utf-16"), 1, 1, "UTF-16 (byte-order mark FF FE)", id="utf16"),
        pytest.param(b"\xfe\xff\0a", 1, 1, "UTF-16", id="utf16_big"),
        pytest.param("a: b".encode("utf-32"), 1, 1, "UTF-32", id="utf32"),
        pytest.param(b"\0\0\xfe\xff\0\0\0a", 1, 1, "UTF-32", id="utf32_big"),
        pytest.param(b"a: caf\xe9\n", 1, 7, "Byte 0xE9 at offset 6", id="latin1"),
        pytest.param("é: 1\né".encode() + b"\xc3", 2, 2, "Byte 0xC3 at offset 8", id="cut_off"),
        pytest.param(b"\xef\xbb\xbfa: \xff", 1, 4, "Byte 0xFF at offset 6", id="after_a_mark"),
        pytest.param(b"a: \xed\xa0\x80", 1, 4, "Byte 0xED at offset 3", id="surrogate"),
        pytest.param(b"a: \xc0\xaf", 1, 4, "Byte 0xC0 at offset 3", id="overlong"),
    ],
)
@pytest.mark.parametrize("name", ["use.yaml", "use.json"])
def test_only_utf8_is_read(data: bytes, line: int, column: int, message: str, name: str) -> None:
    problem = only_problem_of(data, name)
    assert (problem.file, problem.line, problem.column) == (name, line, column)
    assert message in problem.message
    assert "UTF-8" in problem.suggestion


@pytest.mark.parametrize("name", ["use.yaml", "use.json"])
def test_a_byte_order_mark_of_utf8_is_left_out(name: str) -> None:
    assert value_of(b'\xef\xbb\xbf{"a": "b"}', name) == {"a": "b"}


def test_size() -> None:
    comment = b"a: b\n#"
    full = comment + b"x" * (MAX_BYTES - len(comment))
    assert value_of(full) == {"a": "b"}
    problem = only_problem_of(full + b"x")
    assert "more than 1,000,000 bytes" in problem.message
    assert problem.file == "use.yaml"


@pytest.mark.parametrize(
    ("name", "data", "is_json"),
    [
        ("use.json", b"[1]", True),
        ("USE.JSON", b"[1]", True),
        ("use.yaml", b"[1]", False),
        ("use.txt", b"[1]", False),
        ("-", b" \n[1]", True),
        ("-", b'\xef\xbb\xbf{"a": 1}', True),
        ("-", b"a: 1", False),
        ("-", b"", False),
    ],
)
def test_format_by_name(name: str, data: bytes, is_json: bool) -> None:
    # A comment at the end tells the two readers apart.
    if is_json:
        assert "ends before" in only_problem_of(data + b" # c", name).message
    elif data:
        assert value_of(data + b" # c", name)


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_format_by_wish(form: Literal["yaml", "json"]) -> None:
    assert plain(read_text(b'{"a": 1}', name="x", format=form)) == {"a": 1}


def test_importing_is_cheap() -> None:
    # PyYAML takes longer to import than all the rest; it is loaded when YAML is first read.
    code = (
        "import sys, clearslate.policy.documents, clearslate.record;"
        "sys.exit(any(name in sys.modules for name in ('yaml', 'hypothesis', 'asyncio')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
