"""The home of a production in words: the answer, what blocks, and the plan of locks and deliveries.

Every sentence says only what the product knows: “so far”, “open”, “in the calendar”.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from clearslate.policy.render.words import count, listed
from clearslate.ui import charts, dates, listing
from clearslate.ui.access import Visit
from clearslate.uses.asked import Asked
from clearslate.uses.entries import use_number
from clearslate.uses.home import Blocker, Mark, Pack, Standing
from clearslate.uses.locks import LOCK, Day, working_days
from clearslate.uses.models import WaitsFor
from clearslate.uses.reading import LAPSED, STALE, SUSPENDED, UNSETTLED

_KEY = {
    "on_hold": "on hold",
    "lapsed": "no longer holds",
    "in_review": "in review",
    "go_ahead": "go-ahead, result to come",
    "clear": "clear so far",
}
_SAID = {"passed": "passed", "none": "nothing declared", "clear": "clear so far"}


def board(visit: Visit, stands: Standing, packs: Iterable[Pack]) -> dict[str, Any]:
    """The board: the answer, and the numbers beside it."""
    name = visit.production.code_name
    ahead = stands.calendar.ahead()
    cells: list[dict[str, Any]] = []
    if ahead:
        cells.append(_next_day(ahead[0], visit.today))
    if stands.total:
        cells += [
            {
                "label": "Blocking any date",
                "value": str(stands.blocking),
                "note": f"{stands.blocking_mine} with you" if stands.blocking_mine else "",
            },
            {
                "label": "With reviewers",
                "value": str(stands.reads["in_review"]),
                "note": _in_time(stands.reads["in_review"], stands.late),
            },
            {
                "label": "Clear so far",
                "value": f"{stands.clear_ones} of {stands.total}",
                "note": _made_of(stands),
            },
        ]
    cells.append(_as_of(visit, packs))
    return {
        "question": f"Is {name} clear?",
        "answer": _answer(stands),
        "note": _beside(stands),
        "sticks": "closed" if stands.total and stands.clear else "open",
        "cells": cells,
        "stands": stands,
    }


def _made_of(stands: Standing) -> str:
    """What matters most beside the number: what no longer holds, or is nearly clear, or is."""
    if over := sum(stands.reads[name] for name in UNSETTLED):
        return f"{over} no longer {'holds' if over == 1 else 'hold'}"
    if stands.results:
        return f"{stands.results} more: results to come"
    parts = [f"{stands.reads[name]} {name}" for name in ("cleared", "noticed")]
    return ", ".join(part for part in parts if not part.startswith("0 "))


def _in_time(reviewing: int, late: int) -> str:
    if not reviewing:
        return ""
    return f"{late} past {'its' if late == 1 else 'their'} date" if late else "all in time"


def _answer(stands: Standing) -> str:
    """The answer in a few words."""
    if not stands.total:
        return "Nothing declared yet."
    if stands.clear:
        return "Clear so far."
    first = stands.first_blocked
    if first is None:
        are = "use is" if stands.undated == 1 else "uses are"
        return f"Not yet. {stands.undated} {are} open."
    blocked = stands.blocked[first]
    return f"Not yet. {blocked} {'use blocks' if blocked == 1 else 'uses block'} {named(first)}."


def _beside(stands: Standing) -> str:
    """What is to be said beside the answer, in short sentences."""
    if not stands.total:
        return "A use is anything that generative AI makes or alters for this production."
    if stands.clear:
        return _why_clear(stands)
    first = stands.first_blocked
    if first is None:
        return "The calendar has no lock or delivery ahead of them."
    before = [named(day) for day in stands.calendar.ahead() if day < first]
    said = [f"Nothing blocks {listed(before[:2])}."] if before else []
    if stands.undated:
        more = count(stands.undated, "more use is", "more uses are")
        said.append(f"{more} open, with no lock or delivery ahead.")
    return " ".join(said)


_CLEAR = {
    "cleared": "cleared",
    "noticed": "noticed",
    "go_ahead": "temporary with the go-ahead",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "not_a_use": "not a use",
}


def _why_clear(stands: Standing) -> str:
    if not stands.open:
        found = [words for name, words in _CLEAR.items() if stands.reads[name]]
        return f"Everything that was declared is {' or '.join(found)}."
    are, block = ("use is", "blocks") if stands.open == 1 else ("uses are", "block")
    return f"{stands.open} temporary {are} open, and {block} nothing before the lock."


def named(day: Day) -> str:
    """A lock or a delivery in words."""
    what = "the lock" if day.kind == LOCK else "the delivery"
    return f"{what} of {day.code}" if day.code else what


def _next_day(day: Day, today: date) -> dict[str, Any]:
    verb = "locks" if day.kind == LOCK else "is delivered"
    left = working_days(today, day.day)
    return {
        "label": f"{day.code} {verb} in" if day.code else f"The production {verb} in",
        "value": count(left, "working day", "working days") if day.day > today else "today",
        "note": dates.words(day.day, today),
    }


def _as_of(visit: Visit, packs: Iterable[Pack]) -> dict[str, Any]:
    local = visit.at.astimezone(ZoneInfo(visit.production.zone))
    packs = list(packs)
    counting = [f"{pack.title} {pack.version}" for pack in packs if pack.counts]
    advisory = sum(not pack.counts for pack in packs)
    also = f"; {count(advisory, 'advisory rulebook')}" if advisory else ""
    return {
        "label": "As of",
        "value": f"{dates.words(local.date(), visit.today)}, {local:%H:%M}",
        "note": f"{', '.join(counting) or 'No rules are in force'}{also}",
    }


def blockers(stands: Standing) -> dict[str, Any]:
    """What blocks the next lock or delivery, in the order it must be settled."""
    first = stands.first_blocked
    if first is None:
        return {}
    return {
        "blocked_day": first,
        "blocked_name": named(first),
        "blocked_count": stands.blocked[first],
        "blocked_query": Asked(blocks=first.key).query(),
        "blockers": [_blocker(each, stands) for each in stands.blockers],
    }


def _blocker(blocker: Blocker, stands: Standing) -> dict[str, Any]:
    use = blocker.use
    sign, word = listing.signed(blocker.reads)
    return {
        "use": use,
        "number": use_number(use.number),
        "sign": sign,
        "word": word,
        "missing": _what(blocker),
        "who": blocker.turn.called(stands.ground.me),
        "role": blocker.turn.role,
        "by": blocker.by,
        "in": in_days(blocker.by, stands.ground.today),
    }


_UNSETTLED = {
    STALE: "Something it rests on changed; it is assessed again.",
    LAPSED: "Its decision held until a day that has come; ask for it again.",
    SUSPENDED: "Suspended: paused until somebody ends that.",
}


def _what(blocker: Blocker) -> str:
    """What is missing, in a line or two."""
    use = blocker.use
    shots = len(use.shots) if isinstance(use.shots, list) else 0
    where = f" {count(shots, 'shot', 'shots')}." if shots else ""
    if blocker.reads in _UNSETTLED:
        return f"{_UNSETTLED[blocker.reads]}{where}"
    if use.state == "on_hold":
        if not use.missing:
            return f"{' '.join(blocker.why)}{where}"
        what = ", ".join(blocker.why[:2])
        more = len(blocker.why) - 2
        return f"Evidence missing: {what}{f', and {more} more' if more > 0 else ''}.{where}"
    if use.state == "go_ahead":
        return f"Has the go-ahead, and waits for {WaitsFor(use.waits_for).label}.{where}"
    if use.waits_for == WaitsFor.ANSWER:
        return f"A question waits for an answer.{where}"
    if not blocker.areas:
        return f"Called up for review.{where}"
    return f"Still to decide: {listed(blocker.areas)}.{where}"


def in_days(day: date, today: date) -> str:
    """How far off a day is: “in 3 days”, “today”, “2 days ago”."""
    days = (day - today).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    return f"in {days} days" if days > 0 else f"{count(-days, 'day', 'days')} ago"


def plan(stands: Standing, whole: str) -> dict[str, Any]:
    """The chart of locks and deliveries, and the same as a table."""
    if not stands.marks:
        return {}
    today, first = stands.ground.today, stands.first_blocked
    lines, rows = [], []
    for code, lock, delivery in stands.marks:
        name = code or whole
        marks = [mark for mark in (lock, delivery) if mark]
        points = tuple(charts.Point(mark.day.day, mark.state, mark.count) for mark in marks)
        is_next = first is not None and first.code == code
        lines.append(charts.Line(name, points, is_next))
        rows.append({"name": name, "lock": _told(lock), "delivery": _told(delivery)})
    says = list(_sentences(rows, today))
    shown = {mark.state for _, *marks in stands.marks for mark in marks if mark}
    return {
        "plan": charts.plan(lines, today, title="Locks and deliveries", says=says),
        "plan_rows": rows,
        "plan_key": [(charts.SIGNS[name], words) for name, words in _KEY.items() if name in shown],
    }


def _told(mark: Mark | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    if mark.state in _SAID:
        words = _SAID[mark.state]
    else:
        words = f"{count(mark.count, 'use', 'uses')} open" if mark.count else "waits for the lock"
    return {"day": mark.day.day, "words": words}


def _sentences(rows: list[dict[str, Any]], today: date) -> Iterator[str]:
    for row in rows:
        parts = [
            f"{what} {dates.words(each['day'], today)}, {each['words']}"
            for what, each in (("lock", row["lock"]), ("delivery", row["delivery"]))
            if each
        ]
        yield f"{row['name']}: {'; '.join(parts)}."
