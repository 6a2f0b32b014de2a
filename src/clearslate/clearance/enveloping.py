"""The envelope that a go-ahead names, and whether a later version steps outside of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from clearslate.clearance.conditions import Agreed, agreed
from clearslate.clearance.models import Decision
from clearslate.envelopes.drafting import draft_envelope
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.scope import ANYBODY, Scope
from clearslate.envelopes.services.own import open_envelope
from clearslate.ledger.parties import Party
from clearslate.policy.case import Case
from clearslate.uses.models import Use
from clearslate.uses.stored import read_back


def open_for(use: Use, made: Decision, *, actor: Party, at: datetime) -> Envelope:
    """Open the envelope of a use whose areas have all given the go-ahead.

    It covers what the declaration asked for, narrowed by what the decisions agreed.
    """
    decisions = Decision.objects.filter(review__use=use, ended_at=None)
    conditions = [each for row in decisions for each in agreed(row.conditions)]
    version = use.versions.select_related("assessment").get(number=use.versions_count)
    scope = narrowed(draft_envelope(read_back(use, version).case), conditions)
    return open_envelope(
        actor=actor, at=at, use=use, scope=scope, decision=made.id, to_day=use.valid_until
    )


def narrowed(scope: Scope, conditions: Iterable[Agreed]) -> Scope:
    """A scope with the ceilings that decisions agreed, where they are lower."""
    shots, seconds = scope.most_shots, scope.most_seconds
    for each in conditions:
        if each.kind in ("most_shots", "shots"):
            most = each.value if each.kind == "most_shots" else len(each.value)
            shots = most if shots is None else min(shots, most)
        elif each.kind == "most_seconds":
            lower = not seconds or Decimal(each.value) < Decimal(seconds)
            seconds = each.value if lower else seconds
    return replace(scope, most_shots=shots, most_seconds=seconds)


def steps_outside(use: Use, case: Case) -> list[str]:
    """What of a case lies outside the open envelope of its use, in words; empty without one."""
    row = Envelope.objects.filter(use=use, ended_at=None).first()
    if row is None:
        return []
    given, asked = row.scope, draft_envelope(case)
    found = []
    if given.most_shots is not None and (asked.most_shots or 0) > given.most_shots:
        found.append(f"It lists {asked.most_shots} shots; {given.most_shots} were approved.")
    if given.most_seconds and Decimal(asked.most_seconds or 0) > Decimal(given.most_seconds):
        found.append(f"It runs {asked.most_seconds} s; {given.most_seconds} s were approved.")
    for name in ("departments", "media", "techniques", "destinations", "tools"):
        more = [each for each in getattr(asked, name) if each not in getattr(given, name)]
        if getattr(given, name) and more:
            found.append(f"It adds {', '.join(str(each) for each in more)}.")
    if given.by != ANYBODY and set(asked.vendors) - set(given.vendors):
        found.append(f"It adds {', '.join(sorted(set(asked.vendors) - set(given.vendors)))}.")
    return found
