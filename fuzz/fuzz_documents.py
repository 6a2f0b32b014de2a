"""Fuzzes the reading and writing of documents, as YAML and as JSON.

Any bytes must be read, or refused with `DocumentError` and complete problems. What is read must
come back from both writers as the same value, and libyaml and the pure Python parser must agree.
"""

from __future__ import annotations

import contextlib
from typing import Any, Literal

from fuzz.common import Target, instrumented

with instrumented("clearslate.policy.documents", "yaml"):
    import yaml  # noqa: F401 (instrumented here; the reader imports it when first used)

    from clearslate.policy.documents import Node, plain, read_text, to_json, to_yaml
    from clearslate.policy.documents.yaml_reader import read_yaml
    from clearslate.policy.errors import DocumentError

FORMATS: tuple[Literal["yaml", "json"], ...] = ("yaml", "json")


def check(data: bytes) -> None:
    """Reads as both formats; raises AssertionError or whatever else the reader lets through."""
    for form in FORMATS:
        node = read(data, form)
        if node is not None:
            comes_back(plain(node))
    parsers_agree(data)


def read(data: bytes, form: Literal["yaml", "json"]) -> Node | None:
    """The tree, or None when the document is refused as it should be."""
    try:
        return read_text(data, name="use", format=form)
    except DocumentError as error:
        complete(error)
        return None


def complete(error: DocumentError) -> None:
    """Every problem has a file, a sentence and, but for the whole document, a place."""
    assert error.problems
    for problem in error.problems:
        assert problem.file == "use"
        assert problem.message.endswith("."), problem
        assert (problem.line is None) == (problem.column is None), problem
        assert problem.line is None or (problem.line >= 1 and (problem.column or 0) >= 1), problem
        assert str(problem).isprintable(), problem
        assert len(str(problem)) < 5_000, problem


def comes_back(value: Any) -> None:
    """Writing and reading gives the same value, where it is not too large when written."""
    for write, form in zip((to_yaml, to_json), FORMATS, strict=True):
        with contextlib.suppress(DocumentError):
            written = write(value).encode()
            again = plain(read_text(written, name="again", format=form))
            assert repr(again) == repr(value), written


def parsers_agree(data: bytes) -> None:
    """The parser of libyaml and the pure one read the same value, or both refuse."""
    with contextlib.suppress(UnicodeDecodeError):
        text = data.decode()
        assert answer(text, pure=False) == answer(text, pure=True), text


def answer(text: str, *, pure: bool) -> str | None:
    """The tree as text, or None when it is refused."""
    try:
        return repr(read_yaml(text, file="use", pure=pure))
    except DocumentError:
        return None


TARGET = Target(
    "documents",
    check,
    seeds=["examples", "src/clearslate/packs", "fuzz/seeds/documents"],
    longest=1024,
)

if __name__ == "__main__":
    TARGET.main()
