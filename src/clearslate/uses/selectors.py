"""Reading uses and drafts, each for whoever may see it."""

from __future__ import annotations

import json
from typing import Any

from clearslate.accounts.permissions import Action
from clearslate.ledger.parties import Party
from clearslate.policy.declaration.schema import Schema, core_schema
from clearslate.productions.access import actions_of
from clearslate.productions.models import Production
from clearslate.productions.packs import kept_pack
from clearslate.uses.fitting import ordered
from clearslate.uses.models import Draft, Use, UseVersion


def uses_of(actor: Party, production: Production) -> Any:
    """The uses of a production as a query; none for somebody who may not see them."""
    if Action.SEE_USES not in actions_of(actor, production):
        return Use.objects.none()
    return Use.objects.filter(production=production)


def use_of(actor: Party, production: Production, number: int) -> Use | None:
    """The use of that number, or None."""
    rows = uses_of(actor, production).select_related("production", "declared_by")
    found: Use | None = rows.filter(number=number).first()
    return found


def drafts_of(actor: Party, production: Production) -> list[Draft]:
    """The drafts that somebody is an author of, the newest first."""
    rows = Draft.objects.filter(production=production, authors=actor.id)
    return list(rows.select_related("use").order_by("-changed_at"))


def draft_of(actor: Party, production: Production, draft_id: str) -> Draft | None:
    """A draft, for one of its authors only."""
    rows = Draft.objects.filter(production=production, authors=actor.id, id=draft_id)
    found: Draft | None = rows.select_related("use", "production").first()
    return found


def case_document(version: UseVersion) -> dict[str, Any]:
    """The case of a version as a document, its declaration in the order people know.

    The command line assesses it to the very bytes that were kept.
    """
    document: dict[str, Any] = json.loads(bytes(version.case))
    head = ("clearslate", "declaration", "facts", "packs", "switches", "date")
    found = {name: document[name] for name in head}
    found["declaration"] = ordered(document["declaration"], version_schema(document))
    return found


def version_schema(case: dict[str, Any]) -> Schema:
    """The fields that a case was made with: those of its packs beside the core's."""
    schema = core_schema()
    for pin in case["packs"]:
        schema = schema.joined(kept_pack(pin["sha256"]).schema)
    return schema
