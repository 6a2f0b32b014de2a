"""The page of gates: each episode with what was planned and what it has passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.policy.render.words import count
from clearslate.productions.gates import (
    DELIVERY,
    LOCK,
    SCREENING,
    TURNOVER,
    Place,
    Stage,
    gates_of,
    places_of,
)
from clearslate.productions.models import Gate
from clearslate.ui import dates
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.gates.words import TITLES, head, named, to_pass


class Cell(NamedTuple):
    """One gate of one episode, as the table shows it."""

    title: str
    stage: Stage
    last: Gate | None
    times: str
    """How often it was passed, where that is counted."""
    pass_words: str
    """What passing the next one is called; empty where nobody may, or it stands."""
    lift_words: str


class Line(NamedTuple):
    """An episode with its gates."""

    place: Place
    head: str
    cells: list[Cell]


@require_safe
@production_page(Action.SEE_PRODUCTION)
def gates(visit: Visit) -> HttpResponse:
    """Every episode and every gate, with what may be done."""
    places = places_of(visit.production)
    passed = gates_of(visit.production)
    context = {
        "visit": visit,
        "answer": _answer(places, film=visit.production.kind == "film"),
        "board": list(_cells(visit, places)),
        "titles": TITLES.values(),
        "lines": [Line(each, head(each), list(_row(visit, each))) for each in places],
        "passed": [(each, named(each), _may_lift(visit, each, places)) for each in passed],
        "may_keep": visit.may(Action.KEEP_GATES),
        "no_episodes": visit.production.kind != "film" and places[0].episode is None,
        "may_edit": visit.may(Action.EDIT_PRODUCTION),
    }
    return render(visit.request, "gates/page.html", context)


def _row(visit: Visit, place: Place) -> Iterator[Cell]:
    for kind, stage in place.stages.items():
        counted = sum(gate.lifted_at is None for gate in stage.passed)
        may_pass = visit.may(Action.KEEP_GATES) and place.takes and not place.delivered
        lifted = stage.last if kind in (LOCK, DELIVERY) else None
        yield Cell(
            TITLES[kind],
            stage,
            stage.last,
            _times(kind, counted),
            to_pass(kind, stage.next) if may_pass and not stage.stands else "",
            _lift_words(kind) if lifted and _may_lift(visit, lifted, [place]) else "",
        )


def _times(kind: str, number: int) -> str:
    return count(number, str(Gate.Kind(kind).label)) if kind in (TURNOVER, SCREENING) else ""


def _lift_words(kind: str) -> str:
    return "Take it back" if kind == DELIVERY else "Lift the lock"


def _may_lift(visit: Visit, gate: Gate, places: Sequence[Place]) -> bool:
    """Whether the person may lift a gate as things stand."""
    if gate.lifted_at is not None:
        return False
    if gate.kind == DELIVERY:
        return visit.may(Action.REVIEW_LEGALLY)
    of = gate.episode_id
    frozen = any(each.delivered for each in places if (each.episode and each.episode.id) == of)
    return visit.may(Action.KEEP_GATES) and not frozen


def _answer(places: Sequence[Place], *, film: bool) -> str:
    """How far it is, in a few words."""
    taking = [each for each in places if each.takes]
    locked = sum(each.stages[LOCK].stands for each in taking)
    delivered = sum(each.delivered for each in taking)
    if film or taking[0].episode is None:
        if delivered:
            return "Delivered."
        return "Locked, not delivered." if locked else "Not locked."
    are = f"{locked} of {count(len(taking), 'episode')} locked"
    return f"{are}, {delivered} delivered." if delivered else f"{are}."


def _cells(visit: Visit, places: Sequence[Place]) -> Iterator[dict[str, Any]]:
    """The numbers beside the answer, and what the calendar has next."""
    for kind, words in ((TURNOVER, "Turnovers"), (SCREENING, "Screenings")):
        done = [each for place in places for each in place.stages[kind].passed]
        yield {"label": words, "value": str(sum(each.lifted_at is None for each in done))}
    coming = sorted(_coming(visit, places), key=lambda each: each[0])
    if coming:
        day, place, kind = coming[0]
        same = [each[1].code for each in coming if (each[0], each[2]) == (day, kind)]
        of = f" of {', '.join(same)}" if place.episode else ""
        yield {
            "label": "Next in the calendar",
            "value": f"{TITLES[kind]}{of}",
            "note": dates.words(day, visit.today),
        }


def _coming(visit: Visit, places: Sequence[Place]) -> Iterator[tuple[date, Place, str]]:
    for place in places:
        for kind, stage in place.stages.items():
            if stage.planned and stage.planned >= visit.today and place.takes and not stage.stands:
                yield stage.planned, place, kind
