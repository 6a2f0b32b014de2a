"""The examples of the platform pack as cases, each with what is expected of it."""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearslate import packs
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.documents import plain, read_text
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.pack.model import Outcome, Pack

TODAY = "2026-11-24"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True)
class Example:
    """One example or flip, with all its changes made."""

    id: str
    declaration: dict[str, Any]
    facts: dict[str, Any]
    switches: dict[str, str]
    on: str
    expect: Mapping[str, Any]
    cites: tuple[str, ...]

    @functools.cached_property
    def case(self) -> Case:
        """The case of the example under the platform pack."""
        return make_case(
            self.declaration,
            rulebooks=[Rulebook(shipped_pack())],
            on=date.fromisoformat(self.on),
            facts=self.facts,
            switches=self.switches,
        )

    @functools.cached_property
    def resolved(self) -> dict[str, Any]:
        """What the conditions are evaluated on."""
        return assessor().resolve(self.case)


@functools.cache
def assessor() -> Assessor:
    return Assessor([Rulebook(shipped_pack())])


@functools.cache
def examples() -> tuple[Example, ...]:
    """Every example and flip of the pack, in the order of its files."""
    bases: dict[str, Any] = {}
    listed: list[Mapping[str, Any]] = []
    folder = packs.folder("platform").joinpath("examples")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        document = plain(read_text(file.read_bytes(), name=file.name, format="yaml"))
        bases.update(document.get("bases", {}))
        listed += document.get("examples", [])
    return tuple(each for raw in listed for each in _with_flips(raw, bases))


def by_id(name: str) -> Example:
    return next(example for example in examples() if example.id == name)


def _with_flips(raw: Mapping[str, Any], bases: Mapping[str, Any]) -> Iterator[Example]:
    start = bases[raw["base"]] if "base" in raw else raw
    blank = Example(
        raw["id"], start["declaration"], start.get("facts", {}), {}, TODAY, {}, tuple(raw["cites"])
    )
    example = _changed(blank, raw)
    yield example
    for flip in raw.get("flips", ()):
        yield _changed(example, flip)


def _changed(start: Example, raw: Mapping[str, Any]) -> Example:
    declaration, facts = copy.deepcopy(start.declaration), copy.deepcopy(start.facts)
    for document, prefix in ((declaration, ""), (facts, "facts_")):
        for path, value in raw.get(f"{prefix}set", {}).items():
            _put(document, path, copy.deepcopy(value))
        for path in raw.get(f"{prefix}unset", ()):
            _drop(document, path)
    switches = {**start.switches, **raw.get("switches", {})}
    on = raw.get("date", start.on)
    return Example(raw["id"], declaration, facts, switches, on, raw["expect"], start.cites)


def _walk(document: Any, path: str) -> tuple[Any, str | int]:
    *way, last = [int(index) if index else key for key, index in _STEP.findall(path)]
    for step in way:
        document = document[step]
    return document, last


def _put(document: Any, path: str, value: Any) -> None:
    place, last = _walk(document, path)
    if isinstance(last, int) and last == len(place):
        place.append(value)
    else:
        place[last] = value


def _drop(document: Any, path: str) -> None:
    place, last = _walk(document, path)
    del place[last]


def answer(example: Example, pack: Pack, engine: Any) -> dict[str, Any]:
    """What an engine says of an example, in the words that examples are written in."""
    resolved = example.resolved
    if engine.gate(resolved) is True:
        return {"outcome": "not_a_use", "findings": set(), "uncertain": set()}
    outcome, low, high = engine.bounds(resolved)
    found: dict[str, Any] = {"findings": set(), "uncertain": set(), "missing": set()}
    for hit in engine.hits(resolved):
        rule = pack.rules[hit.rule]
        name = rule.id
        if hit.index is not None:
            part = shipped_pack().schema.parts[str(rule.for_each)]
            name += f"({resolved[part.name][hit.index][part.name_field]})"
        found["findings" if hit.truth else "uncertain"].add(name)
        if hit.truth:
            evidence = (rule.needs[place].evidence for place in hit.missing)
            found["missing"] |= {f"{name}: {each.variable}.{each.name}" for each in evidence}
    guards = ((pack.guards[hit.guard], hit.index) for hit in engine.guards(resolved))
    found["guards"] = {_place(guard, index) for guard, index in guards}
    words = [Outcome(each).word for each in (outcome, low, high)]
    return {"outcome": words[0], "interval": words[1:], **found}


def _place(guard: Any, index: int | None) -> str:
    place = guard.part if index is None else f"{guard.part}[{index}]"
    return place if guard.field is None else f"{place}.{guard.field}"


def expected(example: Example) -> dict[str, Any]:
    """What the example expects; findings and uncertain findings are complete sets."""
    return {
        "uncertain": set(),
        **{key: _as_set(key, value) for key, value in example.expect.items()},
    }


def _as_set(key: str, value: Any) -> Any:
    ordered = key == "interval" or not isinstance(value, Sequence) or isinstance(value, str)
    return value if ordered else set(value)


def fails(example: Example, pack: Pack, engine: Any) -> bool:
    """Whether a pack answers the example otherwise than expected."""
    got = answer(example, pack, engine)
    return any(got.get(key, set()) != value for key, value in expected(example).items())
