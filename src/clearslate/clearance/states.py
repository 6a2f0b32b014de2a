"""Every move of a use between states, and what makes it: one table.

`settle` finds where a use stands from everything on file; this says where that can lead. The
diagram of the documentation is drawn from it, and tests hold what happens to it. It needs no
database: the states are words here, and a test compares them with those of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

_NOTICED, _IN_REVIEW, _ON_HOLD = "noticed", "in_review", "on_hold"
_GO_AHEAD, _CLEARED = "go_ahead", "cleared"
_DECLINED, _WITHDRAWN = "declined", "withdrawn"
_NOT_A_USE = "not_a_use"

MEANS = {
    _NOTICED: "Everybody who gets notices was told. Nobody has to decide.",
    _IN_REVIEW: "Some area that a finding names has yet to decide.",
    _ON_HOLD: "Evidence that a rule asks for is not on file, and no exception stands for it.",
    _GO_AHEAD: "All areas approved of the method. A final may still wait for a look, or a line.",
    _CLEARED: "All areas approved, and whatever was to be looked at was.",
    _DECLINED: "An area declined. A new version asks again.",
    _WITHDRAWN: "It is not to be done any more.",
    _NOT_A_USE: "Nothing of it is generative AI, so no rule applies.",
}
"""What each state says of a use."""

NOT_YET = ""
"""Before a use is submitted for the first time."""

LIVE = (_NOTICED, _IN_REVIEW, _ON_HOLD, _GO_AHEAD, _CLEARED, _NOT_A_USE)
"""States that a use can still leave by being assessed again."""


class Act(NamedTuple):
    """Something that can move a use."""

    id: str
    words: str
    entries: tuple[str, ...]
    """The types of the entries it appends before the move."""
    assesses: bool
    """Whether rules say where it leads, together with the decisions that stand."""
    moves: tuple[tuple[str, str], ...]


def _each(froms: Iterable[str], to: Iterable[str]) -> tuple[tuple[str, str], ...]:
    froms, to = tuple(froms), tuple(to)
    return tuple((was, now) for was in froms for now in to if was != now)


ACTS: tuple[Act, ...] = (
    Act(
        "submit",
        "a version is submitted",
        ("use.submitted", "use.noticed_under"),
        True,
        _each((NOT_YET, *LIVE, _DECLINED), LIVE),
    ),
    Act("reassess", "it is assessed again", ("use.reassessed",), True, _each(LIVE, LIVE)),
    Act("make_final", "temporary becomes final", ("use.made_final",), True, _each(LIVE, LIVE)),
    Act(
        "call_up",
        "a notice is called up",
        ("notice.called_up",),
        False,
        _each([_NOTICED], [_IN_REVIEW]),
    ),
    Act(
        "decide",
        "an area decides",
        ("decision.made",),
        False,
        _each([_IN_REVIEW], [_GO_AHEAD, _CLEARED, _DECLINED]),
    ),
    Act(
        "look",
        "results are sent or looked at",
        ("results.sent", "results.looked_at"),
        False,
        _each([_GO_AHEAD], [_CLEARED]) + _each([_CLEARED], [_GO_AHEAD]),
    ),
    Act(
        "answer_line",
        "a line is answered",
        ("line.answered",),
        False,
        _each([_GO_AHEAD], [_CLEARED]) + _each([_CLEARED], [_GO_AHEAD]),
    ),
    Act(
        "except",
        "a lawyer grants an exception",
        ("exception.granted",),
        False,
        _each([_ON_HOLD], [_IN_REVIEW, _GO_AHEAD, _CLEARED]),
    ),
    Act(
        "end_exception",
        "an exception ends",
        ("exception.ended",),
        False,
        _each([_IN_REVIEW, _GO_AHEAD, _CLEARED], [_ON_HOLD]),
    ),
    Act(
        "renew",
        "what lapsed is asked for again",
        ("area.asked",),
        False,
        _each([_GO_AHEAD, _CLEARED], [_IN_REVIEW]),
    ),
    Act(
        "withdraw",
        "it is withdrawn",
        ("use.withdrawn",),
        False,
        _each((*LIVE, _DECLINED), [_WITHDRAWN]),
    ),
)


class Move(NamedTuple):
    """One move of one use, and the act that made it."""

    act: str
    was: str
    now: str


ALLOWED = frozenset(Move(act.id, *pair) for act in ACTS for pair in act.moves)


def moves_told(entries: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Iterator[Move]:
    """The moves that entries of a log tell of: each has a use, a type and a body, in order."""
    by_entry = {kind: act.id for act in ACTS for kind in act.entries if act.id != "renew"}
    states: dict[str, str] = {}
    acts: dict[str, str] = {}
    for use, kind, body in entries:
        act = by_entry.get(kind)
        if kind == "area.asked" and body["why"] == "renewed":
            act = "renew"
        acts[use] = act or acts.get(use, "")
        now = _told(kind, body)
        was = states.get(use, NOT_YET)
        if now is not None and now != was:
            yield Move(acts[use], was, now)
            states[use] = now


def _told(kind: str, body: Mapping[str, Any]) -> str | None:
    """Where an entry says that a use stands now; None where it does not speak of that."""
    match kind:
        case "use.submitted" | "use.moved":
            return str(body["state"])
        case "use.withdrawn":
            return _WITHDRAWN
        case "notice.called_up":
            return _IN_REVIEW
    return None
