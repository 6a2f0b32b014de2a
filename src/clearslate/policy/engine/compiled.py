"""The compiled engine: a pack as Python functions, written once and run for every case.

It gives the interpreter's answers, many times faster. Writing and compiling a pack takes tens of
milliseconds, so each function is made when it is first called; keep the object for as long as
the pack is in use.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cached_property
from typing import Any

from clearslate.policy.engine.hits import Bounds, GuardHit, Hit
from clearslate.policy.engine.program import Program
from clearslate.policy.engine.read_once import read_once
from clearslate.policy.engine.source import (
    bounds_source,
    gate_source,
    guards_source,
    hits_source,
    outcome_source,
)
from clearslate.policy.language.logic import Truth3
from clearslate.policy.pack.model import Pack

_Case = dict[str, Any]
#: Every result `bounds` can have, by the name it has in the source.
_RESULTS = {
    f"B{outcome}{low}{high}": Bounds(outcome, low, high)
    for outcome, low, high in (
        *((0, 0, 0), (1, 0, 1), (1, 1, 1), (1, 0, 2), (1, 1, 2)),
        *((2, 0, 2), (2, 1, 2), (2, 2, 2)),
    )
}


class Compiled:
    """Evaluates a pack on resolved cases, as `Interpreter` does."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def gate(self, resolved: _Case) -> Truth3:
        """Whether this is certainly no use of generative AI at all."""
        return self._gate(resolved)

    def hits(self, resolved: _Case) -> list[Hit]:
        """Every rule and subject that is not certainly false, in the order of the pack."""
        return self._hits(resolved)

    def guards(self, resolved: _Case) -> list[GuardHit]:
        """Every mandatory answer that is missing where it is asked."""
        return self._guards(resolved)

    def bounds(self, resolved: _Case) -> Bounds:
        """The outcome and its interval, without reasons."""
        return self._bounds(resolved)

    @cached_property
    def outcome(self) -> Callable[[_Case], int | None]:
        """The bare outcome of a case; None where it is no use at all. The quickest answer."""
        made: Callable[[_Case], int | None] = _made("outcome", outcome_source(self._program))
        return made

    @cached_property
    def _program(self) -> Program:
        return Program(self.pack)

    @cached_property
    def _gate(self) -> Callable[[_Case], Truth3]:
        made: Callable[[_Case], Truth3] = _made("gate", gate_source(self._program))
        return made

    @cached_property
    def _hits(self) -> Callable[[_Case], list[Hit]]:
        names = {"Hit": Hit, "enumerate": enumerate}
        made: Callable[[_Case], list[Hit]] = _made("hits", hits_source(self._program), names)
        return made

    @cached_property
    def _guards(self) -> Callable[[_Case], list[GuardHit]]:
        names = {"GuardHit": GuardHit, "enumerate": enumerate}
        made: Callable[[_Case], list[GuardHit]]
        made = _made("guards", guards_source(self._program), names)
        return made

    @cached_property
    def _bounds(self) -> Callable[[_Case], Bounds]:
        made: Callable[[_Case], Bounds]
        made = _made("bounds", bounds_source(self._program), _RESULTS)
        return made


def _made(name: str, source: str, names: dict[str, Any] | None = None) -> Any:
    """A function from its source, which sees the given names and no builtins."""
    namespace: dict[str, Any] = {"__builtins__": {}, **(names or {})}
    # The source is ours: of a pack's text it holds constants alone, each written by `repr`.
    tree = ast.parse(source)
    read_once(tree)
    exec(compile(tree, f"<policy {name}>", "exec"), namespace)  # noqa: S102
    return namespace[name]
