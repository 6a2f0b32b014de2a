"""The filters and orders of the table of uses, as conditions on rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, DateField, F, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Least, Lower, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.derived.records import folded
from clearslate.uses.asked import NAMELESS, Asked, use_number_in
from clearslate.uses.models import WaitsFor
from clearslate.uses.reading import LAPSED, READINGS, UNSETTLED, reads
from clearslate.uses.turns import (
    GO_AHEAD,
    IN_REVIEW,
    ON_HOLD,
    OPEN,
    SETTLED,
    WAITING,
    WITHDRAWN,
    Person,
    Turns,
)

WEEK = timedelta(days=7)
#: Departments in words.
DEPARTMENTS = dict(core_schema().vocabularies["department"])
_DESTINATION = {"final": True, "temporary": False, "unknown": None}
RANK = {name: place for place, name in enumerate(READINGS)}
_GRAVITY = {"hold": 0, "approval": 1, "notify": 2, "": 3}


@dataclass(frozen=True)
class Ground:
    """What conditions depend on beside what is asked: who asks, and when."""

    me: str
    production: str
    today: date
    at: datetime
    turns: Turns
    people: Mapping[str, str]
    """Names of those who declare, by id, for searching."""


#: Lists are kept as JSON text; as text they are compared alike on both databases.
LISTS = {
    "areas_text": Cast("areas", TextField()),
    "episodes_text": Cast("episodes", TextField()),
    "waiting_text": Cast("waiting", TextField()),
    "asked_text": Cast("asked", TextField()),
}


def columns(ground: Ground) -> dict[str, Any]:
    """What is asked for beside the columns of a use: how it reads, what it waits for, its lists."""
    waits = Case(When(reads__in=WAITING, then=F("waits_for")), default=Value(""))
    return {**LISTS, "reads": reads(ground.today), "waits": waits, "until": _until()}


def _until() -> Case:
    """The first day on which what settles a use no longer holds."""
    either = Coalesce(Least("holds_until", "valid_until"), "holds_until", "valid_until")
    return Case(
        When(reads__in=SETTLED, frozen_at__isnull=True, then=either),
        default=None,
        output_field=DateField(),
    )


def again() -> Q:
    """Uses that do not hold now: suspended, stale, or past the day of a decision."""
    return Q(reads__in=UNSETTLED)


def mine(ground: Ground) -> Q:
    """What waits for the person who asks: the uses of which `Turns.of` names them."""
    own = Q(declared_by=ground.me)
    areas = [_listed("waiting", area) for area in ground.turns.mine(ground.me)]
    if ground.turns.has_anything(ground.me):
        areas.append(_listed("waiting", NAMELESS))
    review, go_ahead = Q(reads=IN_REVIEW), Q(reads=GO_AHEAD)
    sends = go_ahead & Q(waits_for=WaitsFor.RESULT)
    found = own & (Q(reads__in=(ON_HOLD, LAPSED)) | sends)
    found |= review & _listed("asked", ground.me)
    if areas:
        found |= review & Q(waits_for=WaitsFor.DECISION) & ~own & _any(areas)
    for kind in ground.turns.kept_by(ground.me):
        found |= go_ahead & Q(waits_for=kind) & ~own
    return found


def filters(asked: Asked, ground: Ground) -> Q:
    """Everything that is asked for but the quick filters."""
    found = Q()
    if asked.state:
        found &= Q(reads__in=asked.state)
    if asked.outcome:
        found &= Q(outcome__in=asked.outcome)
    if asked.waits:
        found &= Q(waits__in=asked.waits)
    if asked.department:
        found &= Q(department__in=["" if v == NAMELESS else v for v in asked.department])
    if asked.area:
        found &= _any(_listed("areas", each) for each in asked.area)
    if asked.episode:
        found &= _any(_listed("episodes", each) for each in asked.episode)
    for word in asked.words:
        found &= _word(word, ground)
    return found


def quick(asked: Asked, ground: Ground) -> Q:
    """The quick filters, those that are tabs."""
    found = Q()
    if asked.goes:
        found &= _any(destination(each) for each in asked.goes)
    if asked.mine:
        found &= mine(ground)
    if asked.week:
        found &= Q(changed_at__gte=ground.at - WEEK)
    if asked.missing:
        found &= Q(missing__gt=0) & ~Q(state=WITHDRAWN)
    if asked.again:
        found &= again()
    return found


def destination(name: str) -> Q:
    """Uses whose material is final, temporary, or of which it is not known."""
    value = _DESTINATION[name]
    return Q(final__isnull=True) if value is None else Q(final=value)


def order(asked: Asked, ground: Ground, whos: list[tuple[Q, str]]) -> list[Any]:
    """The order that is asked for; what is equal in it comes in the order of numbers."""
    due = Case(When(reads__in=OPEN, then=F("due_on")), default=None)
    if not asked.sort:
        waiting = Case(
            When(reads__in=OPEN, then=Value(0)),
            When(~Q(waits=""), then=Value(1)),
            *(When(reads=name, then=Value(rank)) for name, rank in RANK.items()),
            output_field=IntegerField(),
        )
        return [waiting, due.asc(nulls_last=True), F("changed_at").desc(), F("number")]
    keys: dict[str, Any] = {
        "number": F("number"),
        "title": Lower("title"),
        "episodes": F("episodes_text"),
        "goes": Case(When(final=True, then=Value(0)), When(final=False, then=Value(2)), default=1),
        "state": _ranked("reads", RANK),
        "outcome": _ranked("outcome", _GRAVITY),
        "areas": F("areas_text"),
        "next": due,
        "changed": F("changed_at"),
        "missing": F("missing"),
        "declared": _ranked("declared_by", ranks(ground.people)),
        "versions": F("versions_count"),
        "department": _ranked("department", ranks(DEPARTMENTS)),
        "waits": _ranked("waits", {name: place for place, name in enumerate(WaitsFor.values)}),
        "until": F("until"),
        "who": _who(whos),
    }
    key = keys[asked.sort.removeprefix("-")]
    chosen = key.desc(nulls_last=True) if asked.sort.startswith("-") else key.asc(nulls_last=True)
    return [chosen, F("number")]


def ranks(names: Mapping[Any, str]) -> dict[Any, int]:
    """The place of each name in the order of the alphabet."""
    inorder = sorted(set(names.values()), key=lambda name: (folded(name), name))
    places = {name: place for place, name in enumerate(inorder)}
    return {key: places[name] for key, name in names.items()}


class Combination(NamedTuple):
    """What decides who has a use, as the database holds it."""

    reads: str
    waiting_text: str
    declared_by: str
    waits_for: str
    asked_text: str


def who_cases(combinations: Iterable[Combination], ground: Ground) -> list[tuple[Q, str]]:
    """What decides who has a use, with the name."""
    return [(Q(**each._asdict()), _held(each, ground)) for each in combinations]


def _held(each: Combination, ground: Ground) -> str:
    declarer = Person(each.declared_by, ground.people.get(each.declared_by, ""))
    waiting, asked = json.loads(each.waiting_text), json.loads(each.asked_text)
    turn = ground.turns.of(each.reads, waiting, declarer, each.waits_for, asked)
    return turn.called(ground.me)


def _who(cases: list[tuple[Q, str]]) -> Any:
    places = ranks({name: name for _, name in cases})
    whens = [When(condition, then=Value(places[name])) for condition, name in cases]
    return _first_of(whens, 0)


def _ranked(name: str, places: Mapping[Any, int]) -> Any:
    cases = [When(**{name: value}, then=Value(place)) for value, place in places.items()]
    return _first_of(cases, len(places))


def _first_of(cases: list[When], otherwise: int) -> Any:
    """A place by the first case that holds; the numbers of uses where there is no case.

    A bare number in an order would be a column for PostgreSQL.
    """
    if not cases:
        return F("number")
    return Case(*cases, default=Value(otherwise), output_field=IntegerField())


def _listed(field: str, value: str) -> Q:
    """Rows whose list holds a value; a database may write letters beyond ASCII as codes."""
    text = Cast(field, TextField())
    if value == NAMELESS:
        return Q(Exact(text, "[]"))
    found = Q(_holds(text, json.dumps(value)))
    if not value.isascii():
        found |= Q(_holds(text, json.dumps(value, ensure_ascii=False)))
    return found


def _word(word: str, ground: Ground) -> Q:
    """A word is in the declaration, is the number, or is in the name of who declared it."""
    found = Q(_holds(F("search"), word))
    number = int(word) if word.isascii() and word.isdecimal() and len(word) < 7 else None
    number = number or use_number_in(word)
    if number:
        found |= Q(number=number)
    named = [each for each, name in ground.people.items() if word in folded(name)]
    if named:
        found |= Q(declared_by__in=named)
    return found


def _holds(text: Any, part: str) -> Any:
    """Whether a text holds another, letter by letter on both databases."""
    return GreaterThan(StrIndex(text, Value(part)), 0)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
