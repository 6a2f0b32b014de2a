"""What the languages with infix operators have in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from benchmarks.peers.dialect import Dialect, Reach
from clearslate.policy.language.ir import Value


class TextDialect(Dialect[str]):
    """Formulas as text with `==`, `in`, a ternary and null; subclasses name the rest."""

    AND = " && "
    OR = " || "
    NOT = "!"

    def flag(self, value: bool) -> str:
        return "true" if value else "false"

    def constant(self, value: Value) -> str:
        return json.dumps(value, ensure_ascii=False)

    def part(self, name: str) -> str:
        return name

    def member_of(self, item: str, name: str) -> str:
        return f"{item}.{name}"

    def negation(self, test: str) -> str:
        return {"true": "false", "false": "true"}.get(test, f"{self.NOT}({test})")

    def all_of(self, tests: list[str]) -> str:
        kept = list(dict.fromkeys(test for test in tests if test != "true"))
        if "false" in kept:
            return "false"
        return self.AND.join(map(self.grouped, kept)) if kept else "true"

    def any_of(self, tests: list[str]) -> str:
        kept = list(dict.fromkeys(test for test in tests if test != "false"))
        if "true" in kept:
            return "true"
        return self.OR.join(map(self.grouped, kept)) if kept else "false"

    def grouped(self, test: str) -> str:
        """A test that can stand beside an operator."""
        return f"({test})" if self.AND in test or self.OR in test else test

    def is_true(self, answer: str) -> str:
        return f"{answer} == true"

    def is_not_false(self, answer: str) -> str:
        return f"{answer} != false"

    def is_unknown(self, answer: str) -> str:
        return f"{answer} == null"

    def is_empty(self, items: str) -> str:
        return f"{items} == []"

    def among(self, answer: str, values: Iterable[Value], *, unknown: bool) -> str:
        constants = list(dict.fromkeys(map(self.constant, values)))
        if len(constants) == 1 and not unknown:
            return f"{answer} == {constants[0]}"
        return f"{answer} in [{', '.join([*constants, *(['null'] * unknown)])}]"

    def contains(self, answer: str, value: str) -> str:
        return f"{self.constant(value)} in {answer}"

    def compare(self, operator: str, left: str, right: str) -> str:
        return f"{left} {operator} {right}"

    def some(
        self, items: str, variable: str, body: Callable[[Reach[str]], str], reach: Reach[str]
    ) -> str:
        raise NotImplementedError
