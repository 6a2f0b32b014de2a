"""What is to do in a production on a day, by whom, and who hears of what is late with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from clearslate.accounts.permissions import Action
from clearslate.clearance.judges import Judges
from clearslate.clearance.models import Away, Query, Review
from clearslate.duties.days import numbers
from clearslate.duties.models import Duty, News
from clearslate.ledger.parties import WORKER
from clearslate.productions.models import Membership, Production
from clearslate.productions.selectors import today_in
from clearslate.uses.ground import ground_for
from clearslate.uses.locks import working_days
from clearslate.uses.models import State, Use, WaitsFor
from clearslate.uses.reading import ENDED, stale
from clearslate.uses.turns import Turns
from clearslate.uses.versions import working_day

NEW, DUE, LATE, ESCALATED = map(str, News.Why.values)
DECISION, ANSWER, DUTY, EVIDENCE = map(str, News.Kind.values)


@dataclass(frozen=True)
class Item:
    """One thing that one person is to do, or to know of."""

    user_id: str
    production: Production
    use: Use
    kind: str
    why: str
    """One of `News.Why`; empty for what is neither new, due soon nor late."""
    thing: str
    about: str
    due: date | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What nobody is told twice."""
        return (self.thing, self.why, self.about)


@dataclass(frozen=True)
class _Thing:
    """Something that is to be done, before it is known by whom."""

    use: Use
    kind: str
    id: str
    round: str
    """Empty where it is nothing new to whoever has it."""
    due: date | None


