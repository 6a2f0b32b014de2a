"""Who may decide for an area: whoever looks after it, or whoever stands in for such a person.

Nobody decides on what they declared, neither themselves nor through somebody who stands in for
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import NotYoursError
from clearslate.clearance.models import Away
from clearslate.ledger.parties import Party
from clearslate.productions.access import require
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Membership, Production
from clearslate.uses.models import Use, UseVersion


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
        self._declarants: dict[str, frozenset[str]] = {}

    def looks_after(self, person_id: str, area: str) -> bool:
        """Whether a person looks after an area by their own right; an empty area is nobody's own.

        A notice that was called up without an area belongs to who looks after all areas.
        """
        bundles = self._areas.get(person_id, [])
        return any(not areas or (area != "" and area in areas) for areas in bundles)

    def know(self, uses: Iterable[str]) -> None:
        """Read at once who declared some uses, before many of them are asked about."""
        ids = list(uses)
        found: dict[str, set[str]] = {each: set() for each in ids}
        declared = Use.objects.filter(id__in=ids).values_list("id", "declared_by_id")
        submitted = UseVersion.objects.filter(use__in=ids).values_list("use_id", "submitted_by_id")
        for use_id, person in [*declared, *submitted]:
            found[use_id].add(person)
        self._declarants.update({use_id: frozenset(them) for use_id, them in found.items()})

    def decides(self, person_id: str) -> bool:
        """Whether a person decides anything here, or stands in for somebody who does."""
        return person_id in self._areas or any(
            away.delegate_id == person_id for away in self._aways
        )

    def judge(self, person_id: str, area: str, use: Use) -> Judge | None:
        """As whom a person may decide for an area of a use; None where they may not."""
        if use.id not in self._declarants:
            self._declarants[use.id] = declarants(use)
        theirs = self._declarants[use.id]
        if person_id in theirs:
            return None
        if self.looks_after(person_id, area):
            return Judge(person_id)
        for away in self._aways:
            if (
                away.delegate_id == person_id
                and away.user_id not in theirs
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


def the_judge(judges: Judges, actor: Party, area: str, use: Use) -> Judge:
    """As whom the actor decides for an area of a use.

    Raises `NotYoursError` where that is for somebody else, `NotAllowedError` for somebody who
    decides nothing here, and in a production that is archived. Who stands in for somebody need not
    decide by a right of their own.
    """
    speaks(actor, use)
    found = judges.judge(actor.id, area, use)
    if found is None:
        require(actor, Action.DECIDE, use.production)
        raise NotYoursError("Somebody else decides this: it is your own, or not one of your areas.")
    return found


def speaks(actor: Party, use: Use) -> None:
    """Raise `NotAllowedError` unless the actor sees uses of a production that is not archived."""
    require(actor, Action.SEE_USES, use.production)
    if use.production.archived_at is not None:
        raise NotAllowedError("This production is archived. Open it again first.")


def declarants(use: Use) -> frozenset[str]:
    """Whoever declared a use, or submitted a version of it."""
    return frozenset({use.declared_by_id, *use.versions.values_list("submitted_by_id", flat=True)})
