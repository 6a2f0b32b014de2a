"""From files to cases: what every entrance does before it can assess anything.

A text is a declaration, a facts file or a whole case; its first line says which. A declaration
becomes a case with the rulebooks, switches and date it is given; a case brings its own and must
find the very same rulebooks here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, NamedTuple

from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.declaration.check import (
    CASE,
    DECLARATION,
    FACTS,
    Document,
    check_case,
    check_declaration,
    check_facts,
)
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.documents import Node, read_text, to_json
from clearslate.policy.errors import (
    CaseError,
    DeclarationError,
    DocumentError,
    Problem,
    did_you_mean,
)
from clearslate.policy.pack.load import Loaded
from clearslate.policy.pack.together import check_together

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_READERS = {DECLARATION: check_declaration, FACTS: check_facts, CASE: check_case}
_KINDS: dict[str, Literal["declaration", "facts", "case"]] = {
    DECLARATION: "declaration",
    FACTS: "facts",
    CASE: "case",
}


class Given(NamedTuple):
    """One document that was read and checked."""

    kind: Literal["declaration", "facts", "case"]
    document: Document
    name: str
    node: Node


class Text(NamedTuple):
    """A document that was read, and what is wrong with single values of it so far."""

    node: Node
    problems: tuple[Problem, ...] = ()


def header_of(text: Text) -> str:
    """What a document says it is (`declaration/1`); empty where it does not say."""
    head = next((value for key, value in text.node.pairs if key.value == "clearslate"), None)
    return head.value if head is not None and isinstance(head.value, str) else ""


def read(data: bytes | Mapping[str, Any], name: str, schema: Schema) -> Given:
    """A declaration, facts file or case, read and checked against the schema.

    Values from a program are held to exactly what a file may hold.
    Raises DocumentError where it is no readable text, DeclarationError where it does not fit, each
    with every problem.
    """
    return check(as_text(data, name), name, schema)


def read_facts(data: bytes | Mapping[str, Any], name: str, schema: Schema) -> Given:
    """A facts file; raises as `read` does, and where the document is something else."""
    given = read(data, name, schema)
    if given.kind != "facts":
        message = f"Facts are needed here, and this is a {given.kind}. Begin with “{FACTS}”."
        raise DeclarationError([Problem(message, name, 1, 1, "clearslate")])
    return given


def as_text(data: bytes | Mapping[str, Any], name: str) -> Text:
    """The document as a tree, with the problems of single values kept for `check`.

    Raises DocumentError where there is no tree to check.
    """
    try:
        if isinstance(data, Mapping):
            return Text(read_text(to_json(dict(data)).encode(), name=name, format="json"))
        return Text(read_text(data, name=name))
    except DocumentError as error:
        if error.recovered is None:
            raise
        return Text(error.recovered, error.problems)


def check(text: Text, name: str, schema: Schema) -> Given:
    """A document checked as what its first line says it is.

    Raises DocumentError or DeclarationError with every problem of the text and of its fit.
    """
    try:
        given = _fitted(text, name, schema)
    except DeclarationError as error:
        places = {(problem.line, problem.column) for problem in text.problems}
        new = [each for each in error.problems if (each.line, each.column) not in places]
        if new:
            raise DeclarationError(sorted((*text.problems, *new), key=_place)) from None
    if text.problems:
        raise DocumentError(text.problems)
    return given


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0


def _fitted(text: Text, name: str, schema: Schema) -> Given:
    node = text.node
    header = header_of(text)
    reader = _READERS.get(header)
    if reader is None:
        known = ", ".join(_READERS)
        message = (
            f"Found “{header}” after “clearslate:”; this version reads {known}."
            if header
            else f"It does not say what it is. Begin with “clearslate:” and one of {known}."
        )
        hint = did_you_mean(header, _READERS) if header else ""
        place = (name, node.line, node.column, "clearslate", hint)
        raise DeclarationError([Problem(message, *place)])
    return Given(_KINDS[header], reader(node, schema, name=name), name, node)


def make_rulebooks(
    base: Loaded, added: Sequence[Loaded] = (), *, adopted_by: str = ""
) -> tuple[Rulebook, ...]:
    """The rulebooks in force: the base's, and those that were added.

    Added packs are advisory until a named person adopts them. One that extends a pack before it
    and is adopted replaces that pack, because it holds all of its rules. Raises PackError where two
    packs have one urn, or define one vocabulary or field in two ways.
    """
    check_together((base, *added))
    books = [Rulebook(base)]
    for loaded in added:
        adopted = bool(adopted_by)
        if adopted:
            books = [book for book in books if book.loaded.pack.urn != loaded.pack.extends]
        books.append(Rulebook(loaded, adopted, adopted_by))
    return tuple(books)


def case_of(
    given: Given,
    rulebooks: Sequence[Rulebook],
    *,
    on: date,
    facts: Given | None = None,
    switches: Mapping[str, str] | None = None,
) -> Case:
    """The case of a declaration; a case keeps the date, switches and packs it is pinned to.

    Raises CaseError where the parts do not fit together, or a pinned rulebook is not here.
    """
    if given.kind == "facts":
        message = "This file holds facts and no declaration. Give it with --facts."
        raise CaseError([Problem(message, given.name)])
    try:
        if given.kind == "case":
            return _pinned(given, rulebooks)
        return make_case(
            given.document,
            rulebooks=rulebooks,
            on=on,
            facts=facts.document if facts else None,
            switches=switches,
        )
    except CaseError as error:
        raise CaseError(_placed(problem, given, facts) for problem in error.problems) from None


def _pinned(given: Given, rulebooks: Sequence[Rulebook]) -> Case:
    document = given.document
    by_urn = {book.loaded.pack.urn: book for book in rulebooks}
    problems: list[Problem] = []
    books: list[Rulebook] = []
    for index, pin in enumerate(document["packs"]):
        book = by_urn.get(pin["urn"])
        if any(each.loaded.pack.urn == pin["urn"] for each in books):
            message = f"The pack “{pin['urn']}” stands here twice."
            problems.append(Problem(message, path=f"packs[{index}].urn"))
        elif book is None:
            known = ", ".join(by_urn)
            message = f"It was made with the pack “{pin['urn']}”, which is not here: {known}."
            problems.append(Problem(message, path=f"packs[{index}].urn"))
        elif book.loaded.pack.sha256 != pin["sha256"]:
            message = (
                f"It was made with “{book.loaded.pack.title}” {pin['version']},"
                f" {pin['sha256'][:12]}…; the one here is {book.loaded.pack.version},"
                f" {book.loaded.pack.sha256[:12]}…. Give the pack it was made with by --pack."
            )
            problems.append(Problem(message, path=f"packs[{index}].sha256"))
        else:
            adopted = pin.get("standing") != "advisory"
            books.append(Rulebook(book.loaded, adopted, pin.get("adopted_by", "")))
    if problems:
        raise CaseError(problems)
    return make_case(
        document["declaration"],
        rulebooks=books,
        on=date.fromisoformat(document["date"]),
        facts=document["facts"],
        switches=document["switches"],
    )


def _placed(problem: Problem, given: Given, facts: Given | None) -> Problem:
    """The problem with the file it is about and, where the path leads to one, its line."""
    path = problem.path
    if facts is not None and path.startswith("facts.") and "facts" not in given.document:
        given, path = facts, path.removeprefix("facts.")
    node = _at(given.node, path)
    line, column = (node.line, node.column) if node else (problem.line, problem.column)
    return replace(problem, file=given.name, line=line, column=column, path=path)


def _at(node: Node, path: str) -> Node | None:
    """The node at a path such as `components[0].terms`, or None."""
    found: Node | None = node
    for key, index in _STEP.findall(path):
        if found is None:
            break
        if key:
            found = next((value for name, value in found.pairs if name.value == key), None)
        else:
            found = found.items[int(index)] if int(index) < len(found.items) else None
    return found
