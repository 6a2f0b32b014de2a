"""A case: a declaration with everything its assessment depends on.

Facts, pack hashes, switches and the date are part of it; the same case gives the same assessment,
byte for byte, wherever it is assessed.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearslate.policy.declaration.check import CASE
from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.errors import CaseError, Problem, did_you_mean
from clearslate.policy.pack.load import Loaded
from clearslate.record import canonical_bytes, sha256_hex

#: Fields of a declaration that name a record of the facts: (part, field, fact list).
REFERENCES = (
    ("components", "terms", "terms"),
    ("components", "agreement", "agreements"),
    ("models", "record", "models_on_file"),
)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A pack as it applies to a production: adopted by a named person, or advisory.

    The platform's pack needs no adoption. An advisory pack shows its findings and leaves the
    outcome as it is.
    """

    loaded: Loaded
    adopted: bool = True
    adopted_by: str = ""


@dataclass(frozen=True)
class Case:
    """Everything one assessment depends on; make it with `make_case`."""

    declaration: Mapping[str, Any]
    facts: Mapping[str, Any]
    rulebooks: tuple[Rulebook, ...]
    switches: Mapping[str, str]
    date: date

    @functools.cached_property
    def document(self) -> dict[str, Any]:
        """The case as the document that is exported, stored and hashed."""
        return {
            "clearslate": CASE,
            "declaration": self.declaration,
            "facts": self.facts,
            "packs": [_pin(rulebook) for rulebook in self.rulebooks],
            "switches": dict(sorted(self.switches.items())),
            "date": self.date.isoformat(),
        }

    @functools.cached_property
    def canonical(self) -> bytes:
        """The canonical bytes of the case."""
        return canonical_bytes(self.document)

    @functools.cached_property
    def sha256(self) -> str:
        """The hash that an assessment and an approval bind to."""
        return sha256_hex(self.document)


def _pin(rulebook: Rulebook) -> dict[str, Any]:
    pack = rulebook.loaded.pack
    pin: dict[str, Any] = {"urn": pack.urn, "version": pack.version, "sha256": pack.sha256}
    if not rulebook.adopted:
        pin["standing"] = "advisory"
    if rulebook.adopted_by:
        pin["adopted_by"] = rulebook.adopted_by
    return pin


def make_case(
    declaration: Mapping[str, Any],
    *,
    rulebooks: Sequence[Rulebook],
    on: date,
    facts: Mapping[str, Any] | None = None,
    switches: Mapping[str, str] | None = None,
) -> Case:
    """A case from a checked declaration, facts on file, packs, switches and a date.

    Facts given apart and facts inline in the declaration may not both speak of the same part.
    Raises CaseError where the parts do not fit together.
    """
    inline = declaration.get("facts", {})
    own = {key: value for key, value in declaration.items() if key != "facts"}
    merged = {**inline, **(facts or {})}
    problems = [
        Problem(
            "The declaration carries facts of this part, and so does the facts file. Keep one.",
            path=f"facts.{name}",
        )
        for name in inline
        if facts and name in facts
    ]
    problems += [*_dangling(own, merged), *_repeated(merged)]
    settled, wrong = _switches(rulebooks, switches or {})
    problems += wrong
    problems += _in_force(rulebooks, on)
    if not any(rulebook.adopted for rulebook in rulebooks):
        message = "Every pack of the case is advisory, so that none would decide its outcome."
        problems.append(Problem(message, path="packs"))
    if problems:
        raise CaseError(problems)
    return Case(own, merged, tuple(rulebooks), settled, on)


def _switches(
    rulebooks: Iterable[Rulebook], chosen: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:
    """The readings in force: those chosen, else the defaults, and an advisory pack's last of all.

    So an advisory pack, which may set another default, leaves the outcome of the others as it is.
    """
    ordered = sorted(rulebooks, key=lambda rulebook: rulebook.adopted)
    known = {switch.id: switch for each in ordered for switch in each.loaded.pack.switches}
    settled = {name: switch.default for name, switch in known.items()}
    problems = [
        Problem(
            f"“{each.loaded.pack.title}” reads {switch.id} as {switch.default}, and another adopted"
            f" pack as {settled[switch.id]}. Choose one of them.",
            path=f"switches.{switch.id}",
        )
        for each in ordered
        for switch in each.loaded.pack.switches
        if each.adopted and switch.id not in chosen and switch.default != settled[switch.id]
    ]
    for name, value in chosen.items():
        if name not in known:
            message = f"There is no switch “{name}”. Allowed are {', '.join(known) or 'none'}."
            hint = did_you_mean(name, known)
            problems.append(Problem(message, path=f"switches.{name}", suggestion=hint))
            continue
        values = [reading for reading, _ in known[name].values]
        if value not in values:
            message = f"“{value}” is no reading of {name}. Allowed are {', '.join(values)}."
            hint = did_you_mean(value, values)
            problems.append(Problem(message, path=f"switches.{name}", suggestion=hint))
        else:
            settled[name] = value
    return settled, problems


def _in_force(rulebooks: Iterable[Rulebook], on: date) -> list[Problem]:
    return [
        Problem(
            f"The pack “{pack.title}” {pack.version} is in force from {pack.from_}"
            f"{f' until {pack.to}' if pack.to else ''}, and not on {on}.",
            path="date",
        )
        for pack in (rulebook.loaded.pack for rulebook in rulebooks)
        if on < pack.from_ or (pack.to is not None and on >= pack.to)
    ]


def _dangling(declaration: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Problem]:
    """References to records that are not in the facts."""
    problems: list[Problem] = []
    for part, field, fact in REFERENCES:
        items = declaration.get(part)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            wanted = item.get(field)
            if wanted is not None and wanted != UNKNOWN:
                problems += _unfound(f"{part}[{index}].{field}", wanted, fact, facts)
    for index, entry in enumerate(_listed(facts, "terms")):
        wanted = entry.get("agreement")
        if wanted is not None and wanted != UNKNOWN:
            problems += _unfound(f"facts.terms[{index}].agreement", wanted, "agreements", facts)
    return problems


def _repeated(facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Ids that two records of one list share: nobody could say which of them is meant."""
    for name in facts:
        first: dict[str, int] = {}
        for index, entry in enumerate(_listed(facts, name)):
            own = entry.get("id", UNKNOWN)
            before = first.setdefault(own, index)
            if own != UNKNOWN and before != index:
                message = (
                    f"The id “{own}” stands here twice, first as facts.{name}[{before}]."
                    " Give each record an id of its own."
                )
                yield Problem(message, path=f"facts.{name}[{index}].id")


def _unfound(path: str, wanted: str, fact: str, facts: Mapping[str, Any]) -> list[Problem]:
    ids = [str(entry.get("id")) for entry in _listed(facts, fact)]
    if wanted in ids:
        return []
    message = (
        f"Nothing on file under facts.{fact} has the id “{wanted}”."
        f" On file are {', '.join(ids) or 'none'}."
    )
    return [Problem(message, path=path, suggestion=did_you_mean(wanted, ids))]


def _listed(facts: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = facts.get(name)
    return entries if isinstance(entries, list) else []
