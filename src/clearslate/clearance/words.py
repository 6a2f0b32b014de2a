"""Areas in words, as the packs of a use's newest assessment name them."""

from __future__ import annotations

from clearslate.clearance.acts import packs_of
from clearslate.clearance.asks import newest
from clearslate.uses.models import Use


def area_title(use: Use, area: str) -> str:
    """The title of an area; empty for a notice that was called up although no area names it."""
    if not area:
        return ""
    areas = (each for pack in packs_of(newest(use)) for each in pack.areas)
    return next((each.title for each in areas if each.id == area), area)
