"""Who may decide for an area: whoever looks after it, or whoever stands in for such a person.

Nobody decides on what they declared, neither themselves nor through somebody who stands in for
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clearslate.accounts.permissions import Action
from clearslate.clearance.models import Away
from clearslate.productions.models import Membership, Production
from clearslate.uses.models import Use


@dataclass(frozen=True)
class Judge:
    """Somebody who may decide for an area: by their own right, or for somebody who is away."""

    person_id: str
    on_behalf_of: str = ""
    """The id of whoever is away; empty for a right of one's own."""


class Judges:
    """Who decides what in a production on a day; made once per request."""

    def __init__(self, production: Production, today: date) -> None:
        rows = Membership.objects.filter(
            production=production, ended_at=None, user__is_active=True
        ).select_related("role")
        self._areas: dict[str, list[list[str]]] = {}
        present = set()
        for row in rows:
            present.add(row.user_id)
            if Action.DECIDE.value in row.role.actions:
                self._areas.setdefault(row.user_id, []).append(row.areas)
        aways = Away.objects.filter(
            production=production, ended_at=None, from_day__lte=today, to_day__gt=today
        )
        self._aways = [
            away
            for away in aways.order_by("set_at", "id")
            if away.delegate_id in present and away.user_id in self._areas
        ]

    def looks_after(self, person_id: str, area: str) -> bool:
        """Whether a person looks after an area by their own right; an empty area is nobody's own.

        A notice that was called up without an area belongs to who looks after all areas.
        """
        bundles = self._areas.get(person_id, [])
        return any(not areas or (area != "" and area in areas) for areas in bundles)

    def judge(self, person_id: str, area: str, use: Use) -> Judge | None:
        """As whom a person may decide for an area of a use; None where they may not."""
        if person_id in declarants(use):
            return None
        if self.looks_after(person_id, area):
            return Judge(person_id)
        for away in self._aways:
            if (
                away.delegate_id == person_id
                and away.user_id not in declarants(use)
                and self.looks_after(away.user_id, area)
                and (not away.areas or area in away.areas)
            ):
                return Judge(person_id, away.user_id)
        return None

    def areas_of(self, person_id: str, areas: Iterable[str]) -> list[str]:
        """Which of some areas a person decides, for themselves or for somebody who is away."""
        return [
            area
            for area in areas
            if self.looks_after(person_id, area)
            or any(
                away.delegate_id == person_id
                and self.looks_after(away.user_id, area)
                and (not away.areas or area in away.areas)
                for away in self._aways
            )
        ]


def declarants(use: Use) -> frozenset[str]:
    """Whoever declared a use, or submitted a version of it."""
    return frozenset({use.declared_by_id, *use.versions.values_list("submitted_by_id", flat=True)})
