"""zen-engine, the decision engine of GoRules: one expression, compiled once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import zen

from benchmarks.peers.dialect import Reach
from benchmarks.peers.text import TextDialect
from clearslate.policy.engine.program import Program


class _Zen(TextDialect):
    AND = " and "
    OR = " or "
    NOT = "not "

    def is_empty(self, items: str) -> str:
        return f"len({items}) == 0"

    def some(
        self, items: str, variable: str, body: Callable[[Reach[str]], str], reach: Reach[str]
    ) -> str:
        inner = body({**reach, variable: variable})
        return f"some({items} as {variable}, {inner})"


class ZenEngine:
    """The pack as one compiled expression."""

    name = "zen-engine"
    packages = ("zen-engine",)

    def __init__(self, program: Program) -> None:
        asked = _Zen().decision(program)
        self.source = f"({asked.no_use}) ? null : ({asked.hold}) ? 2 : ({asked.approval}) ? 1 : 0"
        self._evaluate = zen.compile_expression(self.source).evaluate

    def prepare(self, case: dict[str, Any]) -> Any:
        """The case itself: the engine takes a dictionary."""
        return case

    def outcome(self, prepared: Any) -> int | None:
        """The bare outcome."""
        found = self._evaluate(prepared)
        return None if found is None else int(found)
