"""The derived facts there are: for which part, under which name, and of which nature."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Reads:
    """The declared answers that a derived field rests on."""

    own: tuple[str, ...] = ()
    """Fields of the same item."""
    other: tuple[str, ...] = ()
    """Single answers elsewhere, such as `use.shots`."""
    items: tuple[str, ...] = ()
    """A field of every item of a list, such as `crafts.name`."""


#: What each derived field, as `part.field`, rests on.
READS: dict[str, Reads] = {
    "use.labour_agreement": Reads(items=("crafts.name",)),
    "outputs.disclosure_plan": Reads(("name",)),
    "outputs.incidental_statement": Reads(("name",)),
    "components.onboarded": Reads(("terms", "agreement")),
    "components.agreement_lapsed": Reads(("terms", "agreement")),
    "inputs.clearance": Reads(("name",)),
    "references.rights_on_file": Reads(("name",)),
    "people.replica_consent": Reads(("who",)),
    "people.use_consent": Reads(("who", "act", "aspects"), other=("use.shots",)),
    "people.anonymity_consent": Reads(("who",)),
    "people.guild_compliance": Reads(("who",)),
    "models.training_rights": Reads(("rights_holders",)),
    "models.all_parties_consent": Reads(("record", "performer", "used_as", "used_for")),
    "models.reused": Reads(("record", "made_for", "used_as")),
}

#: Records must hold over the work window, so every derived field rests on its days too.
WINDOW = ("use.work_from", "use.work_to")


def is_evidence(part: str, name: str) -> bool:
    """Whether a field is evidence, which is on file or not and never unknown."""
    return name in EVIDENCE.get(part, ())
