"""What was said of a use: questions, answers, remarks and decisions, in the order they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from clearslate.clearance.conditions import Agreed, agreed
from clearslate.clearance.models import Decision, Query, Remark
from clearslate.policy.pack.model import Pack
from clearslate.uses.models import Use

_ORDER = ("remark", "question", "answer", "taken_back", "decision")
"""Of things that came at one instant: who asks speaks before who answers."""


@dataclass(frozen=True)
class Said:
    """One thing that somebody said or decided."""

    kind: str
    """`question`, `answer`, `taken_back`, `remark` or `decision`."""
    at: datetime
    who: str
    version: int
    text: str = ""
    area: str = ""
    """The title of the area that it belongs to; empty for a remark."""
    to: str = ""
    on_behalf_of: str = ""
    verdict: str = ""
    reasons: tuple[str, ...] = ()
    conditions: tuple[Agreed, ...] = ()
    ended: str = ""
    """Why a decision no longer stands."""
    query: Query | None = None
    """The question, where it is one."""

    @property
    def open(self) -> bool:
        """Whether it is a question that waits for its answer."""
        query = self.query
        waits = query is not None and query.answered_at is None and query.taken_back_at is None
        return self.kind == "question" and waits


def thread_of(use: Use, packs: Iterable[Pack]) -> list[Said]:
    """Everything that was said of a use, the earliest first; the packs name areas and reasons."""
    words = _Words(tuple(packs))
    said = [*_remarks(use), *_queries(use, words), *_decisions(use, words)]
    return sorted(said, key=lambda each: (each.at, _ORDER.index(each.kind)))


def query_of(use: Use, query_id: str) -> Query | None:
    """A question about a use, or None where there is none of that id."""
    rows = Query.objects.filter(review__use=use, id=query_id)
    found: Query | None = rows.select_related("asked_by", "to", "answered_by", "review").first()
    return found


class _Words:
    """Areas and reasons in the words of some packs."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self._areas = {each.id: each.title for pack in packs for each in pack.areas}
        self._reasons = {each.id: each.title for pack in packs for each in pack.reasons}

    def area(self, area: str) -> str:
        return _named(self._areas, area) if area else "the called-up notice"

    def reasons(self, ids: list[str]) -> tuple[str, ...]:
        return tuple(_named(self._reasons, each) for each in ids)


def _named(titles: Mapping[str, str], key: str) -> str:
    """The title of what an older pack may have named and the newest does not."""
    return titles.get(key, key.replace("_", " "))


def _remarks(use: Use) -> Iterator[Said]:
    for row in Remark.objects.filter(use=use).select_related("by"):
        yield Said("remark", row.at, str(row.by), row.version, row.text)


def _queries(use: Use, words: _Words) -> Iterator[Said]:
    rows = Query.objects.filter(review__use=use)
    for row in rows.select_related("review", "asked_by", "to", "answered_by"):
        area = words.area(row.review.area)
        yield Said(
            "question",
            row.asked_at,
            str(row.asked_by),
            row.version,
            row.text,
            area=area,
            to=str(row.to),
            query=row,
        )
        if row.answered_at is not None:
            who = str(row.answered_by)
            yield Said("answer", row.answered_at, who, row.version, row.answer, area=area)
        elif row.taken_back_at is not None:
            yield Said("taken_back", row.taken_back_at, "", row.version, area=area)


def _decisions(use: Use, words: _Words) -> Iterator[Said]:
    rows = Decision.objects.filter(review__use=use)
    for row in rows.select_related("review", "by", "on_behalf_of"):
        behalf = row.on_behalf_of
        yield Said(
            "decision",
            row.at,
            str(row.by),
            row.version,
            row.note,
            area=words.area(row.review.area),
            on_behalf_of=str(behalf) if behalf else "",
            verdict=row.verdict,
            reasons=words.reasons(row.reasons),
            conditions=tuple(agreed(row.conditions)),
            ended=row.get_ended_because_display() if row.ended_at else "",
        )
