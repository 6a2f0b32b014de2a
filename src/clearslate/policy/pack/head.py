"""`pack.yaml`: what a pack is, and the names its rules, duties and questions may use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from clearslate.policy.derived import EVIDENCE, KINDS
from clearslate.policy.documents import plain
from clearslate.policy.documents.scalars import shown
from clearslate.policy.errors import ExpressionError, did_you_mean
from clearslate.policy.language.scope import Definition
from clearslate.policy.language.syntax import syntax
from clearslate.policy.pack.fields import check_name, own_schema
from clearslate.policy.pack.model import (
    CONDITION_LINES,
    Area,
    Condition,
    EvidenceText,
    Named,
    Source,
    Switch,
)
from clearslate.policy.pack.names import Names
from clearslate.policy.pack.reading import Entry

FORMAT = "pack/1"


@dataclass(frozen=True, slots=True)
class Head:
    """The metadata and named things of one pack file."""

    urn: str
    title: str
    publisher: str
    version: str
    from_: date
    to: date | None
    reaches: str
    licence: str
    languages: tuple[str, ...]
    extends: str | None
    sources: tuple[Source, ...]
    rows: tuple[Named, ...]
    principles: tuple[Named, ...]
    areas: tuple[Area, ...]
    switches: tuple[Switch, ...]
    evidence: tuple[EvidenceText, ...]
    conditions: tuple[Condition, ...]


def read_head(entry: Entry) -> Head:
    """The head of a pack; problems are reported in the entry."""
    entry.word("format", (FORMAT,))
    dates = entry.entry("in_force")
    if dates is None:
        entry.error(None, "in_force", "The dates in force are missing: in_force: {from: …}.")
    from_ = dates.day("from") if dates else None
    to = dates.day("to", required=False) if dates else None
    if dates:
        if from_ and to and to <= from_:
            dates.error(dates.node_at("to"), "to", f"It ends on {to}, and begins on {from_}.")
        dates.done()
    extends = entry.text("extends", required=False)
    if extends and extends == entry.text("urn", required=False):
        entry.error(entry.node_at("urn"), "urn", "A pack has a urn of its own, not its base's.")
    own = not extends
    return Head(
        urn=entry.text("urn"),
        title=entry.text("title"),
        publisher=entry.text("publisher"),
        version=entry.text("version"),
        from_=from_ or date.min,
        to=to,
        reaches=entry.word("reaches", ("new", "undecided", "undelivered"), default="new"),
        licence=entry.text("licence"),
        languages=tuple(word for word, _ in entry.words("languages")),
        extends=extends or None,
        sources=tuple(_sources(entry, required=own)),
        rows=tuple(Named(key, text) for key, text in entry.texts("rows").items()),
        principles=tuple(_named(entry, "principles")),
        areas=tuple(_areas(entry)),
        switches=tuple(_switches(entry)),
        evidence=tuple(_evidence(entry)),
        conditions=tuple(_conditions(entry)),
    )


def _sources(entry: Entry, *, required: bool) -> list[Source]:
    found: list[Source] = []
    for each in entry.entries("sources", label="title"):
        grade = each.word("grade", ("primary", "secondary", "unverified"))
        note = each.text("note", required=False)
        found.append(Source(each.text("title"), each.text("date"), grade, note))
        each.done()
    if required and not found:
        entry.error(None, "sources", "A pack names the source it carries out, with its date.")
    return found


def _each(entry: Entry, key: str) -> Iterator[Entry]:
    """The entries of a list whose things have ids; one that stands twice is reported."""
    seen: set[object] = set()
    for each in entry.entries(key):
        node = each.node_at("id")
        name = node.scalar if node else None
        if name is not None and name in seen:
            each.error(node, "id", f"“{shown(str(name))}” stands twice; ids are used once.")
        seen.add(name)
        yield each


def _named(entry: Entry, key: str) -> list[Named]:
    found: list[Named] = []
    for each in _each(entry, key):
        found.append(Named(each.text("id"), each.text("title"), each.text("text", required=False)))
        each.done()
    return found


def _conditions(entry: Entry) -> list[Condition]:
    found: list[Condition] = []
    for name, node in entry.pairs("conditions"):
        each = Entry(node, entry.file, f"conditions.{name}", entry.problems)
        line = each.word("line", CONDITION_LINES, default="")
        asked = each.flag("human_input")
        if asked and line != "result":
            message = "Human input is shown when the result is looked at: line: result."
            each.error(each.node_at("human_input"), "human_input", message)
        found.append(
            Condition(name, each.text("title"), each.text("text"), each.source, line or None, asked)
        )
        each.done()
    return found


def _areas(entry: Entry) -> list[Area]:
    found: list[Area] = []
    for each in _each(entry, "areas"):
        days = each.whole("days", 0, 366)
        found.append(Area(each.text("id"), each.text("title"), each.text("reviewer"), days))
        each.done()
    return found


def _switches(entry: Entry) -> list[Switch]:
    found: list[Switch] = []
    for each in _each(entry, "switches"):
        values = each.texts("values")
        if not values:
            each.error(None, "values", "A switch has its readings: values: {strict: …}.")
        default = each.word("default", values)
        gives_up = []
        for value, node in each.pairs("gives_up"):
            words = plain(node)
            if value not in values or not isinstance(words, list):
                each.error(node, f"gives_up.{value}", "Name a reading and a list of statements.")
            else:
                gives_up.append((value, tuple(str(word) for word in words)))
        found.append(
            Switch(
                each.text("id"), each.text("title"), each.text("why"),
                tuple(values.items()), default, tuple(gives_up),
            )
        )  # fmt: skip
        each.done()
    return found


def _evidence(entry: Entry) -> list[EvidenceText]:
    found: list[EvidenceText] = []
    known = {
        f"{variable}.{name}"
        for part, names in EVIDENCE.items()
        for variable in (_variable(part),)
        for name in names
    }
    for name, node in entry.pairs("evidence"):
        each = Entry(node, entry.file, f"evidence.{name}", entry.problems)
        if name not in known:
            entry.error(
                node, f"evidence.{name}", "There is no such evidence.", did_you_mean(name, known)
            )
        found.append(EvidenceText(name, each.text("title"), each.text("who")))
        each.done()
    return found


def _variable(part: str) -> str:
    from clearslate.policy.declaration.schema import core_schema

    return core_schema().parts[part].variable


def names_of(entry: Entry, head: Head, base: Names) -> Names:
    """The names in reach of this pack's rules: the core's, the base pack's and its own."""
    schema = own_schema(entry, base.schema)
    names = replace(
        base,
        schema=schema,
        definitions={part: dict(own) for part, own in base.definitions.items()},
        switches={**base.switches, **{s.id: tuple(v for v, _ in s.values) for s in head.switches}},
        areas=(*base.areas, *(area.id for area in head.areas)),
        principles=(*base.principles, *(principle.id for principle in head.principles)),
        rows=(*base.rows, *(row.id for row in head.rows)),
        conditions=(*base.conditions, *(condition.id for condition in head.conditions)),
        evidence=tuple(dict.fromkeys((*base.evidence, *(text.field for text in head.evidence)))),
    )
    _read_definitions(entry, names)
    return names


def _read_definitions(entry: Entry, names: Names) -> None:
    variables = {part.variable: part for part in names.schema.declared}
    for variable, node in entry.pairs("definitions"):
        part = variables.get(variable)
        if part is None or node.kind != "mapping":
            message = f"Definitions are grouped by {', '.join(variables)}."
            entry.error(node, f"definitions.{variable}", message)
            continue
        for key, value in node.pairs:
            each = Entry(value, entry.file, f"definitions.{variable}.{key.value}", entry.problems)
            check_name(each, str(key.value))
            if str(key.value) in {**part.fields, **KINDS.get(part.name, {})}:
                each.error(None, "", f"“{variable}” has a field of that name. Choose another one.")
            text, where = each.text("means"), each.node_at("means")
            each.done()
            if where is None or names.expression(each, "means", text, where, part) is None:
                continue
            try:
                tree = syntax(text)
            except ExpressionError:
                continue
            own = names.definitions.setdefault(part.name, {})
            own[str(key.value)] = Definition(variable, tree, text)
