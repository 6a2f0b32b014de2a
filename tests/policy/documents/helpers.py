"""What the tests of reading and writing share."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from clearslate.policy.documents import plain, read_text
from clearslate.policy.documents.limits import MAX_INTEGER
from clearslate.policy.documents.scalars import text_flaw
from clearslate.policy.errors import DocumentError, Problem


def value_of(text: str | bytes, name: str = "use.yaml") -> Any:
    """The plain value of a document."""
    data = text.encode() if isinstance(text, str) else text
    return plain(read_text(data, name=name))


def problems_of(text: str | bytes, name: str = "use.yaml") -> tuple[Problem, ...]:
    """The problems of a document that must not be read."""
    with pytest.raises(DocumentError) as caught:
        value_of(text, name)
    return caught.value.problems


def only_problem_of(text: str | bytes, name: str = "use.yaml") -> Problem:
    """The one problem of a document that must not be read."""
    (problem,) = problems_of(text, name)
    return problem


#: Pieces that have a meaning in some YAML or JSON reader.
PIECES = [
    *("yes", "no", "Yes", "NO", "null", "Null", "true", "FALSE", "y", "N", "on", "Off", "~"),
    *("1", "-0", "1.5", "1e3", "0x1F", "0o7", "007", "1_000", "+1", ".inf", ".nan"),
    *("01:00:10", "2026-11-24", "2026-11-24T01:02:03Z", "=", "<<", "---", "...", "%YAML 1.1"),
    *(":", ": ", "#", " #", " ", "  ", "-", "- ", "\n", "\n\n", "\t", "\r", "\r\n", "'", '"', "\\"),
    *("|", ">", "@", "`", "!", "!!str", "&a", "*a", "?", "? ", "[", "]", "{", "}", ",", "\\u0041"),
    *("\x85", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "\u00a0", "\u200d", "\u202e"),
    *("é", "e\u0301", "😀", "👩\u200d🎤", "日本", "word", "A"),
]

texts = (st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)).filter(
    lambda text: text_flaw(text) is None
)
values = st.recursive(
    texts | st.integers(-MAX_INTEGER, MAX_INTEGER) | st.sampled_from(["yes", "no", "unknown"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def same(written: Any, read: Any, *, yes_no_as_booleans: bool = False) -> bool:
    """Whether two values are equal in type, content and order of keys."""
    if isinstance(written, dict):
        return (
            isinstance(read, dict)
            and list(written) == list(read)
            and all(
                same(value, read[key], yes_no_as_booleans=yes_no_as_booleans)
                for key, value in written.items()
            )
        )
    if isinstance(written, list):
        return (
            isinstance(read, list)
            and len(written) == len(read)
            and all(
                same(*pair, yes_no_as_booleans=yes_no_as_booleans)
                for pair in zip(written, read, strict=True)
            )
        )
    if yes_no_as_booleans and isinstance(read, bool):
        return bool(written == ("yes" if read else "no"))
    return type(written) is type(read) and bool(written == read)
