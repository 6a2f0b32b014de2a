"""Loads a pack: reads its files, types its conditions, and reports everything wrong at once."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clearslate import packs
from clearslate.policy.declaration.schema import Schema, core_schema
from clearslate.policy.documents import Node
from clearslate.policy.errors import PackError, Problem, capped
from clearslate.policy.language.ir import Expression
from clearslate.policy.pack.extend import extend
from clearslate.policy.pack.head import Head, names_of, read_head
from clearslate.policy.pack.kept import taken_away
from clearslate.policy.pack.limits import CraftList, StandingLimit, read_craft_list, read_limits
from clearslate.policy.pack.lint import lint
from clearslate.policy.pack.model import Card, Duty, Guard, Pack, Reason, Rule
from clearslate.policy.pack.names import Names, core_names
from clearslate.policy.pack.questions import read_card
from clearslate.policy.pack.reading import Entry, Problems
from clearslate.policy.pack.reasons import read_reasons
from clearslate.policy.pack.rules import read_duty, read_rule
from clearslate.policy.pack.sources import PAPERS, PackFile, PackSource, read_all, source_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack in force, with the schema it gives declarations and the source it came from."""

    pack: Pack
    schema: Schema
    names: Names
    source: PackSource
    base: Loaded | None


def load_pack(place: Path | Traversable, *, bases: Sequence[Loaded] = ()) -> Loaded:
    """The pack at a place: a folder with `pack.yaml`, or one YAML file.

    `bases` are the packs it may extend; those that ship are always in reach.
    Raises PackError with every problem, each with its file, line and, for a near miss, what was
    probably meant.
    """
    return load_source(source_of(place), bases=bases)


def load_source(source: PackSource, *, bases: Iterable[Loaded] = ()) -> Loaded:
    """The pack that some files hold, wherever they came from; as `load_pack`."""
    problems = Problems()
    documents = read_all(tuple(file for file in source.files if file.name not in PAPERS))
    head_file, head_node = documents[0]
    entry = Entry(head_node, head_file.name, "", problems)
    head = read_head(entry)
    base = _base(head, entry, tuple(bases))
    names = names_of(entry, head, base.names if base else core_names(core_schema()))
    own = _read_parts(entry, documents[1:], names, head, problems)
    gate, because = _gate(entry, names)
    alone = len(source.files) == 1
    for key in ("examples", "bases", *(("rules_card", "notices") if alone else ())):
        entry.node_at(key)
    entry.done()
    pack = _assemble(head, own, gate, because, source)
    if problems.errors:
        raise problems.error()
    loosened: list[Problem] = []
    if base is not None:
        loosened = list(taken_away(base.pack, pack, entry))
        pack = extend(base.pack, pack)
    errors, warnings = lint(pack, names.schema)
    if loosened or errors:
        raise PackError(capped([*loosened, *errors]))
    return Loaded(_warned(pack, warnings), names.schema, names, source, base)


@functools.cache
def shipped_pack(name: str = "platform") -> Loaded:
    """A pack that ships with Clearslate, loaded once."""
    return load_pack(packs.folder(name))


@dataclass(slots=True)
class _Parts:
    rules: list[Rule]
    duties: list[Duty]
    cards: list[Card]
    guards: list[Guard]
    reasons: tuple[Reason, ...]
    limits: tuple[StandingLimit, ...]
    craft_list: CraftList | None


def _base(head: Head, entry: Entry, bases: Sequence[Loaded]) -> Loaded | None:
    if head.extends is None:
        return None
    for loaded in bases:
        if loaded.pack.urn == head.extends:
            return loaded
    for name in packs.shipped():
        loaded = shipped_pack(name)
        if loaded.pack.urn == head.extends:
            return loaded
    known = [
        *(each.pack.urn for each in bases),
        *(shipped_pack(n).pack.urn for n in packs.shipped()),
    ]
    entry.error(
        entry.node_at("extends"),
        "extends",
        f"The pack “{head.extends}” is not here. In reach are {', '.join(known)}.",
    )
    raise entry.problems.error()


def _read_parts(
    head_entry: Entry,
    documents: list[tuple[PackFile, Node]],
    names: Names,
    head: Head,
    problems: Problems,
) -> _Parts:
    """Duties first, since rules name them; then rules and questions, wherever they stand."""
    entries = [head_entry, *(Entry(node, file.name, "", problems) for file, node in documents)]
    duties = [read_duty(each, names, head.urn) for top in entries for each in top.entries("duties")]
    names.duties = (*names.duties, *(duty.id for duty in duties))
    rules = [read_rule(each, names, head.urn) for top in entries for each in top.entries("rules")]
    cards: list[Card] = []
    guards: list[Guard] = []
    for top in entries:
        for each in top.entries("cards", label="card"):
            card, own = read_card(each, names, head.urn)
            cards.append(card)
            guards += own
    reasons, limits = read_reasons(entries, names), read_limits(entries, names)
    craft_list = read_craft_list(entries, names)
    for top in entries[1:]:
        top.done()
    return _Parts(rules, duties, cards, guards, reasons, limits, craft_list)


def _gate(entry: Entry, names: Names) -> tuple[Expression | None, str]:
    gate = entry.entry("not_a_use")
    if gate is None:
        return None, ""
    when = names.condition(gate, "when", None)
    because = gate.text("because")
    gate.done()
    return when, because


def _assemble(
    head: Head, own: _Parts, gate: Expression | None, because: str, source: PackSource
) -> Pack:
    return Pack(
        urn=head.urn,
        title=head.title,
        publisher=head.publisher,
        version=head.version,
        from_=head.from_,
        to=head.to,
        reaches=head.reaches,
        licence=head.licence,
        languages=head.languages,
        extends=head.extends,
        sha256=source.sha256,
        sources=head.sources,
        rows=head.rows,
        principles=head.principles,
        areas=head.areas,
        switches=head.switches,
        evidence=head.evidence,
        conditions=head.conditions,
        rules=tuple(own.rules),
        duties=tuple(own.duties),
        cards=tuple(own.cards),
        guards=tuple(own.guards),
        gate=gate,
        gate_because=because,
        reasons=own.reasons,
        standing_limits=own.limits,
        craft_list=own.craft_list,
    )


def _warned(pack: Pack, warnings: list[Problem]) -> Pack:
    return replace(pack, warnings=tuple(str(problem) for problem in warnings))
