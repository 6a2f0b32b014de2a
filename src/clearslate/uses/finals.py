"""What was temporary becomes final: the answers that change, and the case that comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearslate.policy.assess.assess import schema_of
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.declaration.schema import UNKNOWN, core_schema
from clearslate.policy.errors import CaseError, PolicyError
from clearslate.policy.intake import read
from clearslate.uses.desk import Desk, Document, assessor_of, desk_of
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Cause, Use, UseVersion
from clearslate.uses.stored import declared_in
from clearslate.uses.summary import FINAL

GIVEN = (Cause.SUBMITTED, Cause.FINAL)
"""Versions that somebody submitted; the others were only assessed anew."""

_USUAL = {"picture": "final_picture", "image": "final_picture", "sound": "final_sound"}


@dataclass(frozen=True)
class Output:
    """An output that is temporary, or not known to be final."""

    index: int
    name: str
    destination: str
    """Where it ends up as declared, in words."""
    usual: str
    """Where such an output ends up once it is final."""


@dataclass(frozen=True)
class Final:
    """What a use becomes once some of its outputs are final."""

    declared: dict[str, Any]
    case: Case
    assessed: Assessment
    rulebooks: tuple[Rulebook, ...]


def destinations() -> dict[str, str]:
    """Where something final can end up, in words."""
    known = core_schema().vocabularies["destination"]
    return {name: words for name, words in known.items() if name in FINAL}


def submitted_last(use: Use) -> UseVersion:
    """The version that somebody submitted last: what it declares is what the use declares."""
    found: UseVersion = use.versions.filter(cause__in=GIVEN).latest("number")
    return found


def temporary_outputs(use: Use) -> list[Output]:
    """The outputs of a use that are not final as declared. Raises `DamagedError`."""
    declared = declared_in(submitted_last(use))
    words = core_schema().vocabularies["destination"]
    media = _listed(declared.get("use", {}).get("media"))
    usual = next((_USUAL[each] for each in media if each in _USUAL), "final_text")
    found = []
    for index, output in enumerate(_listed(declared.get("outputs"))):
        destination = output.get("destination", UNKNOWN)
        if destination not in FINAL:
            name = str(output.get("name", UNKNOWN))
            name = f"Output {index + 1}" if name == UNKNOWN else name
            found.append(Output(index, name, words.get(destination, "not sure"), usual))
    return found


def final_of(use: Use, chosen: Mapping[int, str], at: datetime) -> Final:
    """What a use becomes with the chosen outputs final, each by its index and destination.

    Raises `UsesError` for a choice that is none, and `CaseError` where the answers no longer fit
    what is on file: then a new version is declared instead.
    """
    open_ones = {each.index for each in temporary_outputs(use)}
    if not chosen or not open_ones.issuperset(chosen):
        raise UsesError("Choose at least one output that is temporary.")
    if not set(chosen.values()) <= FINAL:
        raise UsesError("Choose where each output ends up.")
    declared = _changed(declared_in(submitted_last(use)), chosen)
    desk = desk_of(use, declared, at)
    case = whole_case(desk, declared)
    assessed = assessor_of(desk.rulebooks).assess(case)
    return Final(declared, case, assessed, desk.rulebooks)


def whole_case(desk: Desk, document: Document) -> Case:
    """A case, held to what a file may hold, so that it reads the same wherever it goes."""
    case = desk.exact(document)
    try:
        read(case.document, "case", schema_of(desk.rulebooks))
    except PolicyError as error:
        raise CaseError(error.problems) from None
    return case


def _changed(declared: dict[str, Any], chosen: Mapping[int, str]) -> dict[str, Any]:
    """The answers with other destinations; nothing replaces what is final."""
    outputs = []
    for index, output in enumerate(declared["outputs"]):
        if index in chosen:
            kept = {name: value for name, value in output.items() if name != "replaced_by"}
            outputs.append({**kept, "destination": chosen[index]})
        else:
            outputs.append(output)
    return {**declared, "outputs": outputs}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
