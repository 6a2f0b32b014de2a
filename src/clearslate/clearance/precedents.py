"""Earlier decisions that are most alike, to inform whoever decides, and to bind nobody.

Only decisions of one's own organisation, in productions whose uses one may see. They say what was
decided, under which rules and with which conditions; never why, by whom, or of whom.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.clearance.conditions import KINDS, Agreed, agreed
from clearslate.clearance.models import Decision
from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.productions.models import Membership
from clearslate.uses.models import FindingRow, Use, UseVersion

NEWEST = 1000
"""Decisions of the organisation that are looked through, the newest first."""

CONSIDERED = 12
"""Those of them that are compared in full: they share most rules."""

_OWN_WORDS = frozenset({"own", "label", "credit", "outputs", "shots"})
"""Conditions whose words may name somebody or something of another production."""


@dataclass(frozen=True)
class Like:
    """What a use has in common with others: the rules behind an area, and what its tools do."""

    area: str
    rules: Mapping[str, str]
    """The rules that fired in the area, by id, with their titles."""
    techniques: frozenset[str]


@dataclass(frozen=True)
class Precedent:
    """An earlier decision of an area, and what it has in common with the use."""

    code_name: str
    slug: str
    number: int
    area: str
    verdict: str
    conditions: tuple[str, ...]
    at: datetime
    rules: tuple[str, ...]
    """The titles of the rules that fired in both."""
    techniques: tuple[str, ...]


def like(area: str, assessment: Mapping[str, Any], case: Mapping[str, Any]) -> Like:
    """What is compared of a use for one area, from its documents."""
    found = assessment["findings"]
    rules = {each["rule"]: each["title"] for each in found if each["area"] == area}
    return Like(area, rules, frozenset(_techniques(case)))


def _techniques(case: Mapping[str, Any]) -> Iterator[str]:
    """What the tools of a case do, as it was answered or as their terms on file say."""
    on_file = {each.get("id"): each for each in _listed(case["facts"].get("terms"))}
    for component in _listed(case["declaration"].get("components")):
        terms = on_file.get(component.get("terms"), {})
        named = component.get("technique", terms.get("technique"))
        if named not in (None, UNKNOWN):
            yield str(named)


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return value if isinstance(value, list) else []


def precedents(
    person: User, use: Use, alike: Iterable[Like], *, most: int = 4
) -> tuple[Precedent, ...]:
    """The decisions most alike to what areas of a use have to decide, one of each use.

    Alike is what shares most rules of the area, then most techniques, then is newest.
    """
    wanted = {each.area: each for each in alike if each.rules}
    latest = _latest(person, use, wanted) if wanted else []
    versions = _versions(latest)
    found = []
    for row in latest:
        theirs = _like(row, versions.get((row.review.use_id, row.version)))
        if theirs is not None:
            found.append(_precedent(row, wanted[row.review.area], theirs))
    found.sort(key=lambda each: (each.at, each.number), reverse=True)
    found.sort(key=lambda each: (-len(each.rules), -len(each.techniques)))
    once: dict[tuple[str, int], Precedent] = {}
    for each in found:
        if each.rules:
            once.setdefault((each.slug, each.number), each)
    return tuple(once.values())[:most]


def _latest(person: User, use: Use, wanted: Mapping[str, Like]) -> list[Decision]:
    """The decisions that share most rules among the newest own ones, in areas that are asked.

    One of each area of a use: the last one.
    """
    newest: dict[tuple[str, str], str] = {}
    own = _own(person).order_by("-at").values("id")[:NEWEST]
    rows = Decision.objects.filter(
        id__in=own, review__area__in=list(wanted), review__use__production__in=_seen_by(person)
    )
    rows = rows.exclude(review__use=use).order_by("-at", "-id")
    for key, of, area in rows.values_list("id", "review__use", "review__area"):
        newest.setdefault((of, area), key)
    shares = Q(pk__in=[])
    for each in wanted.values():
        shares |= Q(area=each.area, rule__in=sorted(each.rules))
    counted = (
        FindingRow.objects.filter(shares, use__in={of for of, _ in newest})
        .values_list("use", "area")
        .annotate(shared=Count("rule", distinct=True))
    )
    shared = {(of, area): number for of, area, number in counted if (of, area) in newest}
    # What is newest comes first among those that share as many; the order of `newest` says which.
    best = sorted(newest, key=lambda pair: -shared.get(pair, 0))[:CONSIDERED]
    ids = [newest[pair] for pair in best if shared.get(pair)]
    return list(Decision.objects.filter(id__in=ids).select_related("review__use__production"))


def _own(person: User) -> Any:
    """The decisions of a person's own organisation: of whoever had the right to decide."""
    by = Q(on_behalf_of=None, by__organisation=person.organisation_id)
    return Decision.objects.filter(by | Q(on_behalf_of__organisation=person.organisation_id))


def _seen_by(person: User) -> set[str]:
    """The productions whose uses a person may see."""
    rows = Membership.objects.filter(user=person, ended_at=None, user__is_active=True)
    bundles = rows.values_list("production_id", "role__actions")
    return {production for production, actions in bundles if Action.SEE_USES.value in actions}


def _versions(decisions: Collection[Decision]) -> dict[tuple[str, int], UseVersion]:
    """The versions that were decided on."""
    wanted = {(row.review.use_id, row.version) for row in decisions}
    these = Q(pk__in=[])
    for use, number in sorted(wanted):
        these |= Q(use=use, number=number)
    rows = UseVersion.objects.filter(these).select_related("assessment")
    return {(row.use_id, row.number): row for row in rows}


def _like(row: Decision, version: UseVersion | None) -> Like | None:
    """What is compared of what was decided; None where its bytes are not what was written."""
    if version is None:
        return None
    case, assessed = bytes(version.case), bytes(version.assessment.canonical)
    hashes = (version.case_sha256, version.assessment_id)
    if tuple(hashlib.sha256(each).hexdigest() for each in (case, assessed)) != hashes:
        return None
    return like(row.review.area, json.loads(assessed), json.loads(case))


def _precedent(row: Decision, mine: Like, theirs: Like) -> Precedent:
    use = row.review.use
    return Precedent(
        code_name=use.production.code_name,
        slug=use.production.slug,
        number=use.number,
        area=row.review.area,
        verdict=row.verdict,
        conditions=tuple(map(_condition, agreed(row.conditions))),
        at=row.at,
        rules=tuple(title for rule, title in mine.rules.items() if rule in theirs.rules),
        techniques=tuple(sorted(mine.techniques & theirs.techniques)),
    )


def _condition(agreed_one: Agreed) -> str:
    """A condition without words that somebody wrote for their own production."""
    return f"{KINDS[agreed_one.kind]}." if agreed_one.kind in _OWN_WORDS else agreed_one.words
