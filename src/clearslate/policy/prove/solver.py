"""The solver, loaded when a proof first asks for it.

It is an extra. So the statements can be listed, and every module imported, without it.
"""

from __future__ import annotations

import importlib
from typing import Any, TypeAlias

from clearslate.policy.errors import PolicyError, Problem

#: A term of the solver; its Python binding has no types.
Term: TypeAlias = Any


class ProofError(PolicyError):
    """A proof could not be carried out; the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__([Problem(message)])


class _Solver:
    """Stands for the module `z3`: each name is looked up there once."""

    def __getattr__(self, name: str) -> Any:
        try:
            found = getattr(importlib.import_module("z3"), name)
        except ImportError:
            message = "Proofs need the solver. Install it with: pip install 'clearslate[prove]'"
            raise ProofError(message) from None
        setattr(self, name, found)
        return found


z3: Any = _Solver()
