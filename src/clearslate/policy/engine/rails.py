"""Two-valued tests for three-valued conditions, written as Python source.

A condition that can be unknown becomes two ordinary tests: *certain* (it is true whatever the
unknown answers turn out to be, as far as Kleene logic sees) and *possible* (it is not certainly
false). `not` swaps the two, `and` and `or` keep them, so no three-valued value is ever made.

Nothing of a pack's text becomes source but constants and the names of answers, through `repr`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import assert_never

from clearslate.policy.engine.canonical import ITEM
from clearslate.policy.engine.loops import Asked, Loops, Rail
from clearslate.policy.engine.scope import Scope
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
    Today,
    Truth,
    Value,
)

_OTHER: dict[Rail, Rail] = {"certain": "possible", "possible": "certain"}


class Writer:
    """Writes the source of one function, whose conditions are known beforehand.

    A function is written twice: `asked` says how often the first writing asked for each
    quantifier.
    """

    def __init__(self, conditions: Iterable[Expression], asked: Asked | None) -> None:
        self.top = Scope((), None, {})
        self.numbers: Counter[str] = Counter()
        self.loops = Loops(self, conditions, asked)

    def item_scope(self, part: str) -> Scope:
        """The body of a loop over a list, for what runs over its items."""
        return Scope((part,), self.top, {ITEM: self.local("i")})

    def local(self, prefix: str) -> str:
        """A fresh local name."""
        self.numbers[prefix] += 1
        return f"{prefix}{self.numbers[prefix]}"

    # Tests.

    def certain(self, expression: Expression, scope: Scope) -> str:
        """Source that is true when the condition certainly holds."""
        return self.test(expression, "certain", scope)

    def possible(self, expression: Expression, scope: Scope) -> str:
        """Source that is true unless the condition certainly fails."""
        return self.test(expression, "possible", scope)

    def test(self, expression: Expression, rail: Rail, scope: Scope) -> str:
        """Source of one of the two tests of a condition."""
        match expression:
            case Constant(value):
                return repr(value)
            case Not(part):
                return f"not {self.test(part, _OTHER[rail], scope)}"
            case And() | Or():
                word = " and " if isinstance(expression, And) else " or "
                return f"({word.join(self.test(part, rail, scope) for part in expression.parts)})"
            case Quantified():
                return self.loops.result(expression, rail, scope)
            case Compare():
                return self.comparison(expression, rail, scope)
            case Truth() | Member() | Contains():
                return self.atom(expression, rail, scope)
        assert_never(expression)

    def conjuncts(self, expression: Expression, rail: Rail, scope: Scope) -> list[str]:
        """The tests that must all pass for a condition."""
        if not isinstance(expression, And):
            return [self.test(expression, rail, scope)]
        first, *others = expression.parts
        aside = scope.aside()
        return [self.test(first, rail, scope), *(self.test(each, rail, aside) for each in others)]

    def atom(self, expression: Truth | Member | Contains, rail: Rail, scope: Scope) -> str:
        """A test of one answer against constants."""
        answer = self.read(expression.field, scope)
        match expression:
            case Truth():
                return answer if rail == "certain" else f"({answer} is not False)"
            case Member(_, values):
                return self.among(answer, values, rail)
            case Contains(_, value):
                if rail == "certain":
                    return f"({answer} is not None and {value!r} in {answer})"
                return f"({answer} is None or {value!r} in {answer})"
        assert_never(expression)

    def among(self, answer: str, values: Iterable[Value], rail: Rail) -> str:
        """A test for some constants; with None among them an unknown answer passes."""
        constants = list(dict.fromkeys(map(repr, values)))
        if rail == "possible":
            constants.append("None")
        return f"({answer} in {{{', '.join(constants)}}})"

    def comparison(self, expression: Compare, rail: Rail, scope: Scope) -> str:
        """A test of two operands; neither side is read when it is unknown."""
        sides = (expression.left, expression.right)
        constants = [side.value for side in sides if isinstance(side, Literal)]
        fields = [side for side in sides if isinstance(side, Field)]
        if expression.operator == "==" and len(constants) == len(fields) == 1:
            if rail == "possible":
                return self.among(self.read(fields[0], scope), constants, rail)
            return f"({self.read(fields[0], scope)} == {constants[0]!r})"
        left, right = (self.operand(side, scope) for side in sides)
        test = f"{left} {expression.operator} {right}"
        answers = dict.fromkeys(self.read(field, scope) for field in fields)
        if rail == "certain":
            return f"({' and '.join([*(f'{each} is not None' for each in answers), test])})"
        return f"({' or '.join([*(f'{each} is None' for each in answers), test])})"

    # Answers.

    def operand(self, operand: Operand, scope: Scope) -> str:
        """Source of a value."""
        match operand:
            case Literal(value):
                return repr(value)
            case Today():
                return self.part("today")
            case Field():
                return self.read(operand, scope)
        assert_never(operand)

    def read(self, field: Field, scope: Scope) -> str:
        """Source of an answer; `read_once` sees to it that it is read once."""
        item = scope.owner((field.variable,)).bound.get(field.variable) or self.part(field.part)
        return f"{item}[{field.name!r}]" if field.name else item

    def part(self, name: str) -> str:
        """Source of a part of the case: the use, a list, the date."""
        return f"case[{name!r}]"
