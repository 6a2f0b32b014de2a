"""What is still temporary where a gate is passed: it is assessed again by then."""

from __future__ import annotations

from clearslate.productions.gates import WHOLE, passed_since
from clearslate.productions.models import Episode, Production
from clearslate.uses.models import State, Use
from clearslate.uses.reading import ENDED


def still_temporary(production: Production, episode: Episode | None, kind: str) -> list[Use]:
    """Uses of an episode, or of the whole, that are temporary or not known to be final.

    A use that names no episode of the calendar is for all of them, so the last episode that passes
    the gate brings it along. What was withdrawn, declined or delivered is left out.
    """
    uses = (
        Use.objects.filter(production=production, frozen_at=None)
        .exclude(final=True)
        .exclude(state__in=[*ENDED, State.NOT_A_USE])
        .defer("search")
        .order_by("number")
    )
    if episode is None:
        return list(uses)
    codes = set(Episode.objects.filter(production=production).values_list("code", flat=True))
    others = codes - {episode.code} - set(passed_since(production, kind)) - {WHOLE}
    return [
        use
        for use in uses
        if episode.code in use.episodes or not (others or codes & set(use.episodes))
    ]
