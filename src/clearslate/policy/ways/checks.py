"""Everything that can keep a case above a target: rules, mandatory answers, the gate.

A way may not put doubt in the place of a finding. So a mandatory answer that becomes due and is
open stands in the way of every target, and so does a rule above the target that becomes uncertain.
What was open before any change may stay open, where the target is an approval.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from clearslate.policy.language.interpret import truth, unknowns
from clearslate.policy.language.ir import Expression, Truth
from clearslate.policy.pack.model import Guard, Need, Outcome, Pack, Rule
from clearslate.policy.ways.certificate import Certificates, Env, Rail, fewest, union
from clearslate.policy.ways.changed import State
from clearslate.policy.ways.options import Mask


class Check(ABC):
    """One rule or mandatory answer on one subject, or the gate; and whether it blocks."""

    concerns: Mask = 0
    """The options that what it says can depend on."""

    def __init__(self, pack: int, subject: Subject, certificates: Certificates) -> None:
        self.pack = pack
        self.subject = subject
        self.certificates = certificates
        self._seen: dict[tuple[Outcome, Mask], Mask | None] = {}

    def blocks(self, state: State, target: Outcome) -> Mask | None:
        """None where it lets the target through; else options, one of which must be carried out."""
        key = (target, state.mask & self.concerns)
        if key not in self._seen:
            self._seen[key] = self._blocks(state, target)
        return self._seen[key]

    @abstractmethod
    def _blocks(self, state: State, target: Outcome) -> Mask | None:
        """The same, computed."""

    @abstractmethod
    def open(self, state: State) -> Iterator[str]:
        """The paths of the unknown answers that it hangs on."""


class Subject:
    """What a check is about: the use, an item of a list, or a list that is not known."""

    def __init__(
        self, part: str | None, variable: str | None, path: str, certificates: Certificates
    ) -> None:
        self.part = part
        self.variable = variable
        self.path = path
        self.unlisted = part is not None and path == part
        """The list is not known, so that its items are not."""
        self.goes: Mask = certificates.options.at.get(path, 0) if part is not None else 0
        """The options that take the subject away."""

    def env(self, state: State) -> Env | None:
        """What conditions about the subject read; None once it is gone."""
        if self.part is None or self.variable is None:
            return state.env
        items = state.resolved[self.part]
        if self.unlisted:
            return state.env if items is None else None
        paths = state.paths[self.part]
        if self.path not in paths:
            return None
        return {**state.env, self.variable: (items[paths.index(self.path)], self.path)}


class RuleCheck(Check):
    """A rule on one subject."""

    def __init__(
        self, pack: int, rule: Rule, subject: Subject, certificates: Certificates, first: State
    ) -> None:
        super().__init__(pack, subject, certificates)
        self.rule = rule
        env = subject.env(first) or {}
        self.concerns = subject.goes
        self.value = None if subject.unlisted else truth(rule.when, env, first.resolved)
        worst = rule.outcome
        if not subject.unlisted:
            self.concerns |= certificates.concerns(rule.when, env, first)
            self.concerns |= union(self._concerned(need, env, first) for need in rule.needs)
            worst = Outcome.HOLD if self._lacking(env, first) else worst
        elif rule.needs:
            worst = Outcome.HOLD
        self.doubted = self.value is None and worst is Outcome.HOLD
        """Before any change it is not settled, and a hold is possible."""

    def _concerned(self, need: Need, env: Env, state: State) -> Mask:
        own = self.certificates.concerns(Truth(need.evidence), env, state)
        if need.unless is None:
            return own
        return own | self.certificates.concerns(need.unless, env, state)

    def _lacking(self, env: Env, state: State) -> list[Need]:
        """The needs that are neither on file nor certainly lifted."""
        return [
            need
            for need in self.rule.needs
            if env[need.evidence.variable][0][need.evidence.name] is not True
            and (need.unless is None or truth(need.unless, env, state.resolved) is not True)
        ]

    def _blocks(self, state: State, target: Outcome) -> Mask | None:
        env = self.subject.env(state)
        tolerated = self.doubted and target is Outcome.APPROVAL
        above = self.rule.outcome > target
        if env is None:
            return None
        if self.subject.unlisted:
            clear = tolerated or not (above or self.rule.needs)
            return None if clear else self.subject.goes
        value = truth(self.rule.when, env, state.resolved)
        if value is False or (value is None and tolerated):
            return None
        lacking = [] if above else self._lacking(env, state)
        if not (above or lacking):
            return None
        ends = self.certificates.ends
        mask = ends(self.rule.when, Rail.TRUE if tolerated else Rail.NOT_FALSE, env, state)
        if lacking:
            mask |= fewest(self._supplied(need, env, state) for need in lacking)
        return mask | self.subject.goes

    def _supplied(self, need: Need, env: Env, state: State) -> Mask:
        ends = self.certificates.ends
        own = ends(Truth(need.evidence), Rail.NOT_TRUE, env, state)
        return own if need.unless is None else own | ends(need.unless, Rail.NOT_TRUE, env, state)

    def open(self, state: State) -> Iterator[str]:
        """The paths of the unknown answers that it hangs on."""
        env = self.subject.env(state)
        if self.subject.unlisted:
            yield self.subject.path
        elif env is not None:
            yield from unknowns(self.rule.when, env, state.resolved)
            for need in self._lacking(env, state):
                if need.unless is not None:
                    yield from unknowns(need.unless, env, state.resolved)


class GuardCheck(Check):
    """A mandatory answer of one subject, or a mandatory list."""

    def __init__(
        self, pack: int, guard: Guard, subject: Subject, certificates: Certificates, first: State
    ) -> None:
        super().__init__(pack, subject, certificates)
        self.guard = guard
        self.path = guard.part if guard.field is None else f"{subject.path}.{guard.field}"
        self.answers: Mask = certificates.behind.get(self.path, 0)
        env = subject.env(first) or {}
        self.concerns = subject.goes | self.answers
        if guard.field is None:
            items = first.items(guard.part) or ()
            self.concerns |= union(certificates.options.at.get(path, 0) for _, path in items)
        if guard.when is not None:
            self.concerns |= certificates.concerns(guard.when, env, first)
        self.doubted = self._lacks(env, first)
        """The answer was missing before any change."""

    def _lacks(self, env: Env, state: State) -> bool:
        guard = self.guard
        if guard.field is None:
            items = state.resolved[guard.part]
            lacks = not items if guard.nonempty else items is None
        else:
            lacks = env[guard.variable or guard.part][0][guard.field] is None
        return lacks and (guard.when is None or truth(guard.when, env, state.resolved) is not False)

    def _blocks(self, state: State, target: Outcome) -> Mask | None:
        env = self.subject.env(state)
        tolerated = self.doubted and target is Outcome.APPROVAL
        if env is None or tolerated or not self._lacks(env, state):
            return None
        mask = self.answers | self.subject.goes
        if self.guard.when is not None:
            mask |= self.certificates.ends(self.guard.when, Rail.NOT_FALSE, env, state)
        return mask

    def open(self, state: State) -> Iterator[str]:
        """The paths of the unknown answers that it hangs on."""
        yield self.path


class GateCheck(Check):
    """The gate: a case that is no use of generative AI any more has no outcome to speak of."""

    def __init__(
        self, pack: int, gate: Expression, certificates: Certificates, first: State
    ) -> None:
        super().__init__(pack, Subject(None, None, "use", certificates), certificates)
        self.gate = gate
        self.concerns = certificates.concerns(gate, first.env, first)

    def _blocks(self, state: State, target: Outcome) -> Mask | None:
        if truth(self.gate, state.env, state.resolved) is not True:
            return None
        return self.certificates.ends(self.gate, Rail.TRUE, state.env, state)

    def open(self, state: State) -> Iterator[str]:
        """The paths of the unknown answers that it hangs on."""
        yield from ()


def checks_of(packs: Sequence[Pack], certificates: Certificates, first: State) -> list[Check]:
    """All checks of the packs that decide the outcome together, in the order of the packs."""
    found: list[Check] = []
    for number, pack in enumerate(packs):
        if pack.gate is not None:
            found.append(GateCheck(number, pack.gate, certificates, first))
        for rule in pack.rules:
            for subject in _subjects(rule.for_each, rule.variable, certificates, first):
                found.append(RuleCheck(number, rule, subject, certificates, first))
        for guard in pack.guards:
            part = None if guard.field is None else guard.part
            for subject in _subjects(part, guard.variable, certificates, first):
                if not subject.unlisted:
                    found.append(GuardCheck(number, guard, subject, certificates, first))
    return found


def _subjects(
    part: str | None, variable: str | None, certificates: Certificates, first: State
) -> Iterator[Subject]:
    if part is None or variable is None:
        yield Subject(None, None, "use" if part is None else part, certificates)
        return
    items = first.items(part)
    paths = [part] if items is None else [path for _, path in items]
    yield from (Subject(part, variable, path, certificates) for path in paths)
