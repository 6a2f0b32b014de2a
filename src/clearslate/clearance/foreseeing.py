"""What a change of facts or rules would move, before anybody makes it. Nothing is written.

The first uses that it reaches are assessed as they would be; the rest is counted. So the page that
asks whether to go on comes at once, however many uses there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from clearslate.clearance.asks import findings_key
from clearslate.clearance.decided import decided_at, reached_by
from clearslate.clearance.models import Review
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case, make_case
from clearslate.policy.errors import PolicyError
from clearslate.policy.pack.load import Loaded
from clearslate.productions.facts import facts_of, filed_facts
from clearslate.productions.models import PackInForce, Production, SwitchSetting
from clearslate.productions.reach import Reached
from clearslate.productions.selectors import today_in
from clearslate.productions.supposing import Supposed
from clearslate.uses.desk import assessor_of, codes_among, with_evidence
from clearslate.uses.finals import GIVEN
from clearslate.uses.fitting import fitting, knows_all
from clearslate.uses.gone import without_gone
from clearslate.uses.models import Attachment, Use, UseVersion
from clearslate.uses.staleness import changed, live, resting_on

MOST = 200
"""Uses that are assessed for a page."""


@dataclass(frozen=True)
class Move:
    """A use that would need something else, or whose areas would be asked again."""

    use: Use
    was: str
    now: str
    asked: tuple[str, ...]
    """The areas that would be asked, or asked again."""


@dataclass(frozen=True)
class Foreseen:
    """What a change would move."""

    reached: int
    looked_at: int
    moves: tuple[Move, ...]
    failed: int
    """Uses that could not be assessed under it."""

    @property
    def groups(self) -> list[tuple[str, str, list[Move]]]:
        """The moves by outcome before and after, the most first."""
        found: dict[tuple[str, str], list[Move]] = {}
        for each in self.moves:
            found.setdefault((each.was, each.now), []).append(each)
        return sorted(
            ((was, now, moves) for (was, now), moves in found.items()),
            key=lambda group: -len(group[2]),
        )


def foresee_facts(production: Production, document: Mapping[str, Any], at: datetime) -> Foreseen:
    """What filing a document of facts would move."""
    what = changed(filed_facts(production), document)
    uses = live(production).filter(resting_on(what))
    today = today_in(production, at)
    return _foreseen(_Look(production, Supposed(production, today), document, today), uses)


def foresee_pack(
    production: Production, statement: PackInForce, loaded: Loaded, at: datetime
) -> Foreseen:
    """What a statement about a pack would move; it is not stated."""
    day = max(statement.from_day, today_in(production, at))
    supposed = Supposed(production, day, pack=statement, loaded=loaded)
    look = _Look(production, supposed, filed_facts(production), day)
    return _foreseen(look, reached_by(production, statement.reaches))


def foresee_reading(production: Production, setting: SwitchSetting, at: datetime) -> Foreseen:
    """What a reading would move; it is not chosen."""
    day = max(setting.from_day, today_in(production, at))
    supposed = Supposed(production, day, reading=setting)
    look = _Look(production, supposed, filed_facts(production), day)
    return _foreseen(look, reached_by(production, setting.reaches))


class _Look:
    """Everything that uses would be assessed with, read once."""

    def __init__(
        self, production: Production, rules: Supposed, filed: Mapping[str, Any], day: date
    ) -> None:
        self.production = production
        self.rules = rules
        self.day = day
        self._filed = {key: value for key, value in filed.items() if key != "clearslate"}
        self._codes = tuple(production.episodes.values_list("code", flat=True))
        self._facts: dict[tuple[str, ...], dict[str, Any]] = {}

    def assess(self, use: Use, declared: dict[str, Any], records: list[Any]) -> _Seen:
        """A use as it would be assessed. Raises `PolicyError` where it cannot be."""
        reached = Reached(use.submitted_at, decided_at=decided_at(use))
        books, switches = self.rules.of(reached)
        facts = with_evidence(self._facts_for(declared), records)
        schema = schema_of(books)
        if not knows_all(declared, schema):
            declared = fitting(declared, schema)[0]
        case = make_case(
            without_gone(declared, facts),
            rulebooks=books,
            on=self.day,
            facts=facts,
            switches=switches,
        )
        return _Seen(case, assessor_of(books).assess(case))

    def _facts_for(self, declared: Mapping[str, Any]) -> dict[str, Any]:
        shots = declared.get("use", {}).get("shots")
        codes = codes_among(self._codes, shots) if isinstance(shots, list) else ()
        if codes not in self._facts:
            self._facts[codes] = facts_of(self.production, episodes=codes, filed=self._filed)
        return self._facts[codes]


@dataclass(frozen=True)
class _Seen:
    case: Case
    assessed: Assessment


def _foreseen(look: _Look, uses: Any) -> Foreseen:
    found = list(uses.select_related("production").defer("search").order_by("number")[:MOST])
    declared, records, keys = _declared(found), _records(found), _keys(found)
    moves, failed = [], 0
    for use in found:
        try:
            seen = look.assess(use, declared[use.id], records.get(use.id, []))
        except (PolicyError, KeyError):
            failed += 1
            continue
        now = seen.assessed.outcome or ""
        asked = tuple(_asked(seen, keys.get(use.id, {})))
        if now != use.outcome or asked:
            moves.append(Move(use, use.outcome, now, asked))
    total = len(found) if len(found) < MOST else int(uses.count())
    return Foreseen(total, len(found), tuple(moves), failed)


def _asked(seen: _Seen, keys: Mapping[str, tuple[str, str]]) -> Iterable[str]:
    """The areas that would be asked: new ones, and those that decided on something else."""
    for each in seen.assessed.reviewers:
        state, key = keys.get(each.area, ("", ""))
        settled = state in ("", Review.State.DECIDED, Review.State.CLOSED)
        if settled and findings_key(seen.case, seen.assessed, each.area) != key:
            yield each.area


def _declared(uses: Iterable[Use]) -> dict[str, dict[str, Any]]:
    """What each use declared last."""
    rows = UseVersion.objects.filter(use__in=uses, cause__in=GIVEN).order_by("number")
    cases = dict(rows.values_list("use_id", "case"))
    return {use: json.loads(bytes(case))["declaration"] for use, case in cases.items()}


def _records(uses: Iterable[Use]) -> dict[str, list[Any]]:
    """The records of the evidence that is attached to each use."""
    rows = UseVersion.objects.filter(
        use__in=uses, number=F("use__versions_count"), attached__kind=Attachment.Kind.EVIDENCE
    )
    found: dict[str, list[Any]] = {}
    for use, record in rows.order_by("attached__attached_at", "attached__id").values_list(
        "use_id", "attached__record"
    ):
        found.setdefault(use, []).append(record)
    return found


def _keys(uses: Iterable[Use]) -> dict[str, dict[str, tuple[str, str]]]:
    """The reviews of each use: their state, and what they were asked about."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    rows = Review.objects.filter(use__in=uses)
    for use, area, state, key in rows.values_list("use_id", "area", "state", "findings_key"):
        found.setdefault(use, {})[area] = (state, key)
    return found
