"""zen-engine, the decision engine of GoRules, in two of its forms."""

from __future__ import annotations

import json
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
    """The pack as one compiled expression, the quickest form found."""

    name = "zen-engine, one expression"
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


class ZenDecision:
    """The same as a decision graph with one expression node, the form its editor makes."""

    name = "zen-engine, decision graph"
    packages = ()

    def __init__(self, program: Program) -> None:
        node = {"id": "outcome", "key": "outcome", "value": ZenEngine(program).source}
        content = {"expressions": [node]}
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "pack", "type": "expressionNode", "name": "pack", "content": content},
            {"id": "out", "type": "outputNode", "name": "out"},
        ]
        edges = [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "pack"},
            {"id": "2", "type": "edge", "sourceId": "pack", "targetId": "out"},
        ]
        place = {"position": {"x": 0, "y": 0}}
        graph = {"nodes": [node | place for node in nodes], "edges": edges}
        self._evaluate = zen.ZenEngine().create_decision(json.dumps(graph)).evaluate

    def prepare(self, case: dict[str, Any]) -> Any:
        """The case itself: the engine takes a dictionary."""
        return case

    def outcome(self, prepared: Any) -> int | None:
        """The bare outcome; the graph leaves out a null."""
        found = self._evaluate(prepared)["result"].get("outcome")
        return None if found is None else int(found)
