"""Is the show clear: per episode and per department, and how long open things have waited.

Everything is counted by how a use reads on the day, and nothing is counted per person.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Case, Count, Value, When

from clearslate.clearance.models import Decision, Line, Review
from clearslate.ledger.parties import Party
from clearslate.productions.models import Production
from clearslate.productions.selectors import today_in
from clearslate.uses.locks import working_days
from clearslate.uses.matching import DEPARTMENTS, LISTS
from clearslate.uses.models import State, WaitsFor
from clearslate.uses.reading import unsettled
from clearslate.uses.selectors import uses_of
from clearslate.uses.turns import DECLINED, IN_REVIEW, NOT_A_USE, ON_HOLD, WITHDRAWN

CLEAR, OPEN, HELD, ENDED = "clear", "open", "held", "ended"
"""How uses are grouped: nothing to do, something to do, evidence missing, not to be done."""

NO_EPISODE = ""
AGES = ((2, "0 to 2"), (5, "3 to 5"), (10, "6 to 10"), (None, "more than 10"))
"""Working days that something has waited, in groups."""


@dataclass
class Tally:
    """Uses of one episode or department, by group."""

    key: str
    title: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((CLEAR, OPEN, HELD), 0))

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def clear(self) -> bool:
        """Whether nothing of it is open or on hold."""
        return not self.counts[OPEN] and not self.counts[HELD]


@dataclass(frozen=True)
class Ageing:
    """How long open things of one kind have waited: how many in each group of `AGES`."""

    title: str
    counts: tuple[int, ...]
    oldest: int
    """Working days."""

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True)
class Pace:
    """How long the decisions of an area took, in working days, paused days left out."""

    title: str
    count: int
    median: float
    slowest_tenth: float
    """Nine in ten took at most so long."""


@dataclass(frozen=True)
class Report:
    """The whole answer, for one day."""

    today: date
    total: Tally
    episodes: tuple[Tally, ...]
    departments: tuple[Tally, ...]
    ageing: tuple[Ageing, ...]
    pace: tuple[Pace, ...]


def report_of(actor: Party, production: Production, at: datetime) -> Report:
    """The report for somebody who may see the uses; it is empty for others."""
    today = today_in(production, at)
    uses = uses_of(actor, production)
    total = Tally("", "All uses")
    episodes = {
        code: Tally(code, f"Episode {code}")
        for code in production.episodes.order_by("code").values_list("code", flat=True)
    }
    departments: dict[str, Tally] = {}
    for group, codes, department, count in _counted(uses, today):
        total.counts[group] += count
        for code in codes or [NO_EPISODE]:
            title = f"Episode {code}" if code else "No episode named"
            episodes.setdefault(code, Tally(code, title)).counts[group] += count
        title = DEPARTMENTS.get(department, department) or "No department named"
        departments.setdefault(department, Tally(department, title)).counts[group] += count
    inorder = [*DEPARTMENTS, *(each for each in departments if each not in DEPARTMENTS)]
    return Report(
        today,
        total,
        tuple(episodes.values()),
        tuple(departments[each] for each in inorder if each in departments),
        tuple(_ageing(uses, production, at)),
        tuple(_pace(uses, production)),
    )


def group_of(state: str, waits_for: str, is_unsettled: bool) -> str:
    """The group of a use that stands so."""
    if state in (DECLINED, WITHDRAWN, NOT_A_USE):
        return ENDED
    if state == ON_HOLD:
        return HELD
    if is_unsettled or waits_for or state == IN_REVIEW:
        return OPEN
    return CLEAR


def _counted(uses: Any, today: date) -> Iterable[tuple[str, list[str], str, int]]:
    """Uses that are not ended, as group, episodes, department and how many."""
    flag = Case(
        When(unsettled(today), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    rows = (
        uses.annotate(**LISTS, flag=flag)
        .values_list("state", "waits_for", "flag", "episodes_text", "department")
        .order_by()
        .annotate(count=Count("pk"))
    )
    for state, waits_for, flagged, episodes, department, count in rows:
        group = group_of(state, waits_for, flagged)
        if group != ENDED:
            yield group, json.loads(episodes), department, count


def _ageing(uses: Any, production: Production, at: datetime) -> Iterable[Ageing]:
    zone = ZoneInfo(production.zone)
    today = at.astimezone(zone).date()
    running = uses.filter(suspended=False)
    reviews = Review.objects.filter(use__in=running.values("pk"), use__state=State.IN_REVIEW)
    lines = Line.objects.filter(use__in=running.values("pk"), closed_at=None, response="")
    kinds: tuple[tuple[str, Any, str], ...] = (
        ("Decisions", reviews.filter(state=Review.State.WAITING), "opened_at"),
        ("Questions to answer", reviews.filter(state=Review.State.PAUSED), "opened_at"),
        ("Evidence missing", running.filter(state=State.ON_HOLD), "changed_at"),
        ("Results to send", running.filter(waits_for=WaitsFor.RESULT), "changed_at"),
        ("Results to look at", running.filter(waits_for=WaitsFor.LOOK), "changed_at"),
        (
            "Legal reviews, rights and consultations",
            lines.exclude(use__state__in=[State.DECLINED, State.WITHDRAWN]),
            "opened_at",
        ),
    )
    for title, rows, since in kinds:
        instants = rows.values_list(since, flat=True)
        days = [working_days(each.astimezone(zone).date(), today) for each in instants]
        if days:
            yield Ageing(title, _by_age(days), max(days))


def _by_age(days: Sequence[int]) -> tuple[int, ...]:
    counts = [0] * len(AGES)
    for each in days:
        place = next(i for i, (most, _) in enumerate(AGES) if most is None or each <= most)
        counts[place] += 1
    return tuple(counts)


def _pace(uses: Any, production: Production) -> Iterable[Pace]:
    zone = ZoneInfo(production.zone)
    took: dict[str, list[int]] = defaultdict(list)
    rows = Decision.objects.filter(review__use__in=uses.values("pk"))
    for area, asked, at, paused in rows.values_list(
        "review__area", "asked_at", "at", "paused_days"
    ):
        days = working_days(asked.astimezone(zone).date(), at.astimezone(zone).date())
        took[area].append(max(days - paused, 0))
    for area, each in sorted(took.items()):
        inorder = sorted(each)
        ninth = inorder[-(-len(inorder) * 9 // 10) - 1]
        yield Pace(area, len(inorder), float(median(inorder)), float(ninth))
