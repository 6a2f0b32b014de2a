"""From document nodes to a checked declaration, facts or case; every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearslate.policy.declaration.schema import UNKNOWN, FieldSpec, Part, Schema
from clearslate.policy.declaration.values import check_value, found, not_sure
from clearslate.policy.declaration.window import window_flaw
from clearslate.policy.documents import Node, plain
from clearslate.policy.documents.scalars import shown
from clearslate.policy.errors import MOST, DeclarationError, Problem, capped, did_you_mean

DECLARATION = "declaration/1"
FACTS = "facts/1"
CASE = "case/1"

_DATE = FieldSpec("date", "date", "Date of the assessment")

#: A checked document as plain values, in the order and spelling of the file.
Document = dict[str, Any]


class _Checker:
    def __init__(self, schema: Schema, name: str) -> None:
        self.schema = schema
        self.name = name
        self.problems: list[Problem] = []

    def report(self, node: Node, path: str, message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(message, self.name, node.line, node.column, path, suggestion))

    def keys(self, node: Node, path: str, allowed: Mapping[str, Any], what: str) -> dict[str, Node]:
        """The known entries of a mapping; unknown keys are reported."""
        if node.kind != "mapping":
            self.report(node, path, f"Found {found(node)}; {what} is a group of keys.")
            return {}
        known: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.value in allowed:
                known[str(key.value)] = value
                continue
            place = f"{path}.{key.value}" if path else str(key.value)
            listed = ", ".join(allowed)
            message = f"There is no such key in {what}. Allowed are {listed}."
            few = len(self.problems) < MOST
            self.report(key, place, message, did_you_mean(str(key.value), allowed) if few else "")
        return known

    def header(self, node: Node, expected: str) -> None:
        entries = _entries(node)
        head = entries.get("clearslate")
        if head is None:
            self.report(node, "clearslate", f"The first line is missing: `clearslate: {expected}`.")
        elif head.value != expected:
            message = f"Found {found(head)}; this version reads {expected}."
            self.report(head, "clearslate", message)

    def part(self, node: Node, part: Part, path: str) -> None:
        if part.one:
            self.item(node, part, path)
            return
        if node.kind == "scalar" and node.value == UNKNOWN:
            return
        if node.kind != "sequence":
            message = f"Found {found(node)}; a list, [] for none, or unknown is allowed."
            self.report(node, path, message, not_sure(node))
            return
        if len(node.items) > part.max:
            message = f"Found {len(node.items)} entries; at most {part.max} are allowed."
            self.report(node, path, message)
        for index, item in enumerate(node.items[: part.max]):
            self.item(item, part, f"{path}[{index}]")

    def item(self, node: Node, part: Part, path: str) -> None:
        self.fields(node, _nested(part), path, f"one {part.singular}")

    def fields(self, node: Node, fields: Mapping[str, Any], path: str, what: str) -> None:
        for key, value in self.keys(node, path, fields, what).items():
            spec = fields[key]
            place = f"{path}.{key}"
            if isinstance(spec, FieldSpec):
                check_value(value, spec, self.schema, place, self.report)
            else:
                self.fields(value, spec, place, f"the fields of “{key}”")

    def parts(self, node: Node, parts: tuple[Part, ...], path: str, extra: tuple[str, ...]) -> None:
        allowed = {**dict.fromkeys(extra), **{part.name: part for part in parts}}
        entries = self.keys(node, path, allowed, "this document")
        for part in parts:
            if part.name in entries:
                place = f"{path}.{part.name}" if path else part.name
                self.part(entries[part.name], part, place)

    def made_by(self, node: Node, path: str = "") -> None:
        """An output names components that exist, once the components are listed."""
        entries = _entries(node)
        components, outputs = entries.get("components"), entries.get("outputs")
        if components is None or components.kind != "sequence" or outputs is None:
            return
        parts = self.schema.parts
        listed_ones = components.items[: parts["components"].max]
        named = (_entries(item).get("name") for item in listed_ones)
        names = [str(name.value) for name in named if name is not None and name.kind == "scalar"]
        listed = ", ".join(f"“{shown(name)}”" for name in names) or "none"
        most = parts["outputs"].fields["made_by"].max
        for index, output in enumerate(outputs.items[: parts["outputs"].max]):
            made_by = _entries(output).get("made_by")
            for place, item in enumerate(made_by.items[:most] if made_by else ()):
                if item.kind == "scalar" and item.value not in names:
                    at = f"{path}outputs[{index}].made_by[{place}]"
                    message = f"Found {found(item)}; the components are {listed}."
                    self.report(item, at, message, did_you_mean(str(item.value), names))

    def window(self, node: Node, path: str = "") -> None:
        """The work does not end before it begins."""
        use = _entries(node).get("use")
        dates = _entries(use) if use is not None else {}
        message = window_flaw({name: date.value for name, date in dates.items()})
        if message:
            self.report(dates["work_to"], f"{path}use.work_to", message)

    def finish(self) -> None:
        if self.problems:
            ordered = sorted(self.problems, key=lambda p: (p.line or 0, p.column or 0))
            raise DeclarationError(capped(ordered))


def _entries(node: Node) -> dict[str, Node]:
    return {str(key.value): value for key, value in node.pairs}


def _nested(part: Part) -> dict[str, Any]:
    """The fields of a part as the file nests them: a pack's own under its namespace."""
    tree: dict[str, Any] = {}
    for name, spec in part.fields.items():
        namespace, dot, own = name.partition(".")
        if dot:
            tree.setdefault(namespace, {})[own] = spec
        else:
            tree[name] = spec
    return tree


