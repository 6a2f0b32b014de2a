"""The reasons from which whoever decides chooses: those of the packs the use was assessed with."""

from __future__ import annotations

from collections.abc import Iterable

from clearslate.clearance.acts import packs_of
from clearslate.clearance.asks import newest
from clearslate.clearance.errors import ClearanceError
from clearslate.policy.pack.model import Pack, Reason
from clearslate.uses.models import Use

MOST = 6


def reasons_for(use: Use, decision: str, area: str = "") -> list[Reason]:
    """The reasons for one kind of decision in an area, in the order of the packs."""
    return reasons_in(packs_of(newest(use)), decision, area)


def reasons_in(packs: Iterable[Pack], decision: str, area: str = "") -> list[Reason]:
    """The reasons of some packs for one kind of decision in an area, in their order."""
    found: dict[str, Reason] = {}
    for pack in packs:
        for each in pack.reasons:
            if decision in each.for_ and (not each.areas or not area or area in each.areas):
                found.setdefault(each.id, each)
    return list(found.values())


def chosen(ids: Iterable[str], offered: Iterable[Reason]) -> list[str]:
    """The ids that were chosen, each once. Raises `ClearanceError` for one that is not offered."""
    known = {each.id for each in offered}
    found = list(dict.fromkeys(ids))
    if not found:
        raise ClearanceError("Choose a reason from the list.")
    if len(found) > MOST or not known.issuperset(found):
        raise ClearanceError(f"Choose one to {MOST} reasons from the list.")
    return found
