"""Other engines that Python can call, given the whole of a pack in their own language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.peers.cedar import Cedar
from benchmarks.peers.cel_rust import Cel
from benchmarks.peers.dialect import Peer
from benchmarks.peers.json_logic_panzi import JsonLogic
from benchmarks.peers.zen_engine import ZenDecision, ZenEngine
from clearslate.policy.engine.program import Program

__all__ = ["Peer", "peers"]


def peers(program: Program, cases: Sequence[dict[str, Any]]) -> list[Peer]:
    """Every peer with the pack loaded; the cases say how long lists can be for Cedar."""
    return [
        ZenEngine(program),
        ZenDecision(program),
        Cel(program),
        Cedar(program, cases),
        JsonLogic(program),
    ]
