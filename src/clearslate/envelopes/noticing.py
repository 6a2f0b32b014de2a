"""Under which standing approval a use is noticed, if under any."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from clearslate.envelopes.answers import Answers
from clearslate.envelopes.ceiling import Used
from clearslate.envelopes.entries import called
from clearslate.envelopes.fit import Fit, Given, fit
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.shots import Shot, listed
from clearslate.envelopes.usage import inside, used_of
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.productions.models import Production
from clearslate.productions.selectors import today_in
from clearslate.uses.desk import assessor_of
from clearslate.uses.models import Use


def standing_for(
    production: Production,
    case: Case,
    assessed: Assessment,
    declarant_id: str,
    at: datetime,
    *,
    use: Use | None = None,
) -> Envelope | None:
    """The standing approval that a use fits on a day: the narrowest, of equal ones the oldest.

    Those in force stay locked until the transaction ends, so that nothing more is registered under
    them meanwhile. Called after the production is locked and before an entry is appended. `use` is
    the one that has a new version: what it has registered does not count against it, and whoever
    submitted one of its versions counts as having declared it.
    """
    if assessed.outcome != "approval":
        return None
    on = today_in(production, at)
    rows = standing_on(production, on).select_for_update(of=("self",), no_key=True)
    fits = _fits(rows, _answers(case), assessed, _declarants(declarant_id, use), on, use)
    found = [row for row, fitted in fits if fitted.fits]
    return min(found, key=narrowness, default=None)


def fits_of(
    production: Production,
    case: Case,
    assessed: Assessment,
    declarant_id: str,
    at: datetime,
    *,
    use: Use | None = None,
) -> list[tuple[Envelope, Fit]]:
    """Each standing approval in force, with whether a use fits it and, if not, why."""
    on = today_in(production, at)
    rows = standing_on(production, on)
    declarants = _declarants(declarant_id, use)
    return list(_fits(rows, _answers(case), assessed, declarants, on, use))


def to_register(envelope: Envelope, case: Case, use: Use) -> tuple[Shot, ...]:
    """The shots that the declaration of a use lists, and that it has not registered yet."""
    there = set(inside(envelope).filter(use=use).values_list("key", flat=True))
    return tuple(shot for shot in listed(case) if shot.key[0] not in there)


def standing_on(production: Production, day: date) -> Any:
    """The standing approvals of a production that are in force on a day, as a query."""
    return Envelope.objects.filter(
        production=production, use=None, ended_at=None, from_day__lte=day, to_day__gt=day
    ).order_by("id")


def narrowness(envelope: Envelope) -> tuple[Any, ...]:
    """What puts envelopes in order, the narrowest first; equal ones by their number."""
    scope = envelope.scope
    return (
        scope.covers_finals,
        len(scope.destinations),
        len(scope.techniques),
        len(scope.media),
        len(scope.departments) or float("inf"),  # an empty list sets no limit
        len(scope.tools) or float("inf"),
        ("in_house", "named", "anybody").index(scope.by),
        len(scope.vendors),
        len(scope.covers),
        scope.most_shots or float("inf"),
        float(scope.most_seconds or "inf"),
        not scope.craft_only,
        -len(scope.kept_out),
        envelope.number or 0,
    )


def _fits(
    rows: Iterable[Envelope],
    answers: Answers,
    assessed: Assessment,
    declarants: Collection[str],
    on: date,
    use: Use | None,
) -> Iterator[tuple[Envelope, Fit]]:
    for row in rows:
        yield row, fit(given_of(row, use), answers, assessed, declarants=declarants, on=on)


def _declarants(declarant_id: str, use: Use | None) -> frozenset[str]:
    """Whoever declared a use, or submitted a version of it."""
    submitted = use.versions.values_list("submitted_by", flat=True) if use else ()
    return frozenset([declarant_id, *submitted])


def _answers(case: Case) -> Answers:
    return Answers(case, assessor_of(case.rulebooks))


def given_of(envelope: Envelope, use: Use | None = None) -> Given:
    """A standing approval as a use is held against it, with what is registered under it."""
    scope = envelope.scope
    limited = scope.most_shots is not None or scope.most_seconds
    used = used_of(envelope) if limited else Used()
    others = used_of(envelope, but=use) if limited and use else used
    return Given(
        called=called(envelope),
        scope=scope,
        from_day=envelope.from_day,
        to_day=envelope.to_day or envelope.from_day,
        given_by=envelope.given_by_id,
        ended=envelope.ended_at is not None,
        used=used,
        own=used.seconds - others.seconds,
    )
