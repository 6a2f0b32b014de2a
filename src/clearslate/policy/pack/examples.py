"""The examples of a pack: whole cases with the findings that somebody expects of them.

An example starts from a base, changes a few answers, and says what must come out. A flip starts
from its example and changes a few more. Expected findings are written from the guidance, by hand.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clearslate.policy.documents import Node, plain
from clearslate.policy.errors import Problem, did_you_mean
from clearslate.policy.pack.load import Loaded
from clearslate.policy.pack.reading import Entry, Problems
from clearslate.policy.pack.sources import read_all

#: The day an example is assessed on, where it names none and the pack is in force by then; else
#: it is the pack's first day.
DEFAULT_DAY = date(2026, 11, 24)

OUTCOMES = ("notify", "approval", "hold", "not_a_use")
_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]{1,6})\]")
_CHANGES = ("set", "unset", "facts_set", "facts_unset")


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come out. A set that is None is not compared."""

    outcome: str
    interval: tuple[str, ...] | None
    findings: frozenset[str] | None
    uncertain: frozenset[str] | None
    missing: frozenset[str] | None
    guards: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Example:
    """One example or flip, with all its changes made."""

    id: str
    title: str
    why: str
    row: str
    cites: tuple[str, ...]
    of: str
    """The example that a flip starts from; empty for an example."""
    declaration: Mapping[str, Any]
    facts: Mapping[str, Any]
    switches: Mapping[str, str]
    on: date
    expected: Expected
    file: str
    line: int


def read_examples(loaded: Loaded) -> tuple[Example, ...]:
    """The examples and flips of a pack, in the order of its files.

    A pack that extends another may start from that one's bases. Raises PackError with every
    problem and its place.
    """
    problems = Problems()
    entries = _entries(loaded, problems)
    bases = _bases(_entries(loaded.base, Problems())) if loaded.base else {}
    bases |= _bases(entries)
    for entry in entries:
        for name, node in entry.pairs("bases"):
            base = Entry(node, entry.file, f"bases.{name}", problems)
            _check_groups(base)
            base.done()
    reader = _Reader(bases, loaded, problems)
    found = [
        example
        for entry in entries
        for each in entry.entries("examples")
        for example in reader.with_flips(each)
    ]
    seen: dict[str, Example] = {}
    for example in found:
        if example.id in seen:
            message = f"The example “{example.id}” stands twice; ids are used once."
            problems.add(Problem(message, example.file, example.line))
        seen[example.id] = example
    if problems.errors:
        raise problems.error()
    return tuple(found)


def _entries(loaded: Loaded, problems: Problems) -> list[Entry]:
    """Every file that can hold examples: those apart, and the file of a one-file pack."""
    source = loaded.source
    files = (*source.files[:1], *source.examples)
    found = [Entry(node, file.name, "", problems) for file, node in read_all(files)]
    for entry in found[1:]:
        for key in ("bases", "examples"):
            entry.node_at(key)
        entry.done()
    return found


def _bases(entries: list[Entry]) -> dict[str, Node]:
    return {name: node for entry in entries for name, node in entry.pairs("bases")}


