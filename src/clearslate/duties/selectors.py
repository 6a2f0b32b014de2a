"""Reading duties, for whoever sees the uses of a production."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q

from clearslate.accounts.permissions import Action
from clearslate.duties.models import Duty
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.models import Production
from clearslate.productions.selectors import today_in
from clearslate.uses.models import Use
from clearslate.uses.reading import ENDED

SIZE = 100
"""Duties on a page."""

STATES = ("open", "late", "done", "waived")


@dataclass(frozen=True)
class Asked:
    """Which duties are asked for; empty means all."""

    whose: str = "mine"
    """`mine` or `all`."""
    state: str = "open"
    """One of `STATES`."""
    kind: str = ""
    page: int = 1

    def query(self, **changes: Any) -> str:
        """The query that asks for this, with changes; what is usual is left out."""
        changed = replace(self, **{"page": 1, **changes})
        usual = Asked()
        pairs = [(name, str(getattr(changed, name))) for name in ("whose", "state", "kind", "page")]
        return urlencode([(n, v) for n, v in pairs if v != str(getattr(usual, n))])


@dataclass(frozen=True)
class Duties:
    """The duties of a page, and how many there are of each kind."""

    asked: Asked
    rows: tuple[Duty, ...]
    matching: int
    counts: dict[str, int]
    """By `mine`, `all`, and the states, those within whose duties are asked for."""
    kinds: dict[str, int]
    """Of those that match but for the kind."""

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.matching // SIZE), 1)


def duties_of(actor: Party, production: Production, at: datetime, asked: Asked) -> Duties:
    """The duties of a production that are asked for, by their day; none for who sees no uses."""
    today = today_in(production, at)
    rows = _rows(actor, production)
    whose = rows.filter(assigned_id=actor.id) if asked.whose == "mine" else rows
    stated = whose.filter(_condition(asked.state, today))
    found = stated.filter(kind=asked.kind) if asked.kind else stated
    kinds = Counter(stated.values_list("kind", flat=True))
    matching = kinds[asked.kind] if asked.kind else kinds.total()
    start = (min(asked.page, max(-(-matching // SIZE), 1)) - 1) * SIZE
    ordered = found.order_by(F("day").asc(nulls_last=True), "use__number", "name", "path")
    if asked.state in ("done", "waived"):
        ordered = found.order_by("-done_at", "id")
    late = _condition("late", today)
    counts = {state: whose.filter(_condition(state, today)).count() for state in STATES}
    counts["mine"] = rows.filter(assigned_id=actor.id, state=Duty.State.OPEN).count()
    counts["all"] = rows.filter(state=Duty.State.OPEN).count()
    counts["late_of_all"] = rows.filter(late).count()
    page = ordered.select_related("use__production", "assigned", "done_by")[start : start + SIZE]
    return Duties(asked, tuple(page), matching, counts, dict(kinds))


def duty_of(actor: Party, production: Production, duty_id: str) -> Duty | None:
    """A duty of a production, or None where there is none that the actor may see."""
    if Action.SEE_USES not in actions_of(actor, production):
        return None
    rows = Duty.objects.filter(id=duty_id, use__production=production)
    people = ("use__production", "assigned", "done_by", "moved_by")
    found: Duty | None = rows.select_related(*people).first()
    return found


def duties_of_use(use: Use) -> list[Duty]:
    """The duties of a use by their day, those that are not asked any more at the end."""
    rows = Duty.objects.filter(use=use).select_related("assigned", "done_by")
    found = list(rows.order_by(F("day").asc(nulls_last=True), "name", "path"))
    order = {Duty.State.OPEN: 0, Duty.State.DONE: 1, Duty.State.WAIVED: 1}
    for row in found:
        row.use = use
    return sorted(found, key=lambda each: order.get(each.state, 2))


def _rows(actor: Party, production: Production) -> Any:
    """The duties of uses that still want them."""
    rows = Duty.objects.filter(use__production=production)
    if Action.SEE_USES not in actions_of(actor, production):
        return rows.none()
    return rows.exclude(use__state__in=ENDED).exclude(state=Duty.State.DROPPED)


def _condition(state: str, today: date) -> Q:
    if state == "late":
        return Q(state=Duty.State.OPEN, day__lt=today)
    return Q(state=state)
