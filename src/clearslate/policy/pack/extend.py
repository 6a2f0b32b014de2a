"""A house pack on top of the pack it extends: rules added, or replaced by a rule of the same id.

Whether a replacement only tightens is not judged here; `policy prove` proves it, and `policy
check` refuses the pack where the proof fails.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

from clearslate.policy.pack.model import Condition, Duty, Pack
from clearslate.record import sha256_hex

T = TypeVar("T")


def extend(base: Pack, own: Pack) -> Pack:
    """The rules in force when a house pack is adopted: the base's, with the house's own."""
    return replace(
        own,
        sha256=sha256_hex({"base": base.sha256, "own": own.sha256}),
        sources=(*base.sources, *own.sources),
        rows=_merged(base.rows, own.rows, lambda row: row.id),
        principles=_merged(base.principles, own.principles, lambda each: each.id),
        areas=_merged(base.areas, own.areas, lambda each: each.id),
        switches=_merged(base.switches, own.switches, lambda each: each.id),
        evidence=_merged(base.evidence, own.evidence, lambda each: each.field),
        conditions=_conditions(base, own),
        rules=_merged(base.rules, own.rules, lambda rule: rule.id),
        duties=_duties(base, own),
        cards=_merged(base.cards, own.cards, lambda card: card.id),
        guards=(*base.guards, *own.guards),
        gate=base.gate if own.gate is None else own.gate,
        gate_because=own.gate_because or base.gate_because,
        reasons=_merged(base.reasons, own.reasons, lambda each: each.id),
        standing_limits=_merged(base.standing_limits, own.standing_limits, lambda each: each.id),
        craft_list=own.craft_list or base.craft_list,
    )


def _conditions(base: Pack, own: Pack) -> tuple[Condition, ...]:
    """The conditions; one that the house repeats goes on calling for the act it called for."""
    below = {each.id: each for each in base.conditions}
    repeated = [
        replace(
            each,
            line=each.line or below[each.id].line,
            human_input=each.human_input or below[each.id].human_input,
        )
        if each.id in below
        else each
        for each in own.conditions
    ]
    return _merged(base.conditions, repeated, lambda each: each.id)


def _duties(base: Pack, own: Pack) -> tuple[Duty, ...]:
    """The duties; one that replaces another stays on its line and among its kind."""
    below = {each.id: each for each in base.duties}
    replaced = [
        replace(
            each,
            line=each.line or below[each.id].line,
            kind=below[each.id].kind if each.kind == "other" else each.kind,
        )
        if each.id in below
        else each
        for each in own.duties
    ]
    return _merged(base.duties, replaced, lambda each: each.id)


def _merged(base: Sequence[T], own: Sequence[T], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The base's things, each replaced by the house's of the same id, then the house's others."""
    owned = {key(thing): thing for thing in own}
    known = {key(thing) for thing in base}
    return (
        *(owned.get(key(thing), thing) for thing in base),
        *(thing for thing in own if key(thing) not in known),
    )