@dataclass(frozen=True, slots=True)
class _Reader:
    bases: Mapping[str, Node]
    loaded: Loaded
    problems: Problems

    def with_flips(self, entry: Entry) -> Iterator[Example]:
        start = self._start(entry)
        example = self._example(entry, start, of="")
        entry.node_at("base")
        entry.node_at("flips")
        _check_groups(entry)
        flips = list(entry.entries("flips"))
        entry.done()
        if example is None:
            return
        yield example
        for flip in flips:
            changed = self._example(flip, example, of=example.id)
            flip.done()
            if changed is not None:
                yield changed

    def _start(self, entry: Entry) -> Example:
        """The base of an example, as an example that expects nothing yet."""
        name = entry.text("base", required=entry.node_at("declaration") is None)
        documents: dict[str, Any] = {}
        if name:
            if name not in self.bases:
                hint = did_you_mean(name, self.bases)
                entry.error(entry.node_at("base"), "base", f"There is no base “{name}”.", hint)
            else:
                documents = _groups(self.bases[name])
        documents |= _groups(entry.node)
        nothing = Expected("", None, None, None, None, None)
        declaration = documents.get("declaration", {})
        return Example(
            "", "", "", "", (), "",
            {"clearslate": "declaration/1", **declaration},
            documents.get("facts", {}),
            {}, max(DEFAULT_DAY, self.loaded.pack.from_), nothing, entry.file, entry.node.line,
        )  # fmt: skip

    def _example(self, entry: Entry, start: Example, *, of: str) -> Example | None:
        before = self.problems.count
        declaration = copy.deepcopy(dict(start.declaration))
        facts = copy.deepcopy(dict(start.facts))
        for key, document in zip(_CHANGES, (declaration, declaration, facts, facts), strict=True):
            self._change(entry, key, document)
        cites = entry.known_words("cites", self.loaded.names.rows, "row")
        example = replace(
            start,
            id=entry.text("id"),
            title=entry.text("title"),
            why=entry.text("why"),
            row=entry.text("row", required=False) or start.row,
            cites=cites or start.cites,
            of=of,
            declaration=declaration,
            facts=facts,
            switches={**start.switches, **entry.texts("switches")},
            on=entry.day("date", required=False) or start.on,
            expected=self._expected(entry),
            file=entry.file,
            line=entry.node.line,
        )
        return example if self.problems.count == before else None

    def _change(self, entry: Entry, key: str, document: dict[str, Any]) -> None:
        """Make the changes under one key: a mapping of paths to values, or a list of paths."""
        if key.endswith("unset"):
            for path, node in entry.words(key):
                if not _drop(document, path):
                    entry.error(node, key, f"There is nothing at “{path}” to leave out.")
            return
        for path, node in entry.pairs(key):
            if not _put(document, path, plain(node)):
                entry.error(node, key, f"There is no place “{path}” to set.")

    def _expected(self, entry: Entry) -> Expected:
        expect = entry.entry("expect")
        if expect is None:
            entry.error(None, "expect", "An example says what it expects: expect: {outcome: …}.")
            return Expected("", None, None, None, None, None)
        interval = tuple(word for word, _ in expect.words("interval"))
        findings = _set(expect, "findings")
        uncertain = _set(expect, "uncertain")
        expected = Expected(
            outcome=expect.word("outcome", OUTCOMES),
            interval=interval or None,
            findings=findings,
            # What is named as certain is complete, and so is what is named as open.
            uncertain=frozenset() if uncertain is None and findings is not None else uncertain,
            missing=_set(expect, "missing"),
            guards=_set(expect, "guards"),
        )
        self._known_rules(expect)
        expect.done()
        return expected

    def _known_rules(self, expect: Entry) -> None:
        known = {rule.id for rule in self.loaded.pack.rules}
        for key in ("findings", "uncertain"):
            for text, node in expect.words(key):
                name = rule_of(text)
                if name not in known:
                    hint = did_you_mean(name, known)
                    expect.error(node, key, f"There is no rule “{name}”.", hint)


def _check_groups(entry: Entry) -> None:
    for key in ("declaration", "facts"):
        entry.entry(key)  # says so where it is no group of keys


def _groups(node: Node) -> dict[str, Any]:
    """The declaration and the facts under a node, where they are groups of keys."""
    return {
        str(key.value): plain(value)
        for key, value in node.pairs
        if key.value in ("declaration", "facts") and value.kind == "mapping"
    }


def rule_of(finding: str) -> str:
    """The rule of a finding as examples write it: `final(Prop)` is of `final`."""
    return finding.partition("(")[0]


def _set(entry: Entry, key: str) -> frozenset[str] | None:
    if entry.node_at(key) is None:
        return None
    return frozenset(word for word, _ in entry.words(key))


def _steps(path: str) -> list[str | int]:
    return [int(index) if index else key for key, index in _STEP.findall(path)]


def _holder(document: Any, steps: list[str | int]) -> Any:
    """What holds the last step, or None; groups that are missing on the way are made."""
    for step in steps[:-1]:
        if isinstance(step, str) and isinstance(document, dict):
            document = document.setdefault(step, {})
        elif isinstance(step, int) and isinstance(document, list) and step < len(document):
            document = document[step]
        else:
            return None
    return document


def _put(document: dict[str, Any], path: str, value: Any) -> bool:
    """Set a value; an index one past the end adds an item. False where the path leads nowhere."""
    steps = _steps(path)
    holder = _holder(document, steps) if steps else None
    if isinstance(holder, list) and isinstance(steps[-1], int) and steps[-1] <= len(holder):
        holder[steps[-1] : steps[-1] + 1] = [value]
        return True
    if isinstance(holder, dict) and isinstance(steps[-1], str):
        holder[steps[-1]] = value
        return True
    return False


def _drop(document: dict[str, Any], path: str) -> bool:
    steps = _steps(path)
    holder = _holder(document, steps) if steps else None
    last = steps[-1] if steps else ""
    if isinstance(holder, dict) and last in holder:
        del holder[last]
        return True
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        del holder[last]
        return True
    return False
