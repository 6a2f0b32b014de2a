"""panzi-json-logic: one rule object.

The body of a loop sees its item alone. What it needs from outside therefore travels in the
accumulator of a `reduce`; a loop that needs nothing from outside is a `some`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from json_logic import jsonLogic

from benchmarks.peers.dialect import Dialect, Rail, Reach
from clearslate.policy.engine.canonical import free
from clearslate.policy.engine.program import Program
from clearslate.policy.language.ir import Constant, Expression, Field, Value

#: Stands in an accumulator where an item has passed; no answer is this text.
_FOUND = "\x00found"


@dataclass
class _Frame:
    """The body of a loop that is being written."""

    variable: str
    carries: bool
    """Written as a `reduce`, whose accumulator carries what comes from outside."""
    carried: list[Any] = field(default_factory=list)


class _JsonLogic(Dialect[Any]):
    """Formulas as nested objects."""

    def __init__(self) -> None:
        self.frames: list[_Frame] = []

    # Loops.

    def some(
        self, items: Any, variable: str, body: Callable[[Reach[Any]], Any], reach: Reach[Any]
    ) -> Any:
        frame, inner = self.framed(variable, body, reach, carries=False)
        if not frame.carried:
            return {"some": [items, inner]}
        frame, inner = self.framed(variable, body, reach, carries=True)
        # The first value of a reduce is no expression, so what is carried goes in as a first item.
        size = range(len(frame.carried))
        first = [None, *({"var": f"current.{place}"} for place in size)]
        kept = [{"var": f"accumulator.{place + 1}"} for place in size]
        step = {
            "if": [
                {"===": [{"var": "accumulator"}, None]},
                first,
                {"===": [{"var": "accumulator.0"}, _FOUND]},
                {"var": "accumulator"},
                [{"if": [inner, _FOUND, None]}, *kept],
            ]
        }
        return {"in": [_FOUND, {"reduce": [{"merge": [[frame.carried], items]}, step, None]}]}

    def framed(
        self,
        variable: str,
        body: Callable[[Reach[Any]], Any],
        reach: Reach[Any],
        *,
        carries: bool,
    ) -> tuple[_Frame, Any]:
        """The body of a loop, with all that it needs from outside."""
        frame = _Frame(variable, carries)
        self.frames.append(frame)
        inner = body({**reach, variable: {"var": "current" if carries else ""}})
        self.frames.pop()
        return frame, inner

    def test(self, expression: Expression, rail: Rail, reach: Reach[Any]) -> Any:
        inside = not self.frames or isinstance(expression, Constant)
        if inside or self.frames[-1].variable in {name for name, _ in free(expression)}:
            return super().test(expression, rail, reach)
        return self.carried(lambda: self.test(expression, rail, reach))

    def carried(self, write: Callable[[], Any]) -> Any:
        """Something written outside the loop in hand, and carried into it."""
        frame = self.frames.pop()
        outside = write()
        self.frames.append(frame)
        if outside not in frame.carried:
            frame.carried.append(outside)
        return {"var": f"accumulator.{frame.carried.index(outside) + 1}"}

    def part(self, name: str) -> Any:
        return self.carried(lambda: self.part(name)) if self.frames else {"var": name}

    def answer(self, field: Field, reach: Reach[Any]) -> Any:
        if self.frames and self.frames[-1].variable != field.variable:
            return self.carried(lambda: self.answer(field, reach))
        return super().answer(field, reach)

    def flag(self, value: bool) -> Any:
        return value

    def constant(self, value: Value) -> Any:
        return value

    def member_of(self, item: Any, name: str) -> Any:
        return {"var": f"{item['var']}.{name}" if item["var"] else name}

    def negation(self, test: Any) -> Any:
        return (not test) if isinstance(test, bool) else {"!": [test]}

    def all_of(self, tests: list[Any]) -> Any:
        kept = [test for test in tests if test is not True]
        if any(test is False for test in kept):
            return False
        return kept[0] if len(kept) == 1 else {"and": kept} if kept else True

    def any_of(self, tests: list[Any]) -> Any:
        kept = [test for test in tests if test is not False]
        if any(test is True for test in kept):
            return True
        return kept[0] if len(kept) == 1 else {"or": kept} if kept else False

    def is_true(self, answer: Any) -> Any:
        return {"===": [answer, True]}

    def is_not_false(self, answer: Any) -> Any:
        return {"!==": [answer, False]}

    def is_unknown(self, answer: Any) -> Any:
        return {"===": [answer, None]}

    def is_empty(self, items: Any) -> Any:
        return {"!": [items]}

    def among(self, answer: Any, values: Iterable[Value], *, unknown: bool) -> Any:
        constants = list(dict.fromkeys(values))
        if len(constants) == 1 and not unknown:
            return {"===": [answer, constants[0]]}
        return {"in": [answer, [*constants, *([None] * unknown)]]}

    def contains(self, answer: Any, value: str) -> Any:
        return {"in": [value, answer]}

    def compare(self, operator: str, left: Any, right: Any) -> Any:
        return {"===" if operator == "==" else operator: [left, right]}


class JsonLogic:
    """The pack as one rule object."""

    name = "panzi-json-logic"
    packages = ("panzi-json-logic",)

    def __init__(self, program: Program) -> None:
        asked = _JsonLogic().decision(program)
        self.rule = {"if": [asked.no_use, None, asked.hold, 2, asked.approval, 1, 0]}

    def prepare(self, case: dict[str, Any]) -> Any:
        """The case with lists for tuples: the engine knows JSON's types alone."""
        return _lists(case)

    def outcome(self, prepared: Any) -> int | None:
        """The bare outcome."""
        found: int | None = jsonLogic(self.rule, prepared)
        return found


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(each) for key, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value
