"""What an assessment asks of whom: areas, the hold, and the acts that its conditions call for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clearslate.policy.assess.assessment import Assessment, Finding
from clearslate.policy.case import Case
from clearslate.policy.derived.records import folded
from clearslate.record import sha256_hex
from clearslate.uses.models import Use

#: The records that findings on the items of a list rest on, by that list.
_RECORDS = {"components": ("terms", "agreements"), "models": ("models_on_file",)}


def findings_key(case: Case, assessed: Assessment, area: str) -> str:
    """A hash of what an area has to decide on: its findings, and the records behind them.

    Equal keys mean that nothing of it changed, whatever else did. An empty area has all findings.
    """
    findings = [each for each in assessed.findings if area in ("", each.area)]
    return sha256_hex([[_told(each), *_behind(case, assessed, each)] for each in findings])


def _told(finding: Finding) -> list[Any]:
    """A finding without the words that a pack may mend without meaning anything else."""
    return [
        finding.rule,
        finding.path,
        finding.subject,
        finding.certain,
        finding.outcome,
        finding.at_worst,
        [[each.path, each.words] for each in finding.answers],
        [[each.path, each.state] for each in finding.unknown],
        [[each.evidence, each.subject] for each in finding.missing],
        list(finding.on_file),
        list(finding.conditions),
        [list(each) for each in finding.switches],
    ]


def _behind(case: Case, assessed: Assessment, finding: Finding) -> Iterator[str]:
    """The hashes of the records on file that a finding rests on."""
    kinds = _RECORDS.get(finding.path.partition("[")[0], ())
    for each in assessed.dependencies:
        named = each.kind == "evidence" and _is_about(case, each.id, finding.subject)
        if each.kind in kinds or named:
            yield each.sha256


def _is_about(case: Case, document_id: str, subject: str) -> bool:
    documents = case.facts.get("evidence")
    return isinstance(documents, list) and any(
        each.get("id") == document_id and folded(str(each.get("subject", ""))) == folded(subject)
        for each in documents
    )


@dataclass(frozen=True)
class Held:
    """What holds a use: a piece of evidence that is missing, or a rule that needs none."""

    evidence: str
    """The derived field of the evidence; the id of the rule where no evidence is named."""
    subject: str
    title: str
    who: str = ""
    """Who would have it."""

    @property
    def key(self) -> tuple[str, str]:
        """What an exception from it names."""
        return self.evidence, self.subject


def held_by(findings: Iterable[Mapping[str, Any]]) -> list[Held]:
    """What holds a use by the findings of its assessment, each once."""
    found: dict[tuple[str, str], Held] = {}
    for each in findings:
        if not each["certain"] or each["outcome"] != "hold":
            continue
        held = [Held(m["evidence"], m["subject"], m["title"], m["who"]) for m in each["missing"]]
        for one in held or [Held(each["rule"], each["subject"], each["title"])]:
            found.setdefault(one.key, one)
    return list(found.values())


def newest(use: Use) -> dict[str, Any]:
    """The newest assessment of a use as a document."""
    document: dict[str, Any] = json.loads(bytes(use.assessment.canonical))
    return document
