"""Which answers can still matter, and how much.

The rule. An answer that has not been given matters when something open hangs on it:

- a rule that may hold on a subject: the unknown answers in its condition, descending only into
  parts that are themselves open, since an unknown answer beside a settled part cannot matter;
- evidence that is not on file for a rule that holds: the unknown answers of the exception that
  would lift the need, and the answers that decide whether a document on file covers the use;
- a mandatory answer, where it is asked;
- a duty that may be due, and the date on which one falls due;
- the gate, “this is no use of generative AI”;
- the condition of a question that would be asked next.

Each of these can change the outcome, what a reviewer is asked to decide, a condition or a duty.
One cannot, and does not matter: a rule whose finding is merely noticed and brings neither condition
nor duty. Its answers would only make a finding certain. “Not sure” is an answer: it is never asked
again, and can be revised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from clearslate.policy.engine.hits import Bounds, Engine, GuardHit, Hit, subject_path
from clearslate.policy.engine.interpreter import subjects
from clearslate.policy.interview.answers import Document, given
from clearslate.policy.interview.behind import answers_behind, is_vouched, opened
from clearslate.policy.interview.paths import Place, place_of
from clearslate.policy.language.interpret import Binding, environment, truth, unknowns
from clearslate.policy.pack.model import Duty, Outcome, Pack, Rule

#: How much an answer settles: by the worst outcome that hangs on it.
WEIGHT = {Outcome.NOTIFY: 1, Outcome.APPROVAL: 2, Outcome.HOLD: 4}


class Cause(NamedTuple):
    """Something open that hangs on an answer."""

    kind: str
    """`rule`, `guard`, `duty` or `gate`."""
    id: str
    subject: str
    weight: int
    material: bool
    """It could change the outcome, a reviewer's decision, a condition or a duty."""


@dataclass(slots=True)
class Matters:
    """The answers that keep something open, each with what hangs on it."""

    document: Document
    resolved: dict[str, Any]
    asked: Callable[[str], bool]
    """Whether some question asks for the answer at a path, given what is on file."""
    causes: dict[str, set[Cause]] = field(default_factory=dict)
    _missing: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def open_case(self) -> dict[str, Any]:
        """The resolved case with the derived facts unknown that a missing answer may turn."""
        return opened(self.resolved, lambda path: any(self.missing([path])))

    def add(self, paths: Iterable[str], cause: Cause) -> bool:
        """Let a cause hang on the answers at the paths that have not been given yet.

        Says whether there is one.
        """
        found = False
        for path in self.missing(paths):
            self.causes.setdefault(path, set()).add(cause)
            found = True
        return found

    def missing(self, paths: Iterable[str]) -> Iterator[str]:
        """The declared answers behind the paths that have not been given yet."""
        for path in paths:
            known = self._missing.get(path)
            if known is None:
                known = self._missing[path] = tuple(self._behind(path))
            yield from known

    def _behind(self, path: str) -> Iterator[str]:
        place = place_of(path)
        if place.part in ("switch", "production"):
            return
        for behind in answers_behind(place, self.resolved):
            unheard = given(self.document, behind) is None
            if unheard and not self._lapsed(behind) and self.asked(behind):
                yield behind

    def _lapsed(self, path: str) -> bool:
        """Whether terms that no longer hold leave this unknown whatever is answered."""
        place = place_of(path)
        if not is_vouched(place) or place.index is None:
            return False
        return self.resolved["components"][place.index]["agreement_lapsed"] is True


@dataclass(frozen=True, slots=True)
class Heard:
    """One rulebook, and what its engine says of a resolved case."""

    pack: Pack
    gate: bool | None
    bounds: Bounds
    """With evidence as it stands."""
    hits: tuple[Hit, ...]
    """With evidence open that a missing answer may turn: a certain one is never taken away."""
    guards: tuple[GuardHit, ...]

    @classmethod
    def of(
        cls, pack: Pack, engine: Engine, resolved: dict[str, Any], open_case: dict[str, Any]
    ) -> Heard:
        """What an engine says of a case, with evidence as it stands and with it open."""
        return cls(
            pack,
            engine.gate(resolved),
            engine.bounds(resolved),
            tuple(engine.hits(open_case)),
            tuple(engine.guards(resolved)),
        )


