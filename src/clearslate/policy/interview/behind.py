"""The declared answers that stand behind a derived fact.

A person is never asked for a derived fact. Where one is open, or evidence is not on file, these
are the answers that its function reads and that may still change it. Records are left out: what
is on file is not asked for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from clearslate.policy.derived import EVIDENCE, KINDS, READS, WINDOW
from clearslate.policy.derived.tools import VOUCHED
from clearslate.policy.interview.paths import Place

#: Derived facts that are never unknown, although an answer not given yet may turn them.
_NEVER_UNKNOWN = {**EVIDENCE, "components": ("onboarded", "agreement_lapsed")}


def answers_behind(place: Place, resolved: Mapping[str, Any]) -> Iterator[str]:
    """The paths of the declared answers that an answer in a condition rests on.

    A declared answer rests on itself.
    """
    if place.field not in KINDS.get(place.part, {}):
        yield str(place)
        return
    reads = READS[f"{place.part}.{place.field}"]
    for name in reads.own:
        if name != "agreement" or not _under_terms(place, resolved):
            yield str(Place(place.part, place.index, name))
    for each in reads.items:
        part, _, name = each.partition(".")
        yield part
        yield from (f"{part}[{index}].{name}" for index in range(len(resolved[part] or ())))
    yield from (*reads.other, *WINDOW)


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
