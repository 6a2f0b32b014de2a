"""One form for conditions that mean the same, so that an engine computes them once.

Names of bound variables are made uniform, `all` becomes the negation of `any`,
repeated parts and written-out constants go. Each step keeps the value on every resolved case,
unknown answers included: it is an identity of strong Kleene logic. A definition that several
rules use stays one part of each, so that it is seen to be the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Field,
    Literal,
    Member,
    Not,
    Operand,
    Or,
    Quantified,
    Truth,
)

#: The canonical name of the item a rule, a guard or a condition runs over.
ITEM = "item"
#: A test of an element against at most this many values is written out, one by one.
FEW = 3

#: For each variable in reach, its canonical name.
Names = Mapping[str, str]
#: A variable with its part: what a condition depends on besides the use and the switches.
Free = frozenset[tuple[str, str]]

TRUE = Constant(True)
FALSE = Constant(False)


def canonical(expression: Expression, variable: str | None) -> Expression:
    """The canonical form of a condition whose item, if it has one, is called `variable`."""
    return _canonical(expression, {variable: ITEM} if variable else {})


def canonical_field(field: Field, variable: str | None) -> Field:
    """A field with the canonical name of its item."""
    return replace(field, variable=ITEM) if field.variable == variable else field


def _canonical(expression: Expression, names: Names) -> Expression:
    match expression:
        case Constant():
            return expression
        case Truth(field):
            return Truth(_field(field, names))
        case Compare(operator, left, right):
            return Compare(operator, _operand(left, names), _operand(right, names))
        case Member(field, values):
            return Member(_field(field, names), values)
        case Contains(field, value):
            return Contains(_field(field, names), value)
        case Not(part):
            return negated(_canonical(part, names))
        case And(parts):
            return conjunction(_canonical(part, names) for part in parts)
        case Or(parts):
            return disjunction(_canonical(part, names) for part in parts)
        case Quantified(quantifier="any"):
            return _any(expression, expression.body, names)
        case Quantified():
            return negated(_any(expression, Not(expression.body), names))


def _any(loop: Quantified, body: Expression, names: Names) -> Expression:
    # Loops are named by how many loops their body nests. Loops that differ in their names alone
    # become equal, and an inner loop never takes the name of one around it.
    variable = f"loop{_height(body)}"
    over = None if loop.over is None else _field(loop.over, names)
    body = _canonical(body, {**names, loop.variable: variable})
    if over is not None:
        values = _tested_values(body, variable)
        if values is not None:
            return disjunction(Contains(over, value) for value in values)
    return Quantified("any", variable, loop.part, over, body)


def _tested_values(body: Expression, element: str) -> tuple[str, ...] | None:
    """The few values an element is tested for, where that is all the body does."""
    match body:
        case Compare("==", Field(variable), Literal(str(value))) if variable == element:
            return (value,)
        case Compare("==", Literal(str(value)), Field(variable)) if variable == element:
            return (value,)
        case Member(Field(variable), values) if variable == element and len(values) <= FEW:
            return tuple(str(value) for value in values)
    return None


def _field(field: Field, names: Names) -> Field:
    return replace(field, variable=names.get(field.variable, field.variable))


def _operand(operand: Operand, names: Names) -> Operand:
    return _field(operand, names) if isinstance(operand, Field) else operand


def negated(expression: Expression) -> Expression:
    """The negation, without doubling one."""
    match expression:
        case Constant(value):
            return FALSE if value else TRUE
        case Not(part):
            return part
    return Not(expression)


def conjunction(parts: Iterable[Expression]) -> Expression:
    """All of the parts, without repetitions and without constants."""
    each = dict.fromkeys(parts)
    each.pop(TRUE, None)
    if FALSE in each:
        return FALSE
    return next(iter(each)) if len(each) == 1 else And(tuple(each)) if each else TRUE


def disjunction(parts: Iterable[Expression]) -> Expression:
    """One of the parts, without repetitions and without constants."""
    each = dict.fromkeys(parts)
    each.pop(FALSE, None)
    if TRUE in each:
        return TRUE
    return next(iter(each)) if len(each) == 1 else Or(tuple(each)) if each else FALSE


def _height(expression: Expression) -> int:
    """How many loops are nested in an expression."""
    match expression:
        case Not(part):
            return _height(part)
        case And(parts) | Or(parts):
            return max((_height(part) for part in parts), default=0)
        case Quantified(body=body):
            return 1 + _height(body)
    return 0


def free(expression: Expression) -> Free:
    """What an expression depends on: the items and elements that loops around it bind."""
    match expression:
        case Truth(field) | Member(field) | Contains(field):
            return _free_field(field)
        case Compare(_, left, right):
            sides = (side for side in (left, right) if isinstance(side, Field))
            return frozenset().union(*(_free_field(side) for side in sides))
        case Not(part):
            return free(part)
        case And(parts) | Or(parts):
            return frozenset().union(*(free(part) for part in parts))
        case Quantified(_, variable, _, over, body):
            inner = frozenset(pair for pair in free(body) if pair[0] != variable)
            return inner | (_free_field(over) if over is not None else frozenset())
    return frozenset()


def _free_field(field: Field) -> Free:
    if field.variable in ("use", "production", "switch"):
        return frozenset()
    return frozenset(((field.variable, field.part),))


def loops(expression: Expression) -> Iterator[Quantified]:
    """Every quantifier in a canonical expression, inner ones before those that hold them."""
    match expression:
        case Not(part):
            yield from loops(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from loops(part)
        case Quantified(body=body):
            yield from loops(body)
            yield expression
