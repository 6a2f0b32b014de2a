"""common-expression-language, the Rust implementation of CEL: one expression, compiled once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cel

from benchmarks.peers.dialect import Reach
from benchmarks.peers.text import TextDialect
from clearslate.policy.engine.program import Program


class _Cel(TextDialect):
    def some(
        self, items: str, variable: str, body: Callable[[Reach[str]], str], reach: Reach[str]
    ) -> str:
        return f"{items}.exists({variable}, {body({**reach, variable: variable})})"


class Cel:
    """The pack as one compiled expression."""

    name = "common-expression-language"
    packages = ("common-expression-language",)

    def __init__(self, program: Program) -> None:
        asked = _Cel().decision(program)
        self.source = f"({asked.no_use}) ? 3 : ({asked.hold}) ? 2 : ({asked.approval}) ? 1 : 0"
        self._execute = cel.compile(self.source).execute

    def prepare(self, case: dict[str, Any]) -> Any:
        """The case itself: the engine takes a dictionary."""
        return case

    def outcome(self, prepared: Any) -> int | None:
        """The bare outcome."""
        found: int = self._execute(prepared)
        return None if found == 3 else found
