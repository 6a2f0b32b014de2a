"""The declared answers that stand behind a derived fact.

A person is never asked for a derived fact. Where one is open, or evidence is not on file, these
are the answers that its function reads and that may still change it. Records are left out: what
is on file is not asked for here.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.policy.derived import KINDS
from clearslate.policy.derived.tools import VOUCHED
from clearslate.policy.interview.paths import Place

#: For each derived field, as `part.field`: fields of the same item, or whole paths elsewhere.
BEHIND: dict[str, tuple[str, ...]] = {
    "use.labour_agreement": ("crafts",),
    "outputs.disclosure_plan": ("name",),
    "outputs.incidental_statement": ("name",),
    "components.onboarded": ("agreement", "terms"),
    "components.agreement_lapsed": ("agreement", "terms"),
    "inputs.clearance": ("name",),
    "references.rights_on_file": ("name",),
    "people.replica_consent": ("who",),
    "people.use_consent": ("who", "act", "aspects", "use.shots"),
    "people.anonymity_consent": ("who",),
    "people.guild_compliance": ("who",),
    "models.training_rights": ("rights_holders",),
    "models.all_parties_consent": ("record",),
    "models.reused": ("record", "made_for", "used_as"),
}
#: Records must be in force over the work window, so its days stand behind each derived fact.
WINDOW = ("use.work_from", "use.work_to")


def answers_behind(place: Place, crafts: int) -> Iterator[str]:
    """The paths of the declared answers that an answer in a condition rests on.

    A declared answer rests on itself. `crafts` is how many displaced crafts are listed.
    """
    if place.field not in KINDS.get(place.part, {}):
        yield str(place)
        return
    for name in BEHIND[f"{place.part}.{place.field}"]:
        if name == "crafts":
            yield name
            yield from (f"crafts[{index}].name" for index in range(crafts))
        elif "." in name:
            yield name
        else:
            yield str(Place(place.part, place.index, name))
    yield from WINDOW


def is_vouched(place: Place) -> bool:
    """Whether an answer rests on terms, so that a lapse makes it unknown whatever is answered."""
    return place.part == "components" and place.field in VOUCHED
