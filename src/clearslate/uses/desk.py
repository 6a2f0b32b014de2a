"""Everything a declaration of a production is judged with on a day: rules, facts, readings.

A desk is made once per request. Engines are kept between requests by the hash of their pack, since
making one costs more than using it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.interview import Interview
from clearslate.policy.pack.model import Pack
from clearslate.productions.facts import facts_of, filed_facts
from clearslate.productions.gates import delivered_at
from clearslate.productions.models import Production
from clearslate.productions.packs import rulebooks_on, switches_on
from clearslate.productions.reach import NEW_USE, Reached
from clearslate.productions.selectors import today_in
from clearslate.uses.gone import without_gone
from clearslate.uses.models import Attachment, Draft, Use

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """What a declaration is judged with; it holds no answers."""

    rulebooks: tuple[Rulebook, ...]
    facts: dict[str, Any]
    switches: dict[str, str]
    on: date

    @functools.cached_property
    def interview(self) -> Interview:
        """The interview under these rules and facts."""
        return Interview(
            self.rulebooks,
            on=self.on,
            facts=self.facts,
            switches=self.switches,
            engine=engine_of,
        )

    def case(self, document: Document) -> Case:
        """The case of a declaration as it stands: what refers to a record that is gone is not sure.

        Raises `CaseError` where it does not fit.
        """
        return self.exact(without_gone(document, self.facts))

    def exact(self, document: Document) -> Case:
        """The case that a declaration becomes, word for word; raises also for what is gone."""
        return make_case(
            document,
            rulebooks=self.rulebooks,
            on=self.on,
            facts=self.facts,
            switches=self.switches,
        )

    def assess(self, document: Document) -> Assessment:
        """The assessment of a declaration as it stands."""
        return assessor_of(self.rulebooks).assess(self.case(document))


def desk_for(production: Production, at: datetime, *, draft: Draft | None = None) -> Desk:
    """The desk for a new declaration, or for a draft with its attachments."""
    document: Document = draft.document if draft else {}
    reached = reached_of(draft.use) if draft and draft.use else NEW_USE
    codes = episodes_in(production, document)
    records: Iterable[Document] = ()
    if draft:
        attached = Attachment.objects.filter(draft=draft, kind=Attachment.Kind.EVIDENCE)
        records = _records(attached)
    return _desk(production, at, reached, codes, records)


def desk_of(
    use: Use, declared: Document, at: datetime, *, decided_at: datetime | None = None
) -> Desk:
    """The desk for a use that is there, to assess what it declared again on a later day.

    `decided_at` is the decision that stands, which keeps the rules that it was given under.
    """
    reached = replace(reached_of(use), decided_at=decided_at)
    attached = Attachment.objects.filter(
        versions__use=use,
        versions__number=use.versions_count,
        kind=Attachment.Kind.EVIDENCE,
    )
    codes = episodes_in(use.production, declared)
    return _desk(use.production, at, reached, codes, _records(attached))


def _records(attached: QuerySet[Attachment]) -> Iterable[Document]:
    return attached.order_by("attached_at", "id").values_list("record", flat=True)


def _desk(
    production: Production,
    at: datetime,
    reached: Reached,
    codes: tuple[str, ...],
    records: Iterable[Document],
) -> Desk:
    day = today_in(production, at)
    key = (production.pk, day, reached, *_stated(production.pk))
    stated = _standing(_Made(key, (production, day, reached)))
    facts = facts_of(production, episodes=codes, filed=stated.filed)
    return Desk(stated.rulebooks, with_evidence(facts, records), dict(stated.switches), day)


def reached_of(use: Use) -> Reached:
    """A use as statements about the rules see its next version, which nobody has decided on yet."""
    return Reached(use.submitted_at, delivered_at=delivered_at(use.production, use.episodes))


@dataclass(frozen=True)
class _Standing:
    """What was stated for a production, as it holds on a day. Nobody changes it."""

    rulebooks: tuple[Rulebook, ...]
    switches: Mapping[str, str]
    filed: Document


def _stated(production_id: str) -> tuple[int, ...]:
    """How many statements and sheets of facts there are.

    They are only ever added to, so what was made of them holds as long as there are as many. Every
    answer asks this, so it is one plain statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [production_id] * 3)
        return tuple(cursor.fetchone())


_COUNTS = (
    "SELECT (SELECT count(*) FROM productions_packinforce WHERE production_id = %s),"
    " (SELECT count(*) FROM productions_switchsetting WHERE production_id = %s),"
    " (SELECT count(*) FROM productions_factsheet WHERE production_id = %s)"
)


def with_evidence(facts: dict[str, Any], attached: Iterable[Document]) -> dict[str, Any]:
    """Facts with the records of attached evidence added to what is on file."""
    records = list(attached)
    if not records:
        return facts
    filed = facts.get("evidence", [])
    return {**facts, "evidence": [*(filed if isinstance(filed, list) else ()), *records]}


def episodes_in(production: Production, document: Document) -> tuple[str, ...]:
    """The codes of the episodes that the shots of a declaration begin with: 103_0410 is of 103."""
    use = document.get("use")
    shots = use.get("shots") if isinstance(use, Mapping) else None
    if not isinstance(shots, list) or not shots:
        return ()
    return codes_among(production.episodes.values_list("code", flat=True), shots)


def codes_among(codes: Iterable[str], shots: Iterable[str]) -> tuple[str, ...]:
    """The codes of episodes that some shots begin with."""
    heads = {re.split(r"[_\-\s./]", str(shot), maxsplit=1)[0].casefold() for shot in shots}
    return tuple(code for code in codes if code.casefold() in heads)


@dataclass(frozen=True)
class _Made:
    """Something by the hashes it was made of, so that it need not be compared value by value."""

    key: tuple[object, ...]
    of: Any = field(compare=False)


def engine_of(pack: Pack) -> Compiled:
    """The compiled engine of a pack, made once."""
    return _engine(_Made((pack.sha256,), pack))


def assessor_of(rulebooks: tuple[Rulebook, ...]) -> Assessor:
    """The assessor of some rulebooks, made once."""
    key = tuple((each.loaded.pack.sha256, each.adopted, each.adopted_by) for each in rulebooks)
    return _assessor(_Made(key, rulebooks))


@functools.lru_cache(maxsize=256)
def _standing(made: _Made) -> _Standing:
    production, day, reached = made.of
    return _Standing(
        rulebooks_on(production, day, reached),
        switches_on(production, day, reached),
        filed_facts(production),
    )


@functools.lru_cache(maxsize=64)
def _engine(made: _Made) -> Compiled:
    return Compiled(made.of)


@functools.lru_cache(maxsize=64)
def _assessor(made: _Made) -> Assessor:
    return Assessor(made.of, engine=Compiled)
