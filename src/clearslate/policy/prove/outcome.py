"""A pack's answer as formulas: when its outcome, or an end of its interval, reaches a level.

The same definitions as `engine.interpreter.bounds`, said once for all cases instead of computed
for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from clearslate.policy.language.ir import Field, Truth
from clearslate.policy.pack.model import Guard, Need, Outcome, Pack, Question, Rule
from clearslate.policy.prove.formula import (
    NO,
    NOW,
    YES,
    Every,
    Formula,
    Items,
    Known,
    Listed,
    Settled,
    Some,
    all_of,
    any_of,
    negated,
)
from clearslate.policy.prove.rails import Rails, rails


@dataclass(frozen=True)
class RuleFormulas:
    """One rule in one layer. All but `somewhere` speak of one subject, bound to its variable."""

    rule: Rule
    layer: int

    @cached_property
    def when(self) -> Rails:
        """The condition."""
        return rails(self.rule.when, self.layer)

    @cached_property
    def missing(self) -> Formula:
        """Some need is neither on file nor certainly lifted."""
        return any_of(*(self._missing(need) for need in self.rule.needs))

    @cached_property
    def firmly_missing(self) -> Formula:
        """Some need is not on file, and no unknown answer could lift it."""
        return any_of(*(self._firmly_missing(need) for need in self.rule.needs))

    def _missing(self, need: Need) -> Formula:
        absent = Settled(self.layer, Truth(need.evidence), False)
        if need.unless is None:
            return absent
        return all_of(absent, negated(rails(need.unless, self.layer).true))

    def _firmly_missing(self, need: Need) -> Formula:
        absent = Settled(self.layer, Truth(need.evidence), False)
        if need.unless is None:
            return absent
        return all_of(absent, rails(need.unless, self.layer).false)

    def holds_back(self, missing: Formula) -> Formula:
        """The finding is a hold, when these needs count as missing."""
        return YES if self.rule.outcome is Outcome.HOLD else missing

    def somewhere(self, formula: Formula) -> Formula:
        """The formula holds on at least one subject."""
        if self.rule.for_each is None or self.rule.variable is None:
            return formula
        items = Items(self.rule.for_each)
        known = Listed(self.layer, self.rule.for_each)
        return all_of(known, Some(items, self.rule.variable, formula))

    @cached_property
    def subjects_unknown(self) -> Formula:
        """The list of subjects is itself unknown."""
        if self.rule.for_each is None:
            return NO
        return negated(Listed(self.layer, self.rule.for_each))


@dataclass(frozen=True)
class PackFormulas:
    """A whole pack in one layer."""

    pack: Pack
    layer: int = NOW

    @cached_property
    def rules(self) -> tuple[RuleFormulas, ...]:
        """The rules, in the order of the pack."""
        return tuple(RuleFormulas(rule, self.layer) for rule in self.pack.rules)

    @cached_property
    def is_use(self) -> Formula:
        """The gate does not say "not a use"; only then there is an outcome."""
        if self.pack.gate is None:
            return YES
        return negated(rails(self.pack.gate, self.layer).true)

    def outcome_reaches(self, level: Outcome) -> Formula:
        """The outcome acted on is at least this."""
        if level is Outcome.NOTIFY:
            return YES
        holds = any_of(
            *(r.somewhere(all_of(r.when.true, r.holds_back(r.missing))) for r in self.rules)
        )
        if level is Outcome.HOLD:
            return holds
        return any_of(holds, *map(self._reaches_approval, self.rules), self.guarded)

    def _reaches_approval(self, r: RuleFormulas) -> Formula:
        """A finding above notify, certain or not, is at least an approval."""
        if r.rule.outcome is Outcome.NOTIFY:
            unsettled = r.somewhere(all_of(r.when.open, r.missing))
            return any_of(unsettled, r.subjects_unknown if r.rule.needs else NO)
        return any_of(r.somewhere(negated(r.when.false)), r.subjects_unknown)

    def high_reaches(self, level: Outcome) -> Formula:
        """The highest outcome still possible is at least this."""
        if level is Outcome.HOLD:
            return any_of(*map(self._may_hold, self.rules))
        # An uncertain finding is an approval already: below hold the two are the same.
        return self.outcome_reaches(level)

    def _may_hold(self, r: RuleFormulas) -> Formula:
        here = r.somewhere(all_of(negated(r.when.false), r.holds_back(r.missing)))
        could = r.rule.outcome is Outcome.HOLD or r.rule.needs
        return any_of(here, r.subjects_unknown if could else NO)

    def low_reaches(self, level: Outcome) -> Formula:
        """The lowest outcome still possible is at least this."""
        if level is Outcome.NOTIFY:
            return YES
        holds = any_of(
            *(r.somewhere(all_of(r.when.true, r.holds_back(r.firmly_missing))) for r in self.rules)
        )
        if level is Outcome.HOLD:
            return holds
        certain = (
            r.somewhere(r.when.true) for r in self.rules if r.rule.outcome is not Outcome.NOTIFY
        )
        return any_of(holds, *certain)

    @cached_property
    def guarded(self) -> Formula:
        """Some mandatory answer is missing where it is asked."""
        return any_of(*(unanswered(guard, self.layer) for guard in self.pack.guards))


def unanswered(asked: Guard | Question, layer: int) -> Formula:
    """A question is asked, or may be, and its answer is not known; a list may be asked for items.

    For a question, only what its own text says counts, not the guard the loader made of it.
    """
    applies = YES if asked.when is None else negated(rails(asked.when, layer).false)
    if not asked.field:
        empty: Formula = NO
        if isinstance(asked, Guard) and asked.nonempty:
            empty = Every(Items(asked.part), "_", NO)
        return all_of(applies, any_of(negated(Listed(layer, asked.part)), empty))
    variable = asked.variable or asked.part
    unknown = negated(Known(layer, Field(variable, asked.part, asked.field, "yesno")))
    if asked.variable is None:
        return all_of(applies, unknown)
    listed = Listed(layer, asked.part)
    return all_of(listed, Some(Items(asked.part), asked.variable, all_of(applies, unknown)))
