"""A pack's bare outcome as one two-valued formula, to be written in the language of any engine.

The other engines know no third value. So each condition is given to them as the two tests that
the compiled engine uses: certain and possible. A dialect says how the smallest tests are written;
the rest is here, so that all engines are asked the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar, assert_never

from clearslate.policy.engine.canonical import ITEM
from clearslate.policy.engine.program import GuardTest, NeedTest, Program, RuleTest
from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Field,
    Member,
    Not,
    Operand,
    Or,
    Quantified,
    Today,
    Truth,
    Value,
)
from clearslate.policy.language.ir import Literal as Written
from clearslate.policy.pack.model import Outcome

T = TypeVar("T")
Rail = Literal["certain", "possible"]
Reach = Mapping[str, T]


class Peer(Protocol):
    """An engine with the pack loaded."""

    name: str
    packages: tuple[str, ...]

    def prepare(self, case: dict[str, Any]) -> Any:
        """A case in the form the engine takes; not measured."""

    def outcome(self, prepared: Any) -> int | None:
        """The bare outcome of a prepared case; None for no use at all. Measured."""


@dataclass(frozen=True)
class Decision(Generic[T]):
    """The three questions that make a bare outcome."""

    no_use: T
    hold: T
    approval: T


class Dialect(ABC, Generic[T]):
    """The tests of one engine's language."""

    def decision(self, program: Program) -> Decision[T]:
        """A whole pack: is it no use, is it a hold, is it an approval."""
        rules, guards = program.rules, program.guards
        return Decision(
            self.test(program.gate, "certain", {}),
            self._each([rule for rule in rules if rule.can_hold], self._holds, unknown=False),
            self.any_of(
                [
                    self._each(
                        [rule for rule in rules if rule.can_hold or rule.escalates],
                        self._escalates,
                        unknown=True,
                    ),
                    self._each(guards, self._unanswered, unknown=False),
                ]
            ),
        )

    def _each(
        self,
        tests: Sequence[Any],
        write: Callable[[Any, Reach[T]], T],
        *,
        unknown: bool,
    ) -> T:
        """Whether one of the tests passes, with one loop for all that run over one list."""
        by_part: dict[str | None, list[Any]] = {}
        for test in tests:
            by_part.setdefault(test.part, []).append(test)
        written: list[T] = []
        for part, own in by_part.items():
            if part is None:
                written += [write(test, {}) for test in own]
                continue
            body = self._body(own, write)
            written.append(self.over_list(self.part(part), ITEM, body, {}, unknown=unknown))
        return self.any_of(written)

    def _body(
        self, tests: list[Any], write: Callable[[Any, Reach[T]], T]
    ) -> Callable[[Reach[T]], T]:
        return lambda reach: self.any_of([write(test, reach) for test in tests])

    def _holds(self, rule: RuleTest, reach: Reach[T]) -> T:
        return self.all_of([self.test(rule.when, "certain", reach), self._lacking(rule, reach)])

    def _escalates(self, rule: RuleTest, reach: Reach[T]) -> T:
        when = self.test(rule.when, "possible", reach)
        return when if rule.escalates else self.all_of([when, self._lacking(rule, reach)])

    def _lacking(self, rule: RuleTest, reach: Reach[T]) -> T:
        if rule.outcome is Outcome.HOLD:
            return self.flag(True)
        return self.any_of([self._missing(need, reach) for need in rule.needs])

    def _missing(self, need: NeedTest, reach: Reach[T]) -> T:
        return self.negation(self.test(need.met, "certain", reach))

    def _unanswered(self, guard: GuardTest, reach: Reach[T]) -> T:
        if guard.answer is not None:
            lacks = self.is_unknown(self.answer(guard.answer, reach))
        else:
            lacks = self.is_unknown(self.part(guard.listed))
            if guard.nonempty:
                lacks = self.any_of([lacks, self.is_empty(self.part(guard.listed))])
        return self.all_of([lacks, self.test(guard.when, "possible", reach)])

    # One condition.

    def test(self, expression: Expression, rail: Rail, reach: Reach[T]) -> T:
        """One of the two tests of a condition."""
        match expression:
            case Constant(value):
                return self.flag(value)
            case Not(part):
                other: Rail = "possible" if rail == "certain" else "certain"
                return self.negation(self.test(part, other, reach))
            case And(parts):
                return self.all_of([self.test(part, rail, reach) for part in parts])
            case Or(parts):
                return self.any_of([self.test(part, rail, reach) for part in parts])
            case Truth(field):
                answer = self.answer(field, reach)
                return self.is_true(answer) if rail == "certain" else self.is_not_false(answer)
            case Compare():
                return self._compared(expression, rail, reach)
            case Member(field, values):
                return self.among(self.answer(field, reach), values, unknown=rail == "possible")
            case Contains(field, value):
                answer = self.answer(field, reach)
                return self._guarded([answer], rail, self.contains(answer, value))
            case Quantified(_, variable, part, over, body):
                items = self.part(part) if over is None else self.answer(over, reach)
                inner = self._quantified(body, rail)
                return self.over_list(items, variable, inner, reach, unknown=rail == "possible")
        assert_never(expression)

    def _quantified(self, body: Expression, rail: Rail) -> Callable[[Reach[T]], T]:
        return lambda reach: self.test(body, rail, reach)

    def _compared(self, comparison: Compare, rail: Rail, reach: Reach[T]) -> T:
        sides = (comparison.left, comparison.right)
        constants = [side.value for side in sides if isinstance(side, Written)]
        fields = [self.answer(side, reach) for side in sides if isinstance(side, Field)]
        if comparison.operator == "==" and len(constants) == 1:
            return self.among(fields[0], constants, unknown=rail == "possible")
        left, right = (self.operand(side, reach) for side in sides)
        return self._guarded(fields, rail, self.compare(comparison.operator, left, right))

    def _guarded(self, answers: Iterable[T], rail: Rail, test: T) -> T:
        """A test that an unknown answer fails on the certain rail and passes on the other."""
        unknown = [self.is_unknown(answer) for answer in answers]
        if rail == "possible":
            return self.any_of([*unknown, test])
        return self.all_of([*map(self.negation, unknown), test])

    def over_list(
        self,
        items: T,
        variable: str,
        body: Callable[[Reach[T]], T],
        reach: Reach[T],
        *,
        unknown: bool,
    ) -> T:
        """Whether the body holds of some item; `unknown` is the answer for an unknown list."""
        some = self.some(items, variable, body, reach)
        lacks = self.is_unknown(items)
        if unknown:
            return self.any_of([lacks, some])
        return self.all_of([self.negation(lacks), some])

    def operand(self, operand: Operand, reach: Reach[T]) -> T:
        """A value."""
        match operand:
            case Written(value):
                return self.constant(value)
            case Today():
                return self.part("today")
            case Field():
                return self.answer(operand, reach)
        assert_never(operand)

    def answer(self, field: Field, reach: Reach[T]) -> T:
        """An answer of the use or of a bound item; an element is its variable."""
        item = reach[field.variable] if field.variable in reach else self.part(field.part)
        return self.member_of(item, field.name) if field.name else item

    # What a language must say for itself.

    @abstractmethod
    def flag(self, value: bool) -> T:
        """True or false."""

    @abstractmethod
    def constant(self, value: Value) -> T:
        """A constant."""

    @abstractmethod
    def part(self, name: str) -> T:
        """A part of the case."""

    @abstractmethod
    def member_of(self, item: T, name: str) -> T:
        """A field of an item."""

    @abstractmethod
    def negation(self, test: T) -> T:
        """The opposite."""

    @abstractmethod
    def all_of(self, tests: list[T]) -> T:
        """All pass."""

    @abstractmethod
    def any_of(self, tests: list[T]) -> T:
        """One passes."""

    @abstractmethod
    def is_true(self, answer: T) -> T:
        """An answer is yes."""

    @abstractmethod
    def is_not_false(self, answer: T) -> T:
        """An answer is yes or unknown."""

    @abstractmethod
    def is_unknown(self, answer: T) -> T:
        """An answer or a list is unknown."""

    @abstractmethod
    def is_empty(self, items: T) -> T:
        """A known list is empty."""

    @abstractmethod
    def among(self, answer: T, values: Iterable[Value], *, unknown: bool) -> T:
        """An answer is one of the constants; `unknown` is the result for an unknown one."""

    @abstractmethod
    def contains(self, answer: T, value: str) -> T:
        """A known answer of several values holds one."""

    @abstractmethod
    def compare(self, operator: str, left: T, right: T) -> T:
        """Two known values compare."""

    @abstractmethod
    def some(self, items: T, variable: str, body: Callable[[Reach[T]], T], reach: Reach[T]) -> T:
        """The body holds of some item of a known list."""
