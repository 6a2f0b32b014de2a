"""An adopted pack never gives less than a pack that it extends and stands for.

`policy prove` shows this for all declarations. A pack can be adopted without having been proved,
so each case is held to it as well: no verdict rests on a pack that loosens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from clearslate.policy.case import Rulebook
from clearslate.policy.engine.hits import Engine
from clearslate.policy.engine.interpreter import bounds
from clearslate.policy.errors import PackError, Problem
from clearslate.policy.pack.model import Outcome, Pack

#: The packs below an adopted one, each ready to be asked.
Below: TypeAlias = tuple[tuple[Pack, Engine], ...]


def packs_below(rulebook: Rulebook, engine: Callable[[Pack], Engine]) -> Below:
    """The packs that an adopted rulebook stands for; none for an advisory one."""
    found: list[tuple[Pack, Engine]] = []
    loaded = rulebook.loaded.base if rulebook.adopted else None
    while loaded is not None:
        found.append((loaded.pack, engine(loaded.pack)))
        loaded = loaded.base
    return tuple(found)


def refuse_lower(own: Pack, below: Below, resolved: dict[str, Any], outcome: int | None) -> None:
    """Raise PackError where the outcome is below that of a pack below; None is “not a use”."""
    for pack, engine in below:
        if engine.gate(resolved):
            continue
        floor = bounds(pack, engine.hits(resolved), bool(engine.guards(resolved))).outcome
        if outcome is None or outcome < floor:
            given = "no outcome" if outcome is None else f"“{Outcome(outcome).word}”"
            message = (
                f"“{own.title}” gives {given} here. “{pack.title}”, which it extends, gives"
                f" “{Outcome(floor).word}”. A pack that extends another may only tighten it;"
                " clearslate policy prove shows where it loosens."
            )
            raise PackError([Problem(message)])