def check_declaration(node: Node, schema: Schema, *, name: str) -> Document:
    """A declaration, facts inline included, checked against the schema.

    Raises DeclarationError with every problem and its place.
    """
    checker = _Checker(schema, name)
    checker.header(node, DECLARATION)
    checker.parts(node, schema.declared, "", ("clearslate", "facts"))
    entries = _entries(node)
    if "facts" in entries:
        checker.parts(entries["facts"], schema.facts, "facts", ())
    checker.made_by(node)
    checker.window(node)
    checker.finish()
    document: Document = plain(node)
    return document


def check_facts(node: Node, schema: Schema, *, name: str) -> Document:
    """A facts file checked against the schema.

    Raises DeclarationError with every problem and its place.
    """
    checker = _Checker(schema, name)
    checker.header(node, FACTS)
    checker.parts(node, schema.facts, "", ("clearslate",))
    checker.finish()
    document: Document = plain(node)
    del document["clearslate"]
    return document


def check_case(node: Node, schema: Schema, *, name: str) -> Document:
    """A whole case: declaration, facts, packs, switches and date.

    Raises DeclarationError with every problem and its place.
    """
    checker = _Checker(schema, name)
    checker.header(node, CASE)
    allowed = dict.fromkeys(("clearslate", "declaration", "facts", "packs", "switches", "date"))
    entries = checker.keys(node, "", allowed, "a case")
    for key in ("declaration", "facts", "packs", "switches", "date"):
        if key not in entries:
            checker.report(node, key, "A case needs this key; it is missing.")
    if "declaration" in entries:
        checker.header(entries["declaration"], DECLARATION)
        checker.parts(entries["declaration"], schema.declared, "declaration", ("clearslate",))
        checker.made_by(entries["declaration"], "declaration.")
        checker.window(entries["declaration"], "declaration.")
    if "facts" in entries:
        checker.parts(entries["facts"], schema.facts, "facts", ())
    if "packs" in entries:
        _check_packs(checker, entries["packs"])
    if "switches" in entries:
        _check_words(checker, entries["switches"], "switches")
    if "date" in entries:
        _check_date(checker, entries["date"])
    checker.finish()
    document: Document = plain(node)
    return document


def _check_packs(checker: _Checker, node: Node) -> None:
    if not node.items:
        checker.report(node, "packs", f"Found {found(node)}; a list of the packs is needed.")
        return
    for index, item in enumerate(node.items):
        path = f"packs[{index}]"
        keys = dict.fromkeys(("urn", "version", "sha256", "standing", "adopted_by"))
        entries = checker.keys(item, path, keys, "one pack")
        for key in ("urn", "version", "sha256"):
            if key not in entries or not isinstance(entries[key].value, str):
                checker.report(item, f"{path}.{key}", "A pack needs this text.")
        if "standing" in entries and entries["standing"].value != "advisory":
            message = f"Found {found(entries['standing'])}; only advisory is allowed, or nothing."
            checker.report(entries["standing"], f"{path}.standing", message)
        if "adopted_by" in entries and not isinstance(entries["adopted_by"].value, str):
            checker.report(entries["adopted_by"], f"{path}.adopted_by", "A name is needed here.")


def _check_words(checker: _Checker, node: Node, path: str) -> None:
    if node.kind != "mapping":
        checker.report(node, path, f"Found {found(node)}; switches are a group of keys.")
        return
    for key, value in node.pairs:
        if value.kind != "scalar" or not isinstance(value.value, str):
            checker.report(value, f"{path}.{key.value}", f"Found {found(value)}; a word is needed.")


def _check_date(checker: _Checker, node: Node) -> None:
    if node.scalar == UNKNOWN:
        checker.report(node, "date", "A case is assessed on a day, such as 2026-11-24.")
    else:
        check_value(node, _DATE, checker.schema, "date", checker.report)
