"""The written approval of one version of a use: everything that it rests on, as it is kept.

It is made anew whenever somebody asks for it, and never kept: what stands is in the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from clearslate.clearance.asks import held_by
from clearslate.clearance.conditions import Agreed, agreed
from clearslate.clearance.models import (
    Decision,
    LegalException,
    Line,
    Result,
    ResultLook,
    Review,
    Suspension,
)
from clearslate.clearance.selectors import lines_of
from clearslate.clearance.settling import PENDING
from clearslate.clearance.suspended import pausing
from clearslate.envelopes.models import Envelope
from clearslate.uses.models import Use, UseVersion
from clearslate.uses.reading import SUSPENDED, reading
from clearslate.uses.stored import Stored

SUPERSEDED = "superseded"
"""How an older version reads: only the newest one counts."""

CALLED_UP = "Called-up notice"


@dataclass(frozen=True)
class Decided:
    """What one area decided on a version, or that it has yet to."""

    area: str
    title: str
    review: Review | None
    """Set while it has yet to decide."""
    decision: Decision | None
    """The last one that was given on the version, or stands for it."""
    reasons: tuple[str, ...] = ()
    conditions: tuple[Agreed, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether its decision no longer stands."""
        return self.decision is not None and self.decision.ended_at is not None


@dataclass(frozen=True)
class Lifted:
    """A piece of evidence whose lack a named lawyer excused, for a time."""

    title: str
    exception: LegalException
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Looked:
    """A result, and the last look at it."""

    result: Result
    look: ResultLook | None


@dataclass(frozen=True)
class Approval:
    """The written approval of one version, or that there is none."""

    use: Use
    found: Stored
    today: date
    reads: str
    """How it reads: as the use does, or `SUPERSEDED`."""
    replaced_at: datetime | None
    """When a newer version came; None for the newest."""
    areas: tuple[Decided, ...]
    envelope: Envelope | None
    """Its own, or the standing approval that it is noticed under."""
    lines: tuple[Line, ...]
    lifted: tuple[Lifted, ...]
    results: tuple[Looked, ...]
    paused: tuple[Suspension, ...]

    @property
    def conditions(self) -> list[tuple[str, Agreed]]:
        """What its decisions agreed, each with the title of its area."""
        return [(each.title, one) for each in self.areas for one in each.conditions]

    @property
    def missing_areas(self) -> list[str]:
        """The areas that have yet to decide."""
        return [each.title for each in self.areas if each.review is not None]


def approval_of(use: Use, found: Stored, today: date) -> Approval:
    """The written approval of a version of a use."""
    version = found.version
    later = use.versions.filter(number__gt=version.number).order_by("number")
    replaced_at = later.values_list("submitted_at", flat=True).first()
    titles = _Titles(found)
    reads = SUPERSEDED if replaced_at else reading(use, today)
    return Approval(
        use=use,
        found=found,
        today=today,
        reads=reads,
        replaced_at=replaced_at,
        areas=tuple(_areas(use, version, titles, newest=replaced_at is None)),
        envelope=_envelope(use, version, replaced_at),
        lines=tuple(line for line in lines_of(use) if _was_open(line, version, replaced_at)),
        lifted=tuple(_lifted(use, found, titles)),
        results=tuple(_looked(use)) if replaced_at is None else (),
        paused=tuple(pausing(use)) if reads == SUSPENDED else (),
    )


class _Titles:
    """Areas and reasons in the words of the packs that a version was assessed with."""

    def __init__(self, found: Stored) -> None:
        packs = [each.loaded.pack for each in found.case.rulebooks]
        self.areas = {each.id: each.title for pack in packs for each in pack.areas}
        self._reasons = {each.id: each.title for pack in packs for each in pack.reasons}
        self.order = [each.area for each in found.assessment.reviewers]

    def area(self, area: str) -> str:
        return self.areas.get(area, area.replace("_", " ")) if area else CALLED_UP

    def reasons(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._reasons.get(each, each.replace("_", " ")) for each in ids)

    def place(self, area: str) -> int:
        return self.order.index(area) if area in self.order else len(self.order)


def _areas(use: Use, version: UseVersion, titles: _Titles, *, newest: bool) -> Iterable[Decided]:
    """Each area that decided on the version or is asked about it, in the order of the rules."""
    given = _given(use, version)
    pending: Mapping[str, Review] = (
        {each.area: each for each in use.reviews.filter(state__in=PENDING)} if newest else {}
    )
    for area in sorted({*given, *pending}, key=titles.place):
        decision = given.get(area)
        yield Decided(
            area,
            titles.area(area),
            pending.get(area),
            decision,
            titles.reasons(decision.reasons) if decision else (),
            tuple(agreed(decision.conditions)) if decision else (),
        )


def _given(use: Use, version: UseVersion) -> dict[str, Decision]:
    """The last decision of each area that was given on a version, or was carried over to it."""
    rows = (
        Decision.objects.filter(review__use=use)
        .filter(Q(version=version.number) | Q(carried__version=version.number))
        .distinct()
        .select_related("review", "by", "on_behalf_of")
        .order_by("at", "id")
    )
    return {row.review.area: row for row in rows}


def _envelope(use: Use, version: UseVersion, replaced_at: datetime | None) -> Envelope | None:
    """The envelope that was open last while the version was the newest one."""
    rows = Envelope.objects.select_related("production", "use", "given_by")
    if replaced_at is None and use.under:
        under: Envelope | None = rows.filter(production=use.production_id, id=use.under).first()
        return under
    own = rows.filter(use=use).order_by(F("ended_at").desc(nulls_first=True), "-given_at", "-id")
    if replaced_at is not None:
        own = own.filter(given_at__lt=replaced_at)
        own = own.filter(Q(ended_at=None) | Q(ended_at__gt=version.submitted_at))
    found: Envelope | None = own.first()
    return found


def _was_open(line: Line, version: UseVersion, replaced_at: datetime | None) -> bool:
    """Whether a line was there while the version was the newest one."""
    if replaced_at is not None and line.opened_at >= replaced_at:
        return False
    return line.closed_at is None or bool(line.closed_at > version.submitted_at)


def _lifted(use: Use, found: Stored, titles: _Titles) -> Iterable[Lifted]:
    findings = found.assessment.as_json()["findings"]
    held = {each.key: each.title for each in held_by(findings)}
    rows = LegalException.objects.filter(use=use, version__lte=found.version.number)
    for row in rows.select_related("granted_by", "ended_by").order_by("at", "id"):
        title = held.get((row.evidence, row.subject))
        if title is not None:
            about = f"{title} ({row.subject})" if row.subject else title
            yield Lifted(about, row, titles.reasons(row.reasons))


def _looked(use: Use) -> Iterable[Looked]:
    """The results of a use that nothing newer replaced, each with the last look at it."""
    rows = Result.objects.filter(use=use).exclude(state=Result.State.REPLACED)
    looks: dict[str, ResultLook] = {}
    people = ("by", "on_behalf_of")
    for look in ResultLook.objects.filter(result__use=use).select_related(*people).order_by("at"):
        looks[look.result_id] = look
    return [Looked(row, looks.get(row.id)) for row in rows.order_by("output", "shot", "id")]