def collect(heard: Sequence[Heard], matters: Matters, case: dict[str, Any]) -> None:
    """Find everything that is open in a case with its evidence open, by what it hangs on."""
    for each in heard:
        _gate(each, matters, case)
        for hit in each.hits:
            _rule(each, hit, matters, case)
        for guard in each.guards:
            _guard(each, guard, matters)
        brought = set(_brought(each))
        for duty in each.pack.duties:
            _duty(each, duty, brought, matters, case)


def _gate(heard: Heard, matters: Matters, case: dict[str, Any]) -> None:
    gate = heard.pack.gate
    if gate is not None:
        cause = Cause("gate", heard.pack.urn, "", WEIGHT[Outcome.APPROVAL], material=True)
        matters.add(unknowns(gate, environment(case), case), cause)


def _rule(heard: Heard, hit: Hit, matters: Matters, case: dict[str, Any]) -> None:
    rule = heard.pack.rules[hit.rule]
    worst = Outcome.HOLD if hit.missing else rule.outcome
    decides = worst > Outcome.NOTIFY or bool(rule.conditions or rule.duties)
    path = subject_path(rule.for_each, hit.index)
    cause = Cause("rule", rule.id, path, WEIGHT[worst], decides)
    if rule.for_each is not None and hit.index is None:
        matters.add([rule.for_each], cause)
        return
    env = bound(rule.for_each, rule.variable, hit.index, case)
    if hit.truth is True or not matters.add(unknowns(rule.when, env, case), cause):
        matters.add(_needed(rule, hit, env, case), cause)


def _needed(
    rule: Rule, hit: Hit, env: Mapping[str, Binding], resolved: Mapping[str, Any]
) -> Iterator[str]:
    """The evidence that is not on file, and the unknown answers of what would lift the need."""
    for place in hit.missing:
        need = rule.needs[place]
        yield f"{env[need.evidence.variable][1]}.{need.evidence.name}"
        if need.unless is not None:
            yield from unknowns(need.unless, env, resolved)


def _guard(heard: Heard, hit: GuardHit, matters: Matters) -> None:
    guard = heard.pack.guards[hit.guard]
    path = str(Place(guard.part, hit.index, guard.field or ""))
    cause = Cause("guard", path, path, WEIGHT[Outcome.NOTIFY], material=True)
    if guard.field is None and matters.resolved[guard.part] == []:
        matters.causes.setdefault(path, set()).add(cause)
    else:
        matters.add([path], cause)


def _brought(heard: Heard) -> Iterator[tuple[str, str]]:
    """The duties that findings bring: once for the subject, or once for the use."""
    lists = {duty.id: duty.for_each for duty in heard.pack.duties}
    for hit in heard.hits:
        rule = heard.pack.rules[hit.rule]
        for name in rule.duties:
            yield name, subject_path(rule.for_each, hit.index) if lists[name] else "use"


def _duty(
    heard: Heard,
    duty: Duty,
    brought: set[tuple[str, str]],
    matters: Matters,
    case: dict[str, Any],
) -> None:
    """A duty that may be due hangs on its condition, and its day on the date it counts from."""
    for index, env in subjects(duty.for_each, duty.variable, case):
        path = subject_path(duty.for_each, index)
        cause = Cause("duty", duty.id, path, WEIGHT[Outcome.NOTIFY], material=True)
        due = (duty.id, path) in brought
        if duty.when is not None and not due:
            holds = None if env is None else truth(duty.when, env, case)
            if holds is None:
                matters.add([path] if env is None else unknowns(duty.when, env, case), cause)
            due = holds is not False
        if due and env is not None and duty.due.on is not None:
            matters.add([f"{env[duty.due.on.variable][1]}.{duty.due.on.name}"], cause)


def bound(
    list_name: str | None, variable: str | None, index: int | None, resolved: dict[str, Any]
) -> dict[str, Binding]:
    """The bindings of a condition about one subject."""
    env = environment(resolved)
    if list_name is not None and variable is not None and index is not None:
        env[variable] = (resolved[list_name][index], f"{list_name}[{index}]")
    return env
