"""The filters and orders of the table of uses, as conditions on rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Lower, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.derived.records import folded
from clearslate.uses.asked import NAMELESS, Asked, use_number_in
from clearslate.uses.models import Use, UseVersion
from clearslate.uses.turns import (
    IN_REVIEW,
    NOT_A_USE,
    NOTICED,
    ON_HOLD,
    OPEN,
    SETTLED,
    WITHDRAWN,
    Person,
    Turns,
)

WEEK = timedelta(days=7)
#: Departments in words.
DEPARTMENTS = dict(core_schema().vocabularies["department"])
_DESTINATION = {"final": True, "temporary": False, "unknown": None}
_RANK = {
    ON_HOLD: 0,
    IN_REVIEW: 1,
    NOTICED: 2,
    NOT_A_USE: 3,
    WITHDRAWN: 4,
}
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
}


def stale(today: date) -> Exists:
    """Whether the newest assessment no longer holds, for a few rows that are shown."""
    return Exists(
        UseVersion.objects.filter(
            use=OuterRef("pk"),
            number=OuterRef("versions_count"),
            assessment__holds_until__lte=today,
        )
    )


def again(ground: Ground) -> Q:
    """Settled uses that are to be assessed again, since facts that they rest on have changed.

    They are looked up once for all rows: asked of each row, they would make PostgreSQL expect so
    much work that it compiles the query first.
    """
    changed = Use.objects.filter(
        production=ground.production,
        state__in=SETTLED,
        versions__number=F("versions_count"),
        versions__assessment__holds_until__lte=ground.today,
    )
    return Q(pk__in=changed.values("pk"))


def mine(ground: Ground) -> Q:
    """What waits for the person who asks."""
    own = Q(declared_by=ground.me)
    areas = [_listed("areas", area) for area in ground.turns.mine(ground.me)]
    if ground.turns.has_anything(ground.me):
        areas.append(_listed("areas", NAMELESS))
    found = own & (Q(state=ON_HOLD) | again(ground))
    if areas:
        found |= Q(state=IN_REVIEW) & ~own & _any(areas)
    return found


def filters(asked: Asked, ground: Ground) -> Q:
    """Everything that is asked for but the quick filters."""
    found = Q()
    for name in ("state", "outcome"):
        if values := getattr(asked, name):
            found &= Q(**{f"{name}__in": values})
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
        found &= again(ground)
    return found


def destination(name: str) -> Q:
    """Uses whose material is final, temporary, or of which it is not known."""
    value = _DESTINATION[name]
    return Q(final__isnull=True) if value is None else Q(final=value)


def order(asked: Asked, ground: Ground, whos: list[tuple[Q, str]]) -> list[Any]:
    """The order that is asked for; what is equal in it comes in the order of numbers."""
    due = Case(When(state__in=OPEN, then=F("due_on")), default=None)
    if not asked.sort:
        waiting = Case(
            When(state__in=OPEN, then=Value(0)),
            *(When(state=state, then=Value(rank)) for state, rank in _RANK.items()),
            output_field=IntegerField(),
        )
        return [waiting, due.asc(nulls_last=True), F("changed_at").desc(), F("number")]
    keys: dict[str, Any] = {
        "number": F("number"),
        "title": Lower("title"),
        "episodes": F("episodes_text"),
        "goes": Case(When(final=True, then=Value(0)), When(final=False, then=Value(2)), default=1),
        "state": _ranked("state", _RANK),
        "outcome": _ranked("outcome", _GRAVITY),
        "areas": F("areas_text"),
        "next": due,
        "changed": F("changed_at"),
        "missing": F("missing"),
        "declared": _ranked("declared_by", ranks(ground.people)),
        "versions": F("versions_count"),
        "department": _ranked("department", ranks(DEPARTMENTS)),
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


_Key = tuple[str, str, str, bool]


def who_cases(combinations: Iterable[tuple[str, str, str]], ground: Ground) -> list[tuple[Q, str]]:
    """What decides who has a use, with the name; the more particular conditions come first."""
    particular: dict[_Key, str] = {}
    general: dict[_Key, str] = {}
    for state, areas, declared_by in combinations:
        declarer = Person(declared_by, ground.people.get(declared_by, ""))
        listed = json.loads(areas)
        held = ground.turns.of(state, listed, declarer, False).called(ground.me)
        if state == IN_REVIEW:
            others = ground.turns.of(state, listed, Person("", ""), False).called(ground.me)
            general[(state, areas, "", False)] = others
            if others != held:
                particular[(state, areas, declared_by, False)] = held
        elif state == ON_HOLD:
            general[(state, "", declared_by, False)] = held
        elif state in SETTLED:
            general[(state, "", "", False)] = held
            held = ground.turns.of(state, listed, declarer, True).called(ground.me)
            particular[(state, "", declared_by, True)] = held
        else:
            general[(state, "", "", False)] = held
    return [(_held_by(*key, ground), name) for key, name in {**particular, **general}.items()]


def _held_by(state: str, areas: str, declared_by: str, is_stale: bool, ground: Ground) -> Q:
    condition = Q(state=state)
    if areas:
        condition &= Q(areas_text=areas)
    if declared_by:
        condition &= Q(declared_by=declared_by)
    return condition & again(ground) if is_stale else condition


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
