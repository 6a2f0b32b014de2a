"""The declared answers that stand behind a derived fact.

A person is never asked for a derived fact. Where one is open, or evidence is not on file, these
are the answers that its function reads and that may still change it. Records are left out: what
is on file is not asked for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from clearslate.policy.derived import EVIDENCE, KINDS
from clearslate.policy.derived.tools import VOUCHED
from clearslate.policy.interview.paths import Place

#: For each derived field, as `part.field`: fields of the same item, or whole paths elsewhere.
BEHIND: dict[str, tuple[str, ...]] = {
    "use.labour_agreement": ("crafts",),
    "outputs.disclosure_plan": ("name",),
    "outputs.incidental_statement": ("name",),
    "components.onboarded": ("terms", "agreement"),
    "components.agreement_lapsed": ("terms", "agreement"),
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
#: Derived facts that are never unknown, although an answer not given yet may turn them.
_NEVER_UNKNOWN = {**EVIDENCE, "components": ("onboarded", "agreement_lapsed")}


def answers_behind(place: Place, resolved: Mapping[str, Any]) -> Iterator[str]:
    """The paths of the declared answers that an answer in a condition rests on.

    A declared answer rests on itself.
    """
    if place.field not in KINDS.get(place.part, {}):
        yield str(place)
        return
    for name in BEHIND[f"{place.part}.{place.field}"]:
        if name == "crafts":
            yield name
            yield from (f"crafts[{index}].name" for index in range(len(resolved[name] or ())))
        elif "." in name:
            yield name
        elif name != "agreement" or not _under_terms(place, resolved):
            yield str(Place(place.part, place.index, name))
    yield from WINDOW


def is_vouched(place: Place) -> bool:
    """Whether an answer rests on terms, so that a lapse makes it unknown whatever is answered."""
    return place.part == "components" and place.field in VOUCHED


def opened(resolved: dict[str, Any], open_: Callable[[str], bool]) -> dict[str, Any]:
    """The resolved case with each derived fact unknown that an answer not given yet may turn.

    Evidence counts as fixed in the assessment and its interval. What is certain, and what can
    still matter, is judged with it open. `open_` says whether an answer behind a path is missing.
    """
    result = dict(resolved)
    for part, names in _NEVER_UNKNOWN.items():
        if part == "use":
            result["use"] = _opened_item(resolved["use"], "use", names, open_)
        elif resolved[part] is not None:
            result[part] = [
                _opened_item(item, f"{part}[{index}]", names, open_)
                for index, item in enumerate(resolved[part])
            ]
    return result


def _opened_item(
    item: dict[str, Any], path: str, names: tuple[str, ...], open_: Callable[[str], bool]
) -> dict[str, Any]:
    return {**item, **{name: None for name in names if open_(f"{path}.{name}")}}


def _under_terms(place: Place, resolved: Mapping[str, Any]) -> bool:
    """Whether a component names its terms, which say under which agreement they stand."""
    return resolved["components"][place.index]["terms"] is not None
