"""`assess(case)`: the only way to a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clearslate.policy.assess.assessment import (
    Assessment,
    Dependency,
    DutyDue,
    Finding,
    PackUsed,
    Unknown,
)
from clearslate.policy.assess.duties import duties, own_conditions
from clearslate.policy.assess.explain import Explainer
from clearslate.policy.assess.floor import Below, packs_below, refuse_lower
from clearslate.policy.assess.lexicon import Lexicon, lexicon
from clearslate.policy.assess.summary import conditions, principles, reviewers
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.declaration.schema import UNKNOWN, Schema, core_schema
from clearslate.policy.derived import Dated, holds_until, relevant, resolve
from clearslate.policy.engine.hits import Bounds, Engine, GuardHit, subject_path
from clearslate.policy.engine.interpreter import Interpreter, bounds
from clearslate.policy.pack.model import Outcome, Pack
from clearslate.record import sha256_hex


@dataclass(frozen=True)
class Applied:
    """One rulebook made ready: its engine and its words."""

    rulebook: Rulebook
    engine: Engine
    duties: Engine
    """Asked for the conditions that duties have of their own."""
    lexicon: Lexicon
    below: Below = ()
    """The packs that it extends, which it may only tighten."""

    @property
    def pack(self) -> Pack:
        """The pack that is applied."""
        return self.rulebook.loaded.pack


class Assessor:
    """Assesses cases under one set of rulebooks; keep it for many cases."""

    def __init__(
        self, rulebooks: Sequence[Rulebook], *, engine: Callable[[Pack], Engine] = Interpreter
    ) -> None:
        self.schema = schema_of(rulebooks)
        self.applied = tuple(
            Applied(
                rulebook,
                engine(rulebook.loaded.pack),
                own_conditions(rulebook.loaded.pack, engine),
                lexicon(rulebook.loaded.pack, self.schema),
                packs_below(rulebook, engine),
            )
            for rulebook in rulebooks
        )

    def assess(self, case: Case) -> Assessment:
        """The assessment of a case made with these rulebooks."""
        resolved = self.resolve(case)
        views = [_view(applied, case, resolved) for applied in self.applied]
        acting = [view for view in views if view.applied.rulebook.adopted]
        gated = _gated(acting)
        outcome, low, high = (
            max((view.bounds[place] for view in acting), default=0) for place in range(3)
        )
        records = list(relevant(case.declaration, case.facts))
        dates = _dates(self.applied, resolved)
        until = holds_until(records, dates, schema=self.schema, on=case.date)
        return Assessment(
            case=case.sha256,
            date=case.date.isoformat(),
            title=_title(case.declaration),
            packs=tuple(_used(view.applied) for view in views),
            switches=tuple(sorted(case.switches.items())),
            outcome=None if gated else Outcome(outcome).word,
            not_a_use=acting[0].applied.pack.gate_because if gated else "",
            interval=(Outcome(low).word, Outcome(high).word),
            principles=() if gated else tuple(principles(acting)),
            findings=() if gated else _findings(views),
            unanswered=() if gated else _once(each for view in acting for each in view.open),
            conditions=() if gated else tuple(conditions(acting)),
            reviewers=() if gated else tuple(reviewers(acting)),
            duties=() if gated else _once(each for view in acting for each in view.duties),
            dependencies=tuple(_dependencies(records)),
            holds_until=until.isoformat() if until else None,
        )

    def resolve(self, case: Case) -> dict[str, Any]:
        """The resolved case that the engines evaluate."""
        return resolve(
            case.declaration,
            case.facts,
            schema=self.schema,
            switches=case.switches,
            on=case.date,
        )


def assess(case: Case) -> Assessment:
    """The assessment of one case, with all its reasons.

    Pure: the same case gives the same bytes. For many cases keep an `Assessor`.
    """
    return Assessor(case.rulebooks).assess(case)


def schema_of(rulebooks: Sequence[Rulebook]) -> Schema:
    """The core fields and those of every pack in force."""
    schema = core_schema()
    for rulebook in rulebooks:
        schema = schema.joined(rulebook.loaded.schema)
    return schema


def _gated(acting: Sequence[_View]) -> bool:
    """Whether this is no use at all: no adopted rulebook may see one in it."""
    return bool(acting) and all(view.gate for view in acting)


@dataclass(frozen=True)
class _View:
    """What one rulebook says of a case."""

    applied: Applied
    gate: bool
    bounds: Bounds
    findings: tuple[Finding, ...]
    open: tuple[Unknown, ...]
    duties: tuple[DutyDue, ...]

    @property
    def pack(self) -> Pack:
        """The rulebook."""
        return self.applied.pack


def _view(applied: Applied, case: Case, resolved: dict[str, Any]) -> _View:
    if applied.engine.gate(resolved):
        refuse_lower(applied.pack, applied.below, resolved, None)
        return _View(applied, True, Bounds(0, 0, 0), (), (), ())
    hits = applied.engine.hits(resolved)
    guards = applied.engine.guards(resolved)
    found = bounds(applied.pack, hits, bool(guards))
    refuse_lower(applied.pack, applied.below, resolved, found.outcome)
    explainer = Explainer(applied.lexicon, case.declaration, resolved)
    findings = tuple(explainer.finding(hit) for hit in hits)
    return _View(
        applied,
        False,
        found,
        findings,
        explainer.unknown(_guarded(applied.pack, guards)),
        tuple(duties(applied.pack, applied.duties, explainer, findings)),
    )


def _guarded(pack: Pack, hits: list[GuardHit]) -> Iterator[str]:
    for hit in hits:
        guard = pack.guards[hit.guard]
        place = subject_path(guard.part, hit.index)
        yield place if guard.field is None else f"{place}.{guard.field}"


def _dependencies(records: Sequence[Dated]) -> Iterator[Dependency]:
    for kind, entry in records:
        yield Dependency(kind, str(entry.get("id", "")), sha256_hex(entry))


def _dates(applied: Sequence[Applied], resolved: dict[str, Any]) -> Iterator[int | None]:
    """The dates, written out or declared, that conditions compare with that of the case."""
    for each in applied:
        yield from each.lexicon.days
        for field in each.lexicon.dated:
            items = resolved[field.part]
            for item in [items] if isinstance(items, dict) else items or ():
                yield item[field.name]


def _used(applied: Applied) -> PackUsed:
    pack = applied.pack
    standing = "adopted" if applied.rulebook.adopted else "advisory"
    return PackUsed(pack.urn, pack.title, pack.version, pack.sha256, standing)


def _title(declaration: Mapping[str, Any]) -> str:
    title = declaration.get("use", {}).get("title", "")
    return "" if title == UNKNOWN else str(title)


def _findings(views: Sequence[_View]) -> tuple[Finding, ...]:
    """All findings; those that an advisory pack shares with the pack it extends stand once."""
    if len(views) == 1:
        return views[0].findings
    return _once(each for view in views for each in view.findings)


def _once(items: Iterator[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))
