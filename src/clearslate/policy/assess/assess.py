"""`assess(case)`: the only way to a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearslate.policy.assess.assessment import (
    Assessment,
    Condition,
    Dependency,
    DutyDue,
    Finding,
    PackUsed,
    PrincipleState,
    Reviewer,
    Unknown,
)
from clearslate.policy.assess.explain import Explainer
from clearslate.policy.assess.floor import Below, packs_below, refuse_lower
from clearslate.policy.assess.lexicon import Lexicon, lexicon
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.declaration.schema import UNKNOWN, Schema, core_schema
from clearslate.policy.derived import holds_until, relevant, resolve
from clearslate.policy.engine.hits import Bounds, Engine, GuardHit
from clearslate.policy.engine.interpreter import Interpreter, bounds, subjects
from clearslate.policy.language.interpret import Binding, truth
from clearslate.policy.pack.model import Duty, Outcome, Pack
from clearslate.record import sha256_hex


@dataclass(frozen=True)
class Applied:
    """One rulebook made ready: its engine and its words."""

    rulebook: Rulebook
    engine: Engine
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
        until = holds_until(
            case.declaration,
            case.facts,
            _declared_dates(self.applied, resolved),
            schema=self.schema,
            on=case.date,
        )
        return Assessment(
            case=case.sha256,
            date=case.date.isoformat(),
            title=_title(case.declaration),
            packs=tuple(_used(view.applied) for view in views),
            switches=tuple(sorted(case.switches.items())),
            outcome=None if gated else Outcome(outcome).word,
            not_a_use=acting[0].applied.pack.gate_because if gated else "",
            interval=(Outcome(low).word, Outcome(high).word),
            principles=() if gated else tuple(_principles(acting)),
            findings=() if gated else _findings(views),
            unanswered=() if gated else _once(each for view in acting for each in view.open),
            conditions=() if gated else tuple(_conditions(acting)),
            reviewers=() if gated else tuple(_reviewers(acting)),
            duties=() if gated else _once(each for view in acting for each in view.duties),
            dependencies=tuple(_dependencies(case)),
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
        tuple(_duties(applied.pack, explainer, findings, resolved)),
    )


def _guarded(pack: Pack, hits: list[GuardHit]) -> Iterator[str]:
    for hit in hits:
        guard = pack.guards[hit.guard]
        place = _place(guard.part, hit.index)
        yield place if guard.field is None else f"{place}.{guard.field}"


def _duties(
    pack: Pack, explainer: Explainer, findings: Sequence[Finding], resolved: dict[str, Any]
) -> Iterator[DutyDue]:
    """The duties that findings bring, then those with a condition of their own."""
    by_id = explainer.lexicon.duties
    brought: dict[tuple[str, str], bool] = {}
    for finding in findings:
        for name in finding.duties:
            place = finding.path if by_id[name].for_each else "use"
            brought[name, place] = brought.get((name, place), False) or finding.certain
    for duty in pack.duties:
        for (name, path), certain in brought.items():
            if name == duty.id:
                yield _due(duty, explainer, path, certain)
        if duty.when is None:
            continue
        for index, env in subjects(duty.for_each, duty.variable, resolved):
            holds = truth(duty.when, env or _any_item(duty, explainer), resolved)
            if env is None:
                holds = None if holds is not False else False
            path = _place(duty.for_each, index)
            if holds is not False and (duty.id, path) not in brought:
                yield _due(duty, explainer, path, holds is True)


def _any_item(duty: Duty, explainer: Explainer) -> dict[str, Binding]:
    """The bindings for an item of which nothing is known, where the list itself is not known.

    A condition that is false of it is false of every item, so that the duty cannot arise.
    """
    nothing: Mapping[str, Any] = defaultdict(lambda: None)
    return {**explainer.env, str(duty.variable): (nothing, str(duty.for_each))}


def _place(list_name: str | None, index: int | None) -> str:
    if list_name is None:
        return "use"
    return list_name if index is None else f"{list_name}[{index}]"


def _due(duty: Duty, explainer: Explainer, path: str, certain: bool) -> DutyDue:
    index = int(path.partition("[")[2][:-1]) if "[" in path else None
    bound = explainer.bound(duty.for_each, duty.variable, index)
    day: int | None
    if duty.due.on is None:
        day = explainer.resolved["today"]
    elif duty.due.on.variable in bound:
        day = bound[duty.due.on.variable][0][duty.due.on.name]
    else:
        day = None
    return DutyDue(
        id=duty.id,
        text=explainer.sentence(duty.text, duty.for_each, duty.variable, index),
        owner=duty.owner,
        due=None if day is None else _written(day + duty.due.days),
        words=duty.due.words,
        subject=explainer.subject(duty.for_each, index),
        path=path,
        certain=certain,
        cite=duty.cite,
    )


def _written(day: int) -> str | None:
    """A day as a date; None where it lies beyond the calendar, as days from a far date may."""
    known = date.min.toordinal() <= day <= date.max.toordinal()
    return date.fromordinal(day).isoformat() if known else None


def _principles(views: Sequence[_View]) -> Iterator[PrincipleState]:
    seen: set[str] = set()
    for view in views:
        for principle in view.applied.pack.principles:
            if principle.id in seen:
                continue
            seen.add(principle.id)
            behind = [f for each in views for f in each.findings if f.principle == principle.id]
            certain = any(finding.certain for finding in behind)
            open_ = bool(behind) or any(_waits(each, principle.id) for each in views)
            state = "not_met" if certain else "not_sure" if open_ else "met"
            rules = tuple(dict.fromkeys(finding.rule for finding in behind))
            yield PrincipleState(principle.id, principle.title, state, rules)


def _waits(view: _View, principle: str) -> bool:
    """Whether a rule behind a principle runs over a list that is open, empty ones included."""
    lists = {unknown.path for unknown in view.open}
    rules = view.applied.pack.rules
    return any(rule.principle == principle and rule.for_each in lists for rule in rules)


def _conditions(views: Sequence[_View]) -> Iterator[Condition]:
    for view in views:
        for condition in view.applied.pack.conditions:
            behind = [f for f in view.findings if f.certain and condition.id in f.conditions]
            if behind:
                names = tuple(dict.fromkeys(finding.subject for finding in behind))
                yield Condition(condition.id, condition.title, condition.text, names)


def _reviewers(views: Sequence[_View]) -> Iterator[Reviewer]:
    for view in views:
        for area in view.applied.pack.areas:
            rules = tuple(
                dict.fromkeys(
                    f.rule for f in view.findings if f.area == area.id and f.outcome != "notify"
                )
            )
            if rules:
                yield Reviewer(area.id, area.title, area.reviewer, area.days, rules)


def _dependencies(case: Case) -> Iterator[Dependency]:
    for kind, entry in relevant(case.declaration, case.facts):
        yield Dependency(kind, str(entry.get("id", "")), sha256_hex(entry))


def _declared_dates(applied: Sequence[Applied], resolved: dict[str, Any]) -> Iterator[int | None]:
    for each in applied:
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
