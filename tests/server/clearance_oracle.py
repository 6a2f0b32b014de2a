"""What must be true of a use whatever the product noted: asked of the core and of the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from clearslate.clearance.acts import acts_asked
from clearslate.clearance.decided import GIVEN, decided_at
from clearslate.clearance.judges import declarants
from clearslate.clearance.models import Decision, LegalException, Line, Result
from clearslate.ledger.models import Entry, Pseudonym
from clearslate.productions.models import Production
from clearslate.uses.desk import assessor_of, desk_of
from clearslate.uses.models import Use
from clearslate.uses.stored import declared_in


def assessed_now(use: Use, at: datetime) -> tuple[Any, Any]:
    """The case of the answers today, and what the core says of it."""
    declared = declared_in(use.versions.filter(cause__in=GIVEN).latest("number"))
    desk = desk_of(use, declared, at, decided_at=decided_at(use))
    case = desk.case(declared)
    return case, assessor_of(desk.rulebooks).assess(case)


def lifted(use: Use, now: Any, today: date) -> bool:
    """Whether every part of a hold is lifted by an exception that holds today."""
    rows = LegalException.objects.filter(use=use, ended_at=None, until__gt=today)
    there = set(rows.values_list("evidence", "subject"))
    return all(
        (each.evidence, each.subject) in there
        for finding in now.findings
        if finding.certain and finding.outcome == "hold"
        for each in finding.missing
    )


def results_are_there(use: Use) -> None:
    """Whatever was asked to be looked at was, by somebody who did not make it."""
    asked = acts_asked(use, Decision.objects.filter(review__use=use, ended_at=None))
    for output in asked.results:
        rows = Result.objects.filter(use=use, output=output).exclude(state="replaced")
        assert rows
        for row in rows:
            assert row.state == "cleared"
            look = row.looks.latest("at")
            assert look.cleared
            assert look.by_id not in declarants(use)
    for line in Line.objects.filter(use=use, closed_at=None, kind__in=["legal_review", "rights"]):
        assert line.response in ("agreed", "with_changes", "not_needed")


@dataclass
class Told:
    """What the entries of a production tell, read one after the other."""

    states: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    standing: dict[str, str] = field(default_factory=dict)
    """Decisions that stand, with the use of each."""

    def read(self, use: str, kind: str, body: dict[str, Any]) -> None:
        """Read one entry about a use."""
        match kind:
            case "use.submitted":
                self.states[use], self.versions[use] = body["state"], body["version"]
            case "use.moved":
                self.states[use] = body["state"]
            case "use.withdrawn":
                self.states[use] = "withdrawn"
            case "notice.called_up":
                self.states[use] = "in_review"
            case "decision.made":
                self.standing[body["decision"]] = use
            case "decision.ended":
                del self.standing[body["decision"]]
            case "use.made_final":
                self.versions[use] = body["version"]
            case "use.reassessed" if body["changed"]:
                self.versions[use] = body["version"]


def told_by_the_ledger(production: Production) -> Told:
    """The states, versions and standing decisions that follow from the log alone."""
    names = Pseudonym.objects.filter(log__scope=production.id, kind="use")
    uses = dict(names.values_list("value", "party"))
    told = Told()
    for entry in Entry.objects.filter(log__scope=production.id).order_by("index"):
        body = json.loads(bytes(entry.canonical))["body"]
        told.read(uses.get(entry.subject, ""), entry.type, body)
    return told
