"""The craft list: the standing approval that every production is offered first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from clearslate.envelopes.findings import coverable
from clearslate.envelopes.giving import LONGEST, Wanted
from clearslate.envelopes.limits import craft_lists
from clearslate.envelopes.models import Origin
from clearslate.envelopes.scope import Scope
from clearslate.policy.case import Rulebook

_ANSWERS = ("final", "sensitive", "proprietary", "likeness_in")
"""The findings that such work brings by itself: it reads footage, and ends up in the final."""


def craft_list(
    rulebooks: Sequence[Rulebook], today: date, delivery: date | None = None
) -> Wanted | None:
    """The craft list under the rules in force, until the day after delivery, or for a year.

    None where no pack in force says what craft work is.
    """
    lists = craft_lists(rulebooks)
    if not lists:
        return None
    known = coverable(rulebooks)
    year = today + timedelta(days=365)
    ends = delivery + timedelta(days=1) if delivery and delivery >= today else year
    return Wanted(
        title=lists[0].title,
        scope=Scope(
            media=("picture", "image", "sound"),
            techniques=("assistive",),
            destinations=("temp_in_edit", "final_picture", "final_sound"),
            covers_finals=True,
            craft_only=True,
            covers=tuple(each for each in _ANSWERS if each in known),
        ),
        from_day=today,
        to_day=min(ends, today + LONGEST),
        note=" ".join(each.text for each in lists),
        origin=str(Origin.CRAFT_LIST),
    )
