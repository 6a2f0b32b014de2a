"""What a change would move, on a page that asks whether to go on; nothing was changed yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render

from clearslate.accounts.permissions import Action
from clearslate.clearance.foreseeing import Foreseen, Move
from clearslate.policy.render.words import HEADLINES, count
from clearslate.productions.rules import areas_on
from clearslate.ui import listing
from clearslate.ui.access import Visit
from clearslate.uses.entries import use_number
from clearslate.uses.reading import reading

_SHOWN = 12
"""Uses of one group that the page lists."""


class Asked(NamedTuple):
    """What the page asks to confirm: its words, and what the form sends."""

    heading: str
    button: str
    action: str
    back: str
    hidden: Mapping[str, str]
    document: str = ""
    """A text that is sent again, which may be long."""


class _Line(NamedTuple):
    number: str
    place: int
    title: str
    sign: str
    word: str
    areas: str


class _Group(NamedTuple):
    words: str
    lines: tuple[_Line, ...]
    more: int


def ask_first(visit: Visit, asked: Asked, foreseen: Foreseen) -> HttpResponse:
    """The page: how many uses would move where, which, and the button that does it."""
    titles = areas_on(visit.production, visit.today)
    rest = foreseen.reached - foreseen.looked_at
    context = {
        "visit": visit,
        "asked": asked,
        "foreseen": foreseen,
        "answer": _answer(foreseen),
        "groups": [_group(visit, *each, titles) for each in foreseen.groups],
        "stay": foreseen.looked_at - len(foreseen.moves) - foreseen.failed,
        "rest": rest,
    }
    return render(visit.request, "productions/foreseen.html", context)


def _answer(foreseen: Foreseen) -> str:
    if foreseen.reached > foreseen.looked_at:
        return f"{len(foreseen.moves)} of the first {foreseen.looked_at} would move."
    if not foreseen.moves:
        return "No use would move."
    return f"{count(len(foreseen.moves), 'use').capitalize()} would move."


def _group(
    visit: Visit, was: str, now: str, moves: list[Move], titles: Mapping[str, str]
) -> _Group:
    many = count(len(moves), "use").capitalize()
    if was == now:
        words = f"{many}: {_words(now)} as before, and areas are asked again"
    else:
        words = f"{many}: from {_words(was)} to {_words(now)}"
    shown = moves[:_SHOWN] if visit.may(Action.SEE_USES) else []
    lines = tuple(_line(visit, each, titles) for each in shown)
    return _Group(words, lines, len(moves) - len(lines) if lines else 0)


def _line(visit: Visit, move: Move, titles: Mapping[str, str]) -> _Line:
    sign, word = listing.signed(reading(move.use, visit.today))
    areas = _listed(titles.get(each, each.replace("_", " ")) for each in move.asked)
    return _Line(use_number(move.use.number), move.use.number, move.use.title, sign, word, areas)


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(str(each).lower() for each in names)


def _words(outcome: str) -> str:
    return HEADLINES[outcome].lower() if outcome else "no use of generative AI"
