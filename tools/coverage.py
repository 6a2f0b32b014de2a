"""The coverage page: for each row of the guidance, what carries it out.

Rules, questions, duties, switches and examples come from the pack; `coverage.yaml` adds how a row
is carried out as a whole, its proofs and commands, and what waits.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clearslate import packs
from clearslate.policy.documents import plain, read_text
from clearslate.policy.language.ir import Expression
from clearslate.policy.language.walk import fields, lists
from clearslate.policy.pack import shipped_pack
from clearslate.policy.pack.model import Duty, Pack, Rule
from tools.pages import REFERENCE, filled

SERIES = Path(__file__).parents[1] / "examples" / "series"
#: The most names shown of one kind; the rest are counted.
MOST = 8


@dataclass(frozen=True)
class Example:
    """One example of the pack: its id, the rows it cites, and the findings it expects."""

    id: str
    cites: tuple[str, ...]
    rules: frozenset[str]


@functools.cache
def notes() -> dict[str, dict[str, Any]]:
    """What `coverage.yaml` says of each row."""
    path = Path(__file__).with_suffix(".yaml")
    found: dict[str, dict[str, Any]] = plain(read_text(path.read_bytes(), name=path.name))
    return found


@functools.cache
def examples() -> tuple[Example, ...]:
    """The examples of the platform pack, flips included; a flip cites what its example does."""
    found: list[Example] = []
    folder = packs.folder("platform") / "examples"
    for item in sorted(folder.iterdir(), key=lambda each: each.name):
        if item.name.endswith(".yaml"):
            document = plain(read_text(item.read_bytes(), name=item.name))
            for raw in document.get("examples", []):
                found += _with_flips(raw)
    return tuple(found)


def _with_flips(raw: Mapping[str, Any]) -> Iterator[Example]:
    cites = tuple(raw.get("cites", ()))
    for each in (raw, *raw.get("flips", ())):
        expected = each.get("expect", {})
        named = (*expected.get("findings", ()), *expected.get("uncertain", ()))
        own = tuple(each.get("cites", cites))
        yield Example(each["id"], own, frozenset(name.partition("(")[0] for name in named))


@functools.cache
def declarations() -> dict[str, tuple[str, ...]]:
    """The declarations of the series that show each row, by the series' own tables."""
    found: dict[str, list[str]] = {}
    text = (SERIES / "README.md").read_text(encoding="utf-8")
    pattern = r"^\| \[[\w-]+\]\(([\w-]+\.yaml)\) \| .+? \| ([A-Z0-9 ]+) \| .+? \|$"
    for name, rows in re.findall(pattern, text, re.M):
        for row in rows.split():
            found.setdefault(row, []).append(name)
    return {row: tuple(names) for row, names in found.items()}


def rules_of(row: str, pack: Pack) -> list[Rule]:
    """The rules that cite a row."""
    return [rule for rule in pack.rules if row in rule.cite]


def duties_of(row: str, pack: Pack) -> list[Duty]:
    """The duties that cite a row."""
    return [duty for duty in pack.duties if row in duty.cite]


def carriers(row: str, pack: Pack) -> list[str]:
    """Everything that carries a row out: rules, duties, proofs and commands, by name."""
    note = notes().get(row, {})
    return [
        *(rule.id for rule in rules_of(row, pack)),
        *(duty.id for duty in duties_of(row, pack)),
        *note.get("proofs", ()),
        *note.get("commands", ()),
    ]


def pages() -> dict[Path, str]:
    """The page, with its text."""
    pack = shipped_pack().pack
    lines = [line for row in pack.rows for line in _row(row.id, row.title, pack)]
    return {REFERENCE / "coverage.md": filled("coverage.md", {"rows": lines})}


def _row(row: str, title: str, pack: Pack) -> Iterator[str]:
    note = notes().get(row, {})
    rules = rules_of(row, pack)
    yield f"## {row}: {title}\n"
    if "how" in note:
        yield f"{note['how']}\n"
    shown = {
        "rules": (f"`{rule.id}` ({_shown_by(rule)})" for rule in rules),
        "questions": _some(f"`{name}`" for name in _questions(rules, pack)),
        "switches": _switches(rules),
        "conditions": (f"`{name}`" for name in _once(n for r in rules for n in r.conditions)),
        "evidence": (f"`{name}`" for name in _once(_evidence(rules))),
        "duties": (f"`{duty.id}`" for duty in duties_of(row, pack)),
        "proofs": (f"[`{name}`](../explanation/proofs.md)" for name in note.get("proofs", ())),
        "commands": (f"[`{name}`](cli.md)" for name in note.get("commands", ())),
        "pack examples": _some(f"`{each.id}`" for each in examples() if row in each.cites),
        "in the series": _some(
            f"[{name.removesuffix('.yaml')}](../../examples/series/{name})"
            for name in declarations().get(row, ())
        ),
    }
    for what, names in shown.items():
        if listed := ", ".join(names):
            yield f"- {what}: {listed}"
    if "waits" in note:
        yield f"- waits for: {note['waits'][:1].lower()}{note['waits'][1:]}"
    yield ""


def _shown_by(rule: Rule) -> int:
    return sum(rule.id in example.rules for example in examples())


def _conditions(rule: Rule) -> Iterator[Expression]:
    yield rule.when
    yield from (need.unless for need in rule.needs if need.unless is not None)


def _questions(rules: Iterable[Rule], pack: Pack) -> list[str]:
    """The questions whose answers the rules read."""
    read: set[str] = set()
    for rule in rules:
        read |= {rule.for_each} if rule.for_each else set()
        for condition in _conditions(rule):
            read |= {f"{field.part}.{field.name}" for field in fields(condition)}
            read |= set(lists(condition))
    return [
        question.id
        for card in pack.cards
        for question in card.questions
        if (f"{question.part}.{question.field}" if question.field else question.part) in read
    ]


def _switches(rules: Iterable[Rule]) -> Iterator[str]:
    names = {
        field.name
        for rule in rules
        for condition in _conditions(rule)
        for field in fields(condition)
        if field.part == "switch"
    }
    return (f"[{name}](../explanation/platform-pack.md)" for name in sorted(names))


def _evidence(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        for field in (*(need.evidence for need in rule.needs), *rule.shows):
            yield f"{field.variable}.{field.name}"


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _some(names: Iterable[str]) -> list[str]:
    found = list(names)
    rest = len(found) - MOST
    return [*found[:MOST], f"and {rest} more"] if rest > 0 else found
