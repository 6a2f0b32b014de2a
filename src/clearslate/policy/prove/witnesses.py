"""How many items a list needs so that a formula about lists of any length is decided.

The argument, in full in `docs/explanation/proofs.md`: a formula that holds on some case still
holds after an item is taken out of a list, as long as that item is no witness of a "some". So each
list needs as many slots as the formula needs witnesses from it, and never more than the schema
allows. Inside an "every", each item may need a witness of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clearslate.policy.prove.formula import All, Any, Every, Formula, Items, Negation, Some


def slots(formula: Formula, longest: Callable[[str], int]) -> dict[str, int]:
    """The number of slots per list, by its key, that decides the formula.

    `longest` tells the schema's bound of a list. The least fixed point is reached from below: where
    the witnesses of one list need further witnesses from itself, it climbs to the bound.
    """
    sizes: dict[str, int] = {}
    while True:
        wanted = _needed(formula, positive=True, sizes=_Sizes(sizes, longest))
        grown = {key: min(count, longest(key)) for key, count in wanted.items()}
        if grown == sizes:
            return sizes
        sizes = grown


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How many items a list has while its witnesses are counted."""

    slots: Mapping[str, int]
    longest: Callable[[str], int]

    def of(self, items: Items) -> int:
        # The chosen values of a `many` field are few and never taken out: all of them count.
        if items.over is not None and items.over.kind == "many":
            return self.longest(items.key)
        return self.slots.get(items.key, 0)


def _needed(formula: Formula, *, positive: bool, sizes: _Sizes) -> Counter[str]:
    """Witnesses per list, when universal quantifiers run over lists of these sizes."""
    match formula:
        case Negation(part):
            return _needed(part, positive=not positive, sizes=sizes)
        case All(parts) | Any(parts):
            each = [_needed(part, positive=positive, sizes=sizes) for part in parts]
            together = isinstance(formula, All) is positive
            total: Counter[str] = Counter()
            for needs in each:
                # One true part is enough for a disjunction, so the greediest part decides.
                total = total + needs if together else total | needs
            return total
        case Some(items, _, body) | Every(items, _, body):
            inner = _needed(body, positive=positive, sizes=sizes)
            if isinstance(formula, Some) is positive:
                return Counter({items.key: 1}) + inner
            count = sizes.of(items)
            return Counter({key: need * count for key, need in inner.items() if need * count})
    return Counter()
