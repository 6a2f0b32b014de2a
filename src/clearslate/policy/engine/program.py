"""A pack as the compiled engine sees it: rules, needs, guards and gate in canonical form."""

from __future__ import annotations

from dataclasses import dataclass

from clearslate.policy.engine.canonical import (
    FALSE,
    TRUE,
    canonical,
    canonical_field,
    disjunction,
)
from clearslate.policy.language.ir import Expression, Field, Truth
from clearslate.policy.pack.model import Guard, Outcome, Pack, Rule


@dataclass(frozen=True, slots=True)
class NeedTest:
    """Evidence that a rule needs: on file, or lifted by an exception."""

    on_file: Expression
    unless: Expression

    @property
    def met(self) -> Expression:
        """The evidence is missing unless this is certain, and liftable while it is possible."""
        return disjunction((self.on_file, self.unless))


@dataclass(frozen=True, slots=True)
class RuleTest:
    """A rule with its place in the pack; `part` is the list it runs over."""

    number: int
    part: str | None
    when: Expression
    outcome: Outcome
    needs: tuple[NeedTest, ...]

    @property
    def can_hold(self) -> bool:
        """Whether it can put a use on hold."""
        return self.outcome is Outcome.HOLD or bool(self.needs)

    @property
    def escalates(self) -> bool:
        """Whether it asks for more than notify, its evidence aside."""
        return self.outcome > Outcome.NOTIFY

    @property
    def conditions(self) -> tuple[Expression, ...]:
        """Every condition in it."""
        return (self.when, *(need.met for need in self.needs))


@dataclass(frozen=True, slots=True)
class GuardTest:
    """A mandatory answer with its place in the pack.

    `part` is the list over whose items it runs. `answer` is None for a guard on the list `listed`
    itself.
    """

    number: int
    part: str | None
    answer: Field | None
    listed: str
    nonempty: bool
    when: Expression


class Program:
    """Everything of a pack that decides an outcome."""

    def __init__(self, pack: Pack) -> None:
        self.rules = tuple(_rule(number, rule) for number, rule in enumerate(pack.rules))
        self.guards = tuple(_guard(number, guard) for number, guard in enumerate(pack.guards))
        self.gate = FALSE if pack.gate is None else canonical(pack.gate, None)


def _rule(number: int, rule: Rule) -> RuleTest:
    needs = tuple(
        NeedTest(
            Truth(canonical_field(need.evidence, rule.variable)),
            FALSE if need.unless is None else canonical(need.unless, rule.variable),
        )
        for need in rule.needs
    )
    part = rule.for_each if rule.variable is not None else None
    return RuleTest(number, part, canonical(rule.when, rule.variable), rule.outcome, needs)


def _guard(number: int, guard: Guard) -> GuardTest:
    when = TRUE if guard.when is None else canonical(guard.when, guard.variable)
    answer = None
    if guard.field is not None:
        variable = guard.variable or guard.part
        field = Field(variable, guard.part, guard.field, "yesno")
        answer = canonical_field(field, guard.variable)
    part = guard.part if guard.field is not None and guard.variable is not None else None
    return GuardTest(number, part, answer, guard.part, guard.nonempty, when)