class Todo:
    """What is to do in one production on its legal date; made once per production."""

    def __init__(self, production: Production, at: datetime) -> None:
        self.production = production
        self.today = today_in(production, at)
        rows = Membership.objects.filter(production=production, ended_at=None, user__is_active=True)
        self._members = list(rows.select_related("role").order_by("stands_in", "since", "id"))
        self._turns: Turns = ground_for(WORKER, production, at).turns
        self._judges = Judges(production, self.today)
        self._delegates = self._away()

    def items(self) -> Iterator[Item]:
        """Everything, whoever has it."""
        yield from self._decisions()
        yield from self._answers()
        yield from self._duties()
        yield from self._evidence()

    def _decisions(self) -> Iterator[Item]:
        uses = Use.objects.filter(
            production=self.production, state=State.IN_REVIEW, suspended=False
        ).exclude(stale(self.today))
        reviews = Review.objects.filter(use__in=uses, state=Review.State.WAITING)
        found = list(reviews.select_related("use").order_by("due_on", "id"))
        self._judges.know({each.use_id for each in found})
        for review in found:
            use = self._placed(review.use)
            opened = f"{review.opened_at:%Y%m%dT%H%M%S.%f}"
            thing = _Thing(use, DECISION, review.id, opened, review.due_on)
            people = self._deciding(review, use)
            yield from self._told(thing, people)
            if self._late(review.due_on) >= numbers().decision_late:
                others = [*self._standing_in(review.area), *self._with(Action.GET_NOTICES)]
                yield from self._escalated(thing, others, people)

    def _answers(self) -> Iterator[Item]:
        rows = Query.objects.filter(
            review__use__production=self.production,
            review__use__suspended=False,
            answered_at=None,
            taken_back_at=None,
        ).exclude(review__use__state__in=ENDED)
        members = self._with(Action.SEE_USES)
        for query in rows.select_related("review__use").order_by("asked_at", "id"):
            use = self._placed(query.review.use)
            thing = _Thing(use, ANSWER, query.id, query.id, None)
            yield from self._told(thing, [each for each in members if each == query.to_id])

    def _duties(self) -> Iterator[Item]:
        rows = Duty.objects.filter(
            use__production=self.production, use__suspended=False, state=Duty.State.OPEN
        ).exclude(use__state__in=ENDED)
        members, keepers = set(self._with(Action.SEE_USES)), self._with(Action.KEEP_DUTIES)
        for duty in rows.select_related("use").order_by("day", "id"):
            # Whoever declared a use has its duties before them; one from somebody else is new.
            given = duty.assigned_at != duty.created_at
            about = f"{duty.assigned_at:%Y%m%dT%H%M%S.%f}" if given else ""
            thing = _Thing(self._placed(duty.use), DUTY, duty.id, about, duty.day)
            people = [duty.assigned_id] if duty.assigned_id in members else keepers
            yield from self._told(thing, people)
            if self._late(duty.day) >= numbers().duty_late:
                yield from self._escalated(thing, keepers, people)

    def _evidence(self) -> Iterator[Item]:
        rows = Use.objects.filter(
            production=self.production,
            state=State.ON_HOLD,
            waits_for=WaitsFor.EVIDENCE,
            suspended=False,
        )
        members = set(self._with(Action.SEE_USES))
        for use in rows.order_by("due_on", "id"):
            thing = _Thing(self._placed(use), EVIDENCE, use.id, "", use.due_on)
            people = [use.declared_by_id] if use.declared_by_id in members else []
            yield from self._told(thing, people)

    def _told(self, thing: _Thing, people: Iterable[str]) -> Iterator[Item]:
        """What each of those who have a thing is told of it now."""
        soon = working_day(self.today, numbers().due_within)
        why, about = (NEW, thing.round) if thing.round else ("", "")
        if thing.due is not None and thing.due <= soon:
            why, about = (LATE if thing.due < self.today else DUE), thing.due.isoformat()
        for person in people:
            yield self._item(person, thing, why, about)

    def _escalated(
        self, thing: _Thing, people: Iterable[str], having: Iterable[str]
    ) -> Iterator[Item]:
        about = thing.due.isoformat() if thing.due else ""
        for person in dict.fromkeys(people):
            if person not in having:
                yield self._item(person, thing, ESCALATED, about)

    def _item(self, person: str, thing: _Thing, why: str, about: str) -> Item:
        given = (thing.use, thing.kind, why, thing.id, about, thing.due)
        return Item(person, self.production, *given)

    def _late(self, due: date | None) -> int:
        """How many working days have passed since a day."""
        return working_days(due, self.today) if due is not None and due < self.today else 0

    def _deciding(self, review: Review, use: Use) -> list[str]:
        """Who is to decide for an area: whoever looks after it, or decides for them."""
        after = self._turns.looked_after.get(review.area, self._turns.anything)
        found = []
        for person in after:
            delegate = self._delegates.get((person.id, review.area)) or self._delegates.get(
                (person.id, "")
            )
            for each in (delegate, person.id):
                if each and self._judges.judge(each, review.area, use) is not None:
                    found.append(each)
                    break
        return list(dict.fromkeys(found))

    def _standing_in(self, area: str) -> list[str]:
        """Who is asked about an area when the others are away."""
        return [
            row.user_id
            for row in self._members
            if row.stands_in
            and Action.DECIDE.value in row.role.actions
            and (not row.areas or area in row.areas)
        ]

    def _with(self, action: Action) -> list[str]:
        """Who may do something, those who stand in last."""
        rows = (row for row in self._members if action.value in row.role.actions)
        return list(dict.fromkeys(row.user_id for row in rows))

    def _away(self) -> dict[tuple[str, str], str]:
        """Who decides for whom today, by person and area; an empty area is all of theirs."""
        rows = Away.objects.filter(
            production=self.production,
            ended_at=None,
            from_day__lte=self.today,
            to_day__gt=self.today,
        )
        found: dict[tuple[str, str], str] = {}
        for row in rows.order_by("set_at", "id"):
            for area in row.areas or [""]:
                found.setdefault((row.user_id, area), row.delegate_id)
        return found

    def _placed(self, use: Use) -> Use:
        """A use with the production that is at hand, so that nothing is read again for it."""
        use.production = self.production
        return use


def todo_of(person_id: str, production: Production, at: datetime) -> list[Item]:
    """What one person is to do in a production, what is late with others left out."""
    if production.archived_at is not None:
        return []
    found = (each for each in Todo(production, at).items() if each.user_id == person_id)
    return [each for each in found if each.why != ESCALATED]
