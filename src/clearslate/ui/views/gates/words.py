"""What gates are called on their pages."""

from __future__ import annotations

from clearslate.productions.gates import DELIVERY, LOCK, SCREENING, TURNOVER, Place, gate_words
from clearslate.productions.models import Episode, Gate

TITLES = {kind: str(Gate.Kind(kind).label).capitalize() for kind in map(str, Gate.Kind)}
"""The heads of the table, by kind."""

_DOES = {TURNOVER: "Pass", SCREENING: "Pass", LOCK: "Set", DELIVERY: "Pass"}


def head(place: Place) -> str:
    """An episode as the first cell of its line has it."""
    return place.code or "The whole production"


def of(episode: Episode | None) -> str:
    """An episode as the end of a name of something; that of a whole production says no more."""
    return f" of {episode.code}" if episode else ""


def to_pass(kind: str, number: int, whose: str = "") -> str:
    """What passing a gate is called: “Pass turnover 3”, “Set the picture lock of 103”."""
    return f"{_DOES[kind]} {gate_words(kind, number)}{whose}"


def to_lift(gate: Gate, whose: str = "") -> str:
    """What lifting a gate is called: “Lift the picture lock”, “Take the delivery of 103 back”."""
    words = f"{gate_words(gate.kind, gate.number)}{whose}"
    return f"Take {words} back" if gate.kind == DELIVERY else f"Lift {words}"


def named(gate: Gate) -> str:
    """A gate with its episode: “Turnover 3 of 103”."""
    words = f"{gate_words(gate.kind, gate.number).removeprefix('the ')}{of(gate.episode)}"
    return words[0].upper() + words[1:]
