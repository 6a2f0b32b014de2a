"""The derived facts there are: for which part, under which name, and of which nature."""

from __future__ import annotations

from clearslate.policy.language.ir import Kind

#: Evidence, for each part: certainly on file (True) or not (False), never unknown.
EVIDENCE: dict[str, tuple[str, ...]] = {
    "use": ("labour_agreement",),
    "outputs": ("disclosure_plan", "incidental_statement"),
    "inputs": ("clearance",),
    "references": ("rights_on_file",),
    "people": ("replica_consent", "use_consent", "anonymity_consent", "guild_compliance"),
    "models": ("training_rights", "all_parties_consent"),
}

#: Facts, for each part: True, False or unknown.
FACTS: dict[str, tuple[str, ...]] = {
    "components": ("onboarded", "agreement_lapsed"),
    "models": ("reused",),
}

#: Every derived field of each part with its kind, as the condition language sees it.
KINDS: dict[str, dict[str, Kind]] = {
    part: dict.fromkeys((*EVIDENCE.get(part, ()), *FACTS.get(part, ())), "yesno")
    for part in {*EVIDENCE, *FACTS}
}


def is_evidence(part: str, name: str) -> bool:
    """Whether a field is evidence, which is on file or not and never unknown."""
    return name in EVIDENCE.get(part, ())
