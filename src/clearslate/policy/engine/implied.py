"""Which guards the rules themselves already answer.

A missing answer often leaves a rule uncertain, and so escalates without its guard. Where that
always is so, the bare outcome need not look at the guard. The proof is by the shape of the
condition alone, so it is quick and may miss some, which costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from clearslate.policy.engine.canonical import FALSE, TRUE, conjunction, disjunction, negated
from clearslate.policy.engine.program import GuardTest, RuleTest
from clearslate.policy.language.ir import (
    And,
    Compare,
    Contains,
    Expression,
    Field,
    Member,
    Not,
    Or,
    Quantified,
    Truth,
)


def needed(guards: Sequence[GuardTest], rules: Sequence[RuleTest]) -> list[GuardTest]:
    """The guards that no rule makes superfluous for a bare outcome."""
    escalating = [rule for rule in rules if rule.escalates]
    return [guard for guard in guards if not any(covers(rule, guard) for rule in escalating)]


def covers(rule: RuleTest, guard: GuardTest) -> bool:
    """Whether a rule is possible wherever a guard finds its answer missing."""
    if guard.answer is None:
        return rule.part == guard.listed and not guard.nonempty
    if rule.part != guard.part:
        return False
    given = set(_conjuncts(guard.when))
    return all(part in given for part in _conjuncts(possible_without(rule.when, guard.answer)))


def possible_without(expression: Expression, answer: Field) -> Expression:
    """A condition that is possible exactly if this one is while the answer is unknown."""
    return _without(expression, answer, possible=True)


def _without(expression: Expression, answer: Field, *, possible: bool) -> Expression:
    match expression:
        case Truth(field) | Member(field) | Contains(field) if _same(field, answer):
            return TRUE if possible else FALSE
        case Compare(_, left, right) if _same(left, answer) or _same(right, answer):
            return TRUE if possible else FALSE
        case Not(part):
            return negated(_without(part, answer, possible=not possible))
        case And(parts):
            return conjunction(_without(part, answer, possible=possible) for part in parts)
        case Or(parts):
            return disjunction(_without(part, answer, possible=possible) for part in parts)
        case Quantified():
            return expression
    return expression


def _same(operand: object, answer: Field) -> bool:
    return (
        isinstance(operand, Field)
        and operand.variable == answer.variable
        and operand.part == answer.part
        and operand.name == answer.name
    )


def _conjuncts(expression: Expression) -> tuple[Expression, ...]:
    if expression == TRUE:
        return ()
    return expression.parts if isinstance(expression, And) else (expression,)
