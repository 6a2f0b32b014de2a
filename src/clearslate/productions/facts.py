"""What is on file for a production, as the facts of a case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from clearslate.policy.declaration.check import FACTS
from clearslate.productions.gates import STANDING, WHOLE, days_passed
from clearslate.productions.models import FactSheet, Milestone, Production


def facts_of(
    production: Production,
    *,
    episodes: Collection[str] = (),
    filed: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The facts of the newest sheet, with the production's own beside them.

    `episodes` are the codes of those a use is for: what is temporary must be gone by the earliest
    of their locks. A use that names none must be gone by the last lock of all. A lock or delivery
    that stands counts with the day on which it was passed, any other with the day planned.
    `filed` is what `filed_facts` gave, for callers that keep it.
    """
    of_sheet = filed_facts(production) if filed is None else filed
    return {**of_sheet, "production": _production(production, episodes)}


def filed_facts(production: Production) -> dict[str, Any]:
    """The facts of the newest sheet alone."""
    sheet = FactSheet.objects.filter(production=production).order_by("-number").first()
    filed = dict(sheet.document) if sheet else {}
    filed.pop("clearslate", None)
    return filed


def facts_document(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the document that the command line reads."""
    return {"clearslate": FACTS, **facts}


def _production(production: Production, episodes: Collection[str]) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": production.slug,
        "code_name": production.code_name,
        "kind": production.kind,
    }
    if production.photography_from:
        known["photography_from"] = production.photography_from.isoformat()
    days = _days(production)
    for kind in STANDING:
        of_kind = [(code, day) for (each, code), day in days.items() if each == kind]
        concerned = [day for code, day in of_kind if code in episodes]
        if concerned:
            known[kind] = min(concerned).isoformat()
        elif of_kind:
            known[kind] = max(day for _, day in of_kind).isoformat()
    return known


def _days(production: Production) -> dict[tuple[str, str], date]:
    """The days of locks and deliveries: as they were passed, and as planned where none stands."""
    rows = Milestone.objects.filter(production=production, kind__in=STANDING)
    planned = {
        (kind, code or WHOLE): day
        for kind, code, day in rows.values_list("kind", "episode__code", "day")
    }
    return planned | days_passed(production)
