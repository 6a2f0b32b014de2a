"""The start of photography, kept as a day of the calendar as well."""

from __future__ import annotations

from clearslate.productions.models import Milestone, Production


def keep_photography(production: Production) -> None:
    """Make the first day of the shoot in the calendar the one that the production says."""
    kind = Milestone.Kind.SHOOT_BEGINS
    if production.photography_from is None:
        Milestone.objects.filter(production=production, episode=None, kind=kind).delete()
        return
    Milestone.objects.update_or_create(
        production=production,
        episode=None,
        kind=kind,
        defaults={"day": production.photography_from},
    )
