"""The use page: pictures first, the headline answer, then everything behind it."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.clearance.limits import shortened_by
from clearslate.clearance.thread import Said, thread_of
from clearslate.duties.selectors import duties_of_use
from clearslate.ledger.parties import Party
from clearslate.policy.render.words import ORDER, count, day
from clearslate.ui import dates
from clearslate.ui.access import Visit, production_page
from clearslate.ui.assessment import Shown, shown
from clearslate.ui.envelopes import inside_of
from clearslate.ui.seen import seen as seen_text
from clearslate.ui.shapes import VERDICTS
from clearslate.ui.stories import story
from clearslate.ui.views.duties.table import shown as duty_row
from clearslate.ui.views.use.acts import may_withdraw
from clearslate.ui.views.use.behind import PAUSES, parts_of, shorts_of
from clearslate.ui.views.use.finding import frame, stored_or_404, use_or_404, version_asked
from clearslate.ui.views.use.next_act import next_act
from clearslate.ui.views.use.records import records
from clearslate.ui.views.use.stands import Stands, head_of, how_made, stands_of
from clearslate.ui.views.use.time import release_of, times_of
from clearslate.ui.views.use.turn import Whose
from clearslate.uses.errors import DamagedError
from clearslate.uses.locks import working_days
from clearslate.uses.models import Attachment, State, Use, UseVersion
from clearslate.uses.reading import ENDED
from clearslate.uses.standing import call_ups_of, next_lock
from clearslate.uses.stored import Stored, attached_to, versions_of
from clearslate.uses.turns import IN_REVIEW

_LINES = 8
_NO_FINALS = (*ENDED, State.NOT_A_USE)
_TIMECODE = re.compile(r"[\s,;·-]*\b(\d{2}:\d{2}:\d{2}[:;]\d{2,3})$")


class Listed(NamedTuple):
    """A version in the list of versions."""

    number: int
    sign: str
    made: str
    """How it came to be, and by whom where somebody did it."""
    at: datetime

    @property
    def before(self) -> int:
        """The version before it."""
        return self.number - 1

    @classmethod
    def of(cls, row: UseVersion) -> Listed:
        """The version of a row."""
        return cls(row.number, head_of(row.state, "", "").sign, how_made(row), row.submitted_at)


class Still(NamedTuple):
    """A picture: its caption, and the timecode that the caption ends with."""

    file: Attachment
    caption: str
    timecode: str


@require_safe
@production_page(Action.SEE_USES)
def use_page(visit: Visit, number: int) -> HttpResponse:
    """A use in its newest version, or in the one that `?version=` names, as it was submitted."""
    use = use_or_404(visit, number)
    asked = version_asked(visit, use)
    rows = versions_of(use)
    context = frame(visit, use) | {"versions": [Listed.of(row) for row in rows], "asked": asked}
    try:
        found = stored_or_404(use, asked)
    except DamagedError as error:
        context |= {"problem": str(error), "cells": [(context["number"], context["title"])]}
        return render(visit.request, "use/damaged.html", context)
    return render(visit.request, "use/page.html", context | _content(visit, use, found))


def _content(visit: Visit, use: Use, found: Stored) -> dict[str, Any]:
    """What the page shows of one version."""
    attached = attached_to(found.version)
    newest = found.version.number == use.versions_count
    say = partial(dates.words, today=visit.today)
    stands = stands_of(visit, use, found, say) if newest else None
    seen = shown(found.assessment, found.case, standings=shorts_of(stands) if stands else {})
    return {
        "version": found.version,
        "how_made": how_made(found.version),
        "newest": newest,
        "shown": seen,
        **_standing(use, found, seen, stands),
        "times": times_of(visit, use) if newest else None,
        "release": release_of(visit, found.case) if newest else None,
        "assessed_for": day(found.assessment.date),
        "cells": cells_of(visit, use, found.version, seen),
        "stills": [still_of(each) for each in attached if each.kind == Attachment.Kind.STILL],
        "papers": [each for each in attached if each.kind == Attachment.Kind.EVIDENCE],
        "records": records(found.case, found.assessment),
        "print_stills": visit.request.GET.get("stills") == "1",
        "may_export": visit.may(Action.EXPORT_USES),
        "can_fall": seen.assessment.outcome not in (None, ORDER[0]),
        "call_ups": call_ups_of(use),
        "acts": _acts(visit, use) if newest else {},
        "inside": inside_of(use) if newest else None,
        "thread": _thread(use, found),
        **_sections(seen),
        **_duties(visit, use, seen, newest=newest),
        "due_because": _due_because(visit, use) if stands and stands.reads == IN_REVIEW else "",
        **_history(visit, use),
    }


def _due_because(visit: Visit, use: Use) -> str:
    return shortened_by(use, use.due_on, visit.today) if use.due_on else ""


def _duties(visit: Visit, use: Use, seen: Shown, *, newest: bool) -> dict[str, Any]:
    """The duties as they stand; an older version says what it asked for."""
    told = seen.sections.get("duties")
    rows = [duty_row(visit, each) for each in duties_of_use(use)] if newest else []
    notes = {each.text: each.notes for each in told.items} if told else {}
    for row in rows:
        row["notes"] = notes.get(seen_text(row["duty"].text), ())
    names = ("deciders",) if rows else ("deciders", "duties")
    return {
        "duties": rows,
        "duties_told": told,
        "side": [seen.sections.get(name) for name in names],
    }


def _standing(use: Use, found: Stored, seen: Shown, stands: Stands | None) -> dict[str, Any]:
    """The headline, who has it, and what it stands on; an older version stands as it did then."""
    means = seen.outline.verdict.means if seen.outline.verdict else ""
    if stands is None:
        head = head_of(found.version.state, found.assessment.outcome or "", means)
        return {"head": head, "state_sign": VERDICTS[head.sign]}
    head = stands.head(means)
    return {
        "head": seen_text(head),
        "state_sign": VERDICTS[head.sign],
        "reads": stands.reads,
        "areas_decided": stands.decided,
        "parts": [
            part._replace(section=seen_text(part.section))
            for part in parts_of(stands)
            if part.section.name != PAUSES  # the page has them first, with what ends them
        ],
        "has_it": Whose(use, stands.turns, stands.reads).lines(seen),
    }


def _thread(use: Use, found: Stored) -> tuple[Said, ...]:
    """What was said of the use, whichever version is shown."""
    packs = (each.loaded.pack for each in found.case.rulebooks)
    told: tuple[Said, ...] = seen_text(tuple(thread_of(use, packs)))
    return told


def _acts(visit: Visit, use: Use) -> dict[str, Any]:
    """What the person can do with the use."""
    moves = use.frozen_at is None
    open_ = use.state != State.WITHDRAWN and moves
    declares = visit.may(Action.DECLARE)
    like = f"{reverse('declare', args=[visit.production.slug])}?like={use.number}"
    return {
        "next": next_act(visit, use),
        "decide": use.state == State.IN_REVIEW and moves and visit.may(Action.DECIDE),
        "call_up": use.state == State.NOTICED and moves and visit.may(Action.CALL_UP),
        "make_final": declares and moves and use.final is not True and use.state not in _NO_FINALS,
        "new_version": open_ and declares,
        "like": like if declares else "",
        "suspend": moves and use.state not in ENDED and visit.may(Action.SUSPEND),
        "withdraw": open_ and may_withdraw(visit, use),
    }


def _history(visit: Visit, use: Use) -> dict[str, Any]:
    """The last lines of the history of a use, for whoever may read it."""
    if not visit.may(Action.SEE_HISTORY):
        return {}
    found = story(
        visit.production.id,
        zone=visit.production.zone,
        subject=Party("use", use.id),
        limit=_LINES,
    )
    return {"story": found, "today": visit.today}


def _sections(seen: Shown) -> dict[str, Any]:
    """The sections of the outline by where they stand on the page."""
    sections = seen.sections
    citations = sections.get("rows")
    rulebooks = sections["rulebooks"].items
    return {
        "outcomes": tuple(VERDICTS),
        "principles_title": sections["principles"].title if "principles" in sections else "",
        "before": [sections.get(name) for name in ("missing", "unanswered")],
        "after": [sections.get("conditions")],
        "citations": citations,
        "cite_ids": {cite.id for cite in seen.cites},
        "readings": rulebooks[len(seen.assessment.packs) :],
    }


def still_of(file: Attachment) -> Still:
    """A picture with its caption and timecode apart."""
    caption, name = seen_text(file.caption), seen_text(file.name)
    found = _TIMECODE.search(caption)
    if found is None:
        return Still(file, caption or name, "")
    return Still(file, caption[: found.start()] or name, found[1])


def cells_of(visit: Visit, use: Use, version: UseVersion, seen: Shown) -> list[tuple[Any, ...]]:
    """The board: what a person needs to know before they read on."""
    told = {cell.label: cell.value for cell in seen.outline.cells}
    department = told.get("Department", "")
    by = seen_text(str(version.submitted_by))
    cells: list[tuple[Any, ...]] = [
        (f"Use U-{use.number:03d}, version {version.number}", seen.outline.title),
        ("Declared by", f"{by}, {department}" if department else by),
    ]
    if "Goes to" in told:
        cells.append(("Goes to", told["Goes to"]))
    if use.episodes or use.shots:
        cells.append((*_shots(use),))
    if window := told.get("Work window") or told.get("Work"):
        cells.append(("Work window", window, "begun already" if use.begun else ""))
    lock = next_lock(use, visit.today)
    if lock is not None:
        of_its_own = lock.episode is not None and lock.episode.code in use.episodes
        label = f"{lock.episode.code} locks" if of_its_own else "Last picture lock"
        cells.append((label, dates.day(lock.day, visit.today), _away(lock.day, visit.today)))
    return cells


def _shots(use: Use) -> tuple[str, str, str]:
    """The shots in short: the first and the last, and how many."""
    episodes = ", ".join(use.episodes)
    note = f"{'episode' if len(use.episodes) == 1 else 'episodes'} {episodes}" if episodes else ""
    if not use.shots:
        return ("Episodes", episodes, "")
    few = use.shots[0] if len(use.shots) == 1 else f"{use.shots[0]} to {use.shots[-1]}"
    return (count(len(use.shots), "shot").capitalize(), few, note)


def _away(lock: date, today: date) -> str:
    days = (lock - today).days
    if days == 0:
        return "today"
    if days < 0:
        return f"{count(-days, 'day')} ago"
    return f"in {count(working_days(today, lock), 'working day')}"
