"""The findings by area: who decides and how far they are, the answers behind, the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from clearslate.clearance.conditions import Agreed, agreed
from clearslate.clearance.models import Decision, Review
from clearslate.clearance.page import Asked
from clearslate.policy.interview import given
from clearslate.policy.render.words import count
from clearslate.ui import dates
from clearslate.ui.assessment import Area, Shown
from clearslate.ui.finding_rows import Behind, Row
from clearslate.ui.seen import seen
from clearslate.ui.views.review.bench import Bench
from clearslate.ui.views.review.evidence import Document, OnFile
from clearslate.uses.answered import Answerer, answerers, who_answered


class Answer(NamedTuple):
    """An answer behind a finding, and who gave it; nobody where it is taken from a register."""

    behind: Behind
    by: Answerer | None


@dataclass(frozen=True)
class Found:
    """A finding with the answers and the documents behind it."""

    row: Row
    answers: tuple[Answer, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Standing:
    """How far an area is: a sign and its words, and what stands beside them."""

    sign: str
    words: str
    notes: tuple[str, ...] = ()
    conditions: tuple[Agreed, ...] = ()


@dataclass(frozen=True)
class Block:
    """One area of the page."""

    id: str
    title: str
    who: str
    mine: bool
    standing: Standing | None
    """None for an area in which nobody has to decide."""
    found: tuple[Found, ...]


def blocks_of(bench: Bench, shown: Shown, files: OnFile) -> tuple[Block, ...]:
    """Every area that has a finding or is asked: those to decide first, then the gravest first."""
    known = answerers(bench.version)
    by = Answerer(str(bench.version.submitted_by), bench.version.submitted_at)
    telling = _Telling(bench, files, known, by)
    named = {area.id: area for area in shown.areas}
    made = [telling.block(area.id, area) for area in shown.areas]
    made += [telling.block(area, None) for area in bench.asked if area not in named]
    return tuple(sorted(made, key=lambda block: not block.mine))


@dataclass(frozen=True)
class _Telling:
    """Puts areas into words for one person."""

    bench: Bench
    files: OnFile
    known: Mapping[str, Answerer]
    by: Answerer
    """Whoever submitted the version, who answers for what has no name of its own."""

    def block(self, area: str, shown: Area | None) -> Block:
        asked = self.bench.asked.get(area)
        mine = any(each.asked.area == area for each in self.bench.mine)
        return Block(
            id=area or "called-up",
            title=shown.title if shown else self.bench.title(area),
            who=self._who(area, asked, mine),
            mine=mine,
            standing=standing_of(asked, mine, self.bench.visit.today) if asked else None,
            found=tuple(map(self._found, shown.rows if shown else ())),
        )

    def _who(self, area: str, asked: Asked | None, mine: bool) -> str:
        """Who decides, or decided."""
        if asked is None:
            return "nobody has to decide"
        if asked.decision is not None:
            return seen(_by(asked.decision))
        if mine:
            behalf = next(each.behalf for each in self.bench.mine if each.asked.area == area)
            return f"You decide, for {seen(behalf)}" if behalf else "You decide"
        turns = self.bench.turns
        people = turns.looked_after.get(area, ()) if area else turns.anything
        names = [each.name for each in people if each.id != self.bench.use.declared_by_id]
        return seen(", ".join(names)) or "nobody is named yet"

    def _found(self, row: Row) -> Found:
        answers = tuple(Answer(each, self._by(each.path)) for each in row.answers)
        return Found(row, answers, seen(self.files.behind(row.path, row.subject)))

    def _by(self, path: str) -> Answerer | None:
        """Who gave the answer at a path; nobody where the declaration does not say it."""
        if given(self.bench.stored.case.declaration, path) is None:
            return None
        return who_answered(self.known, path) or self.by


def standing_of(asked: Asked, mine: bool, today: date) -> Standing:
    """How far an area is, in words."""
    if asked.decision is not None:
        return _decided(asked, asked.decision, today)
    review = asked.review
    due = (f"due {dates.words(review.due_on, today)}",) if review.due_on else ()
    if review.state == Review.State.PAUSED:
        names = ", ".join(dict.fromkeys(str(each.to) for each in asked.queries))
        return Standing("in_review", "waits for an answer", (seen(f"asked: {names}"),))
    return Standing("in_review", "waits for you" if mine else "waits", due)


def _decided(asked: Asked, decision: Decision, today: date) -> Standing:
    conditions = tuple(seen(tuple(agreed(decision.conditions))))
    words = verdict_words(decision.verdict, len(conditions))
    notes = []
    if asked.carried:
        notes.append(f"decided in version {decision.version}; nothing of it changed")
    if decision.valid_until:
        notes.append(f"until before {dates.words(decision.valid_until, today)}")
    sign = "go_ahead" if decision.approves else "declined"
    day = dates.words(timezone.localtime(decision.at).date(), today)
    return Standing(sign, f"{words} {day}", tuple(notes), conditions)


def verdict_words(verdict: str, conditions: int) -> str:
    """A decision in a few words: “go-ahead, 2 conditions”."""
    if verdict == str(Decision.Verdict.DECLINED):
        return "declined"
    return f"go-ahead, {count(conditions, 'condition')}" if conditions else "go-ahead"


def _by(decision: Decision) -> str:
    behalf = decision.on_behalf_of
    return f"{decision.by}, for {behalf}" if behalf else str(decision.by)


class Carried(NamedTuple):
    """Something that a go-ahead carries by rule: what it says, in which areas, and what it asks."""

    title: str
    text: str
    areas: str
    act: str


_ACTS = {
    "result": "somebody looks at the result",
    "legal_review": "a line of its own: legal review",
    "rights_clearance": "a line of its own: rights clearance",
}


def carried_by(bench: Bench, shown: Shown) -> Iterator[Carried]:
    """What a go-ahead carries by rule, with the areas whose findings ask for it."""
    lines: dict[str, Any] = {each.id: each.line for p in bench.packs for each in p.conditions}
    for condition in shown.assessment.conditions:
        areas = dict.fromkeys(
            bench.title(each.area)
            for each in shown.assessment.findings
            if condition.id in each.conditions
        )
        act = _ACTS.get(str(lines.get(condition.id)), "")
        yield Carried(condition.title, condition.text, ", ".join(areas), act)
