"""The inbox of somebody who decides: what waits for them, and the reason that each is there.

Reviews of one use are one item, since one reads it once. Rows are found as ids first, so that what
is long is read for one page only; the number of queries does not depend on how much waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from clearslate.accounts.permissions import Action
from clearslate.clearance.bulk import may_go_together
from clearslate.clearance.judges import Judges
from clearslate.clearance.lines import ANSWERED_BY
from clearslate.clearance.models import Line, Look, Query, Review
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.models import Production
from clearslate.productions.packs import rulebooks_on
from clearslate.productions.selectors import today_in
from clearslate.uses.ground import areas_in
from clearslate.uses.models import State, Use, UseVersion, WaitsFor
from clearslate.uses.reading import ENDED, stale
from clearslate.uses.table import pictures_of

SIZE = 24
"""Items on a page."""

WEEK = timedelta(days=7)
PENDING = (Review.State.WAITING, Review.State.PAUSED)


@dataclass(frozen=True)
class Asked:
    """Which items are asked for; empty means all."""

    area: str = ""
    why: str = ""
    """A reason of `Review.Why`, or `changed_since` for what changed since the last look."""
    due: str = ""
    """`late`, `week`, or empty."""
    waiting: str = ""
    """`answer` for what waits for an answer, `decision` for what does not."""
    goes: str = ""
    """`final` or `temporary`."""
    page: int = 1


@dataclass(frozen=True)
class Item:
    """A use that waits for the person, with the areas in which it does."""

    use: Use
    reviews: tuple[Review, ...]
    areas: tuple[str, ...]
    """Titles, in the order of the use."""
    due: date | None
    paused: bool
    """Every one of its areas waits for an answer."""
    looked: int
    """The version at the last look of the person; zero for none."""
    picture: str
    together: bool
    """Whether it may be decided together with others."""
    case_sha256: str
    """Of the newest version, which is what a decision binds to."""

    @property
    def changed(self) -> bool:
        """Whether there is a newer version than at the last look."""
        return 0 < self.looked < self.use.versions_count


@dataclass(frozen=True)
class Inbox:
    """What waits for a person in a production."""

    asked: Asked
    items: tuple[Item, ...]
    matching: int
    counts: dict[str, int]
    """How many there are of each kind, whatever is asked for."""
    areas: tuple[tuple[str, str], ...]
    """The areas that the person decides, as id and title."""
    today: date

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.matching // SIZE), 1)


def inbox_of(actor: Party, production: Production, at: datetime, asked: Asked) -> Inbox:
    """What waits for somebody in a production: what is due first comes first."""
    today = today_in(production, at)
    areas = areas_in(rulebooks_on(production, today))
    judges = Judges(production, today)
    mine = judges.areas_of(actor.id, [*(each.id for each in areas), ""])
    waiting = _waiting(actor, production, mine)
    counts = _counts(waiting, today)
    found = waiting.filter(_condition(asked, today))
    ids = list(found.order_by(F("due").asc(nulls_last=True), "number").values_list("pk", flat=True))
    start = (min(max(asked.page, 1), max(-(-len(ids) // SIZE), 1)) - 1) * SIZE
    titles = {each.id: each.title for each in areas}
    items = _items(actor, ids[start : start + SIZE], mine, titles)
    named = tuple((area, titles[area]) for area in mine if area)
    return Inbox(asked, items, len(ids), counts, named, today)


def items_of(
    actor: Party, production: Production, at: datetime, numbers: Sequence[int]
) -> list[Item]:
    """What waits for somebody of some numbers, in the order of the numbers."""
    areas = areas_in(rulebooks_on(production, today_in(production, at)))
    judges = Judges(production, today_in(production, at))
    mine = judges.areas_of(actor.id, [*(each.id for each in areas), ""])
    rows = _waiting(actor, production, mine).filter(number__in=numbers).order_by("number")
    titles = {each.id: each.title for each in areas}
    return list(_items(actor, list(rows.values_list("pk", flat=True)), mine, titles))


def next_of(actor: Party, production: Production, at: datetime, *, after: str = "") -> Use | None:
    """The use to decide next; `after` is the id of one that was just decided."""
    today = today_in(production, at)
    areas = areas_in(rulebooks_on(production, today))
    mine = Judges(production, today).areas_of(actor.id, [*(each.id for each in areas), ""])
    rows = _waiting(actor, production, mine).filter(paused=False).exclude(id=after)
    rows = rows.exclude(stale(today))  # what is assessed anew cannot be decided until then
    found: Use | None = rows.order_by(F("due").asc(nulls_last=True), "number").first()
    return found


def _waiting(actor: Party, production: Production, mine: Sequence[str]) -> Any:
    """The uses in which an area of the person has yet to decide, their own left out."""
    pending = Q(reviews__area__in=mine, reviews__state__in=PENDING)
    running = Review.objects.filter(use=OuterRef("pk"), area__in=mine, state=Review.State.WAITING)
    looked = Look.objects.filter(use=OuterRef("pk"), user_id=actor.id)
    return (
        Use.objects.filter(production=production, state=State.IN_REVIEW, suspended=False)
        .filter(pending)
        .exclude(declared_by_id=actor.id)
        .exclude(versions__submitted_by_id=actor.id)
        .annotate(
            due=Min("reviews__due_on", filter=pending),
            paused=~Exists(running),
            looked=Subquery(looked.values("version")[:1]),
        )
    )


def _counts(waiting: Any, today: date) -> dict[str, int]:
    rows = list(waiting.values_list("due", "paused", "looked", "versions_count"))
    return {
        "all": len(rows),
        "new": sum(looked is None for _, _, looked, _ in rows),
        "late": sum(due is not None and due < today and not paused for due, paused, _, _ in rows),
        "answer": sum(paused for _, paused, _, _ in rows),
        "changed": sum(looked is not None and looked < now for _, _, looked, now in rows),
    }


def _condition(asked: Asked, today: date) -> Q:
    found = Q()
    if asked.area:
        found &= Q(reviews__area=asked.area, reviews__state__in=PENDING)
    if asked.why == "new":
        found &= Q(looked__isnull=True)
    elif asked.why == "changed_since":
        found &= Q(looked__lt=F("versions_count"))
    elif asked.why in Review.Why.values:
        found &= Q(reviews__why=asked.why, reviews__state__in=PENDING)
    if asked.due == "late":
        found &= Q(due__lt=today, paused=False)
    elif asked.due == "week":
        found &= Q(due__lte=today + WEEK)
    if asked.waiting:
        found &= Q(paused=asked.waiting == "answer")
    if asked.goes:
        found &= Q(final=False) if asked.goes == "temporary" else ~Q(final=False)
    return found


def _items(
    actor: Party, ids: Sequence[str], mine: Sequence[str], titles: Mapping[str, str]
) -> tuple[Item, ...]:
    """The items of some uses, in the order of their ids."""
    uses = {
        each.pk: each
        for each in Use.objects.filter(pk__in=ids).select_related("declared_by", "assessment")
    }
    newest = UseVersion.objects.filter(use__in=ids, number=F("use__versions_count"))
    versions = {each.use_id: each for each in newest.select_related("assessment")}
    reviews: dict[str, list[Review]] = {}
    rows = Review.objects.filter(use__in=ids, area__in=mine, state__in=PENDING)
    for row in rows.order_by("due_on", "area"):
        reviews.setdefault(row.use_id, []).append(row)
    looks = Look.objects.filter(use__in=ids, user_id=actor.id)
    looked = dict(looks.values_list("use_id", "version"))
    pictures = pictures_of(ids)
    return tuple(
        Item(
            use=uses[each],
            reviews=tuple(reviews[each]),
            areas=tuple(titles.get(row.area, "Called-up notice") for row in reviews[each]),
            due=min((row.due_on for row in reviews[each] if row.due_on), default=None),
            paused=all(row.state == Review.State.PAUSED for row in reviews[each]),
            looked=looked.get(each, 0),
            picture=pictures.get(each, ""),
            together=may_go_together(uses[each], versions[each]),
            case_sha256=uses[each].assessment.case_sha256,
        )
        for each in ids
        if each in uses and each in reviews
    )


@dataclass(frozen=True)
class Beside:
    """What else waits for a person: questions, results to look at, and lines to answer."""

    queries: tuple[Query, ...]
    results: tuple[Use, ...]
    lines: tuple[Line, ...]


MOST_BESIDE = 50


def beside(actor: Party, production: Production) -> Beside:
    """What waits for somebody beside decisions, the oldest first."""
    queries = Query.objects.filter(
        to_id=actor.id,
        answered_at=None,
        taken_back_at=None,
        review__use__production=production,
    ).exclude(review__use__state__in=ENDED)
    actions = actions_of(actor, production)
    results = Use.objects.none()
    if Action.LOOK_AT_RESULTS in actions:
        results = Use.objects.filter(
            production=production, waits_for=WaitsFor.LOOK, suspended=False
        ).exclude(declared_by_id=actor.id)
    kinds = [kind for kind, needed in ANSWERED_BY.items() if needed in actions]
    lines = (
        Line.objects.filter(use__production=production, kind__in=kinds, closed_at=None, response="")
        .exclude(use__state__in=ENDED)
        .select_related("use")
    )
    return Beside(
        tuple(queries.select_related("review__use", "asked_by").order_by("asked_at")[:MOST_BESIDE]),
        tuple(results.order_by("changed_at")[:MOST_BESIDE]),
        tuple(lines.order_by("opened_at")[:MOST_BESIDE]),
    )
